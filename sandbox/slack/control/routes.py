"""The routes of the control API; a person's impossible wish is 409 with a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.slack.control import administering, doing, looking, steering
from sandbox.slack.errors import Impossible
from sandbox.slack.workspace import Workspace

Look = Callable[[Workspace, Request], dict[str, Any]]
Do = Callable[[Workspace, dict[str, Any]], Awaitable[dict[str, Any]]]

LOOKS: dict[str, Look] = {
    "world": looking.world_now,
    "views/{user}": looking.views,
    "messages/{channel}": looking.messages_in,
    "given/{file}": looking.given,
    "log": looking.log,
    "held": looking.held,
    "steps": looking.steps,
}
DEEDS: dict[str, Do] = {
    "command": doing.command,
    "interact": doing.interact,
    "view_submit": doing.view_submit,
    "file": doing.file,
    "say": doing.say,
    "join": administering.join,
    "channel": administering.channel,
    "person": administering.person,
    "usergroup": administering.usergroup,
    "event": doing.event,
    "step": doing.step,
    "fault": steering.fault,
    "release": steering.release,
    "clock": steering.clock,
    "limits": steering.limits,
    "charts": steering.charts,
    "socket": steering.socket,
    "http": steering.http,
    "reset": steering.reset,
}


def routes(workspace: Workspace) -> list[Route]:
    """List the control API's routes."""
    return [
        *(Route(f"/_control/{path}", _looking(workspace, look)) for path, look in LOOKS.items()),
        *(Route(f"/_control/{path}", _doing(workspace, do), methods=["POST"]) for path, do in DEEDS.items()),
        Route("/_control/stream", lambda request: workspace.stream.answer()),
    ]


def _looking(workspace: Workspace, look: Look) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(look(workspace, request))
        except Impossible as impossible:
            return JSONResponse({"ok": False, "error": str(impossible)}, status_code=404)

    return endpoint


def _doing(workspace: Workspace, do: Do) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        content = await request.json() if body else {}
        try:
            return JSONResponse(await do(workspace, content))
        except Impossible as impossible:
            return JSONResponse({"ok": False, "error": str(impossible)}, status_code=409)
        except KeyError as missing:
            error = f"The body lacks {missing.args[0]!r}."
            return JSONResponse({"ok": False, "error": error}, status_code=400)

    return endpoint
