"""What Meta itself calls: somebody has removed the app at Facebook."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.connections.removed import Removing
from bot.web.answers import TooLong, form_of

DEAUTHORIZE = "/meta/deauthorize"


def routes(removing: Removing) -> list[Route]:
    """Return the routes: the address goes into the app's Facebook Login settings, *Deauthorize callback URL*."""

    async def deauthorize(request: Request) -> Response:
        try:
            form = await form_of(request)
        except TooLong:
            return Response(status_code=413)
        is_metas = await removing.hear(form.get("signed_request", [""])[0])
        return Response(status_code=200 if is_metas else 400)

    return [Route(DEAUTHORIZE, deauthorize, methods=["POST"])]
