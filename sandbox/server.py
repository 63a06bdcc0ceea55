"""Serves an application with uvicorn and says when it is ready."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn

from sandbox.faults import allow_drops


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        sys.stdout.write(f"ready http://{host}:{port}\n")
        sys.stdout.flush()


def serve(app: Any, *, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; port 0 takes a free one. Prints `ready <url>` once it listens.

    Where it cannot listen the process ends with exit code 1 and a sentence.
    """
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        sys.exit(f"Nothing can listen on {host}:{port}: {error}. For another port: --port N, or make demo PORT=N.")
    config = uvicorn.Config(
        allow_drops(app),
        host=host,
        port=port,
        ws="websockets-sansio",
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,  # whoever calls closes an idle line first: no call meets a closing door
        # Event streams and held calls never end by themselves.
        timeout_graceful_shutdown=1,
        # Slack's clients ping every few seconds; the server needs no pings of its own.
        ws_ping_interval=None,
    )
    # uvicorn raises the signal again once it has ended; both are then a KeyboardInterrupt, and exit code 0.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        _Server(config).run()
