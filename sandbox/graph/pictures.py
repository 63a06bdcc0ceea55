"""The profile pictures that answers point to: a coloured square with the first letter of the handle."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sandbox.graph.world import World

_COLOURS = ("#7a3e9d", "#0b7285", "#a61e4d", "#2b6f2b", "#8a4b08", "#364fc7")


async def draw(world: World, request: Request) -> Response:
    """Draw one account's picture; 404 for an id nobody has."""
    account = world.account(request.path_params["ig_id"])
    if account is None:
        return Response(status_code=404)
    colour = _COLOURS[int(account.ig_id) % len(_COLOURS)]
    letter = account.username[0].upper()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" fill="{colour}"/><text x="32" y="43" font-size="32" fill="#fff"'
        f' font-family="sans-serif" text-anchor="middle">{letter}</text></svg>'
    )
    return Response(svg, media_type="image/svg+xml")
