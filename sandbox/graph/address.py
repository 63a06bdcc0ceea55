"""Where the service can be reached by whoever asked: on its own port, or mounted below a path."""

from __future__ import annotations

from starlette.requests import Request


def base_of(request: Request) -> str:
    """Return the address the service is mounted at, with a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}/"
