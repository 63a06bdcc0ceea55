"""Starts the sandbox: `python -m sandbox [slack|graph|mail] --port N`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.clock import Clock
from sandbox.server import serve


def _slack(options: argparse.Namespace, *, clock: Clock) -> Starlette:
    from sandbox.slack.app import build

    return build(clock=clock, manifest=options.manifest, request_url=options.request_url)


def _graph(options: argparse.Namespace, *, clock: Clock) -> Starlette:
    # Each half is imported only when asked for: one can be used while the other is broken or away.
    from sandbox.graph.app import build

    return build(clock=clock, names=options.names)


def _mail(_options: argparse.Namespace, *, clock: Clock) -> Starlette:
    from sandbox.mail.app import build

    return build(clock=clock)


def _all(options: argparse.Namespace, *, clock: Clock) -> Starlette:
    from sandbox.page.app import routes

    return Starlette(
        routes=[
            Mount("/slack", app=_slack(options, clock=clock)),
            Mount("/graph", app=_graph(options, clock=clock)),
            Mount("/mail", app=_mail(options, clock=clock)),
            *routes(),
        ]
    )


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A strict local Slack and Graph, and a mail server."
    )
    parser.add_argument("half", nargs="?", choices=("slack", "graph", "mail"), help="only this part; all by default")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yml"), help="the app's manifest")
    parser.add_argument("--request-url", help="deliver over signed HTTP to this URL, not by Socket Mode")
    parser.add_argument("--names", choices=("guide", "reference"), default="guide", help="Meta's spelling")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Build what was asked for and serve it."""
    options = _read_options(arguments)
    build = {"slack": _slack, "graph": _graph, "mail": _mail, None: _all}[options.half]
    app: Any = build(options, clock=Clock())
    serve(app, host=options.host, port=options.port)


if __name__ == "__main__":
    main()
