"""Builds the Slack half: Web API, response URLs, uploads, Socket Mode and the control API."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.clock import Clock
from sandbox.slack.api import answer_call
from sandbox.slack.control.routes import routes as control_routes
from sandbox.slack.manifest import read_manifest
from sandbox.slack.methods.files import receive_file
from sandbox.slack.people.files import download
from sandbox.slack.replies import answer_response_url
from sandbox.slack.workspace import Workspace


def build(*, clock: Clock, manifest: Path = Path("manifest.yml"), request_url: str | None = None) -> Starlette:
    """Make a workspace with the app of this manifest installed."""
    workspace = Workspace(clock=clock, manifest=read_manifest(manifest), request_url=request_url)

    async def api(request: Request) -> Response:
        return await answer_call(request, workspace=workspace)

    async def respond(request: Request) -> Response:
        return await answer_response_url(request, workspace=workspace)

    async def upload(request: Request) -> Response:
        return await receive_file(request, workspace=workspace)

    async def private_file(request: Request) -> Response:
        return await download(request, workspace=workspace)

    app = Starlette(
        routes=[
            *control_routes(workspace),
            *(
                Route(f"/{kind}/{{team}}/{{secret}}", respond, methods=["POST"])
                for kind in ("commands", "actions", "app")
            ),
            Route("/upload/v1/{file_id}", upload, methods=["POST"]),
            Route("/files-pri/{file}/download/{name}", private_file),
            WebSocketRoute("/link/", workspace.delivery.sockets.serve),
            Route("/api/{method}", api, methods=["GET", "POST"]),
            Route("/{method}", api, methods=["GET", "POST"]),
        ]
    )
    app.add_middleware(_KnowOwnAddress, workspace=workspace)
    return app


class _KnowOwnAddress:
    """Remembers under which address the workspace was called: URLs it gives out start so."""

    def __init__(self, app: ASGIApp, *, workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"127.0.0.1").decode()
            self._workspace.base_url = f"{scope['scheme']}://{host}{scope.get('root_path', '')}"
        await self._app(scope, receive, send)
