"""The floor of a delivery: a route that verifies the signature, answers, and forgets what came.

Started as `python -m bench.bare_hook` with SECRET and PORT in its environment.
"""

from __future__ import annotations

import hashlib
import hmac
import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def _take(request: Request) -> Response:
    made = hmac.new(os.environ["SECRET"].encode(), await request.body(), hashlib.sha256).hexdigest()
    is_signed = hmac.compare_digest(request.headers["X-Hub-Signature-256"], f"sha256={made}")
    return Response(status_code=200 if is_signed else 403)


class _Server(uvicorn.Server):
    """Says when it is ready."""

    async def startup(self, sockets: object = None) -> None:
        """Start, and say so."""
        await super().startup()
        print("ready", flush=True)


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", _take, methods=["POST"])])
    _Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_config=None, access_log=False)).run()
