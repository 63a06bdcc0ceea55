"""The mail server's page and its control API as one ASGI application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.clock import Clock
from sandbox.mail.box import KINDS, STEPS, Box, Fault
from sandbox.mail.drawing import draw_box

_CSS = Path(__file__).parents[1] / "page/static/css"


def build(*, clock: Clock) -> Starlette:
    """Build it: `/` the page, `/_control/...`, relative to where it is mounted."""
    control = _Control(Box(clock=clock))
    return Starlette(
        routes=[
            Mount(
                "/_control",
                routes=[
                    Route("/world", control.world),
                    Route("/letters", control.letters),
                    Route("/fault", control.fault, methods=["POST"]),
                    Route("/held", control.held),
                    Route("/release", control.release, methods=["POST"]),
                    Route("/reset", control.reset, methods=["POST"]),
                ],
            ),
            Mount("/_css", app=StaticFiles(directory=_CSS)),
            Route("/", control.page),
        ]
    )


class _Control:
    def __init__(self, box: Box) -> None:
        self._box = box

    async def page(self, request: Request) -> HTMLResponse:
        policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers = {"content-security-policy": policy, "x-content-type-options": "nosniff"}
        shown = draw_box(self._box.letters, styles=f"{request.scope.get('root_path', '')}/_css")
        return HTMLResponse(shown, headers=headers)

    async def world(self, request: Request) -> JSONResponse:
        return JSONResponse({"smtp_host": "127.0.0.1", "smtp_port": await self._box.port()})

    async def letters(self, request: Request) -> JSONResponse:
        return JSONResponse({"letters": [letter.plain() for letter in self._box.letters]})

    async def fault(self, request: Request) -> JSONResponse:
        body: dict[str, Any] = await request.json()
        on, kind, answer = body.get("on", "data"), body.get("kind"), str(body.get("answer", ""))
        is_answer = kind != "answer" or (answer[:3].isdigit() and answer[:1] in "45")
        if on not in STEPS or kind not in KINDS or not is_answer:
            words = (
                f"on is one of {', '.join(STEPS)}, kind one of {', '.join(KINDS)}, answer like “550 no such mailbox”."
            )
            return JSONResponse({"error": words}, status_code=400)
        self._box.order(Fault(on=on, kind=kind, answer=answer, times=int(body.get("times", 1))))
        return JSONResponse({"ok": True})

    async def held(self, request: Request) -> JSONResponse:
        return JSONResponse({"held": [{"on": step} for step in self._box.held]})

    async def release(self, request: Request) -> JSONResponse:
        self._box.release()
        return JSONResponse({"ok": True})

    async def reset(self, request: Request) -> JSONResponse:
        self._box.clear()
        return JSONResponse({"ok": True})
