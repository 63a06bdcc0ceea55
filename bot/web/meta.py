"""What Meta itself calls: somebody removed the app at Facebook or asks there to be forgotten, or somebody commented."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.comments.arriving import Arriving
from bot.connections.removed import DELETED, Removing
from bot.errors import NotFound
from bot.languages import Languages
from bot.web.answers import Answers, TooLong, form_of
from bot.web.pages.deleted import draw_deleted
from bot.web.pages.frame import Place
from bot.web.pages.trouble import draw_trouble
from bot.words import say, speak
from storage.database import DatabaseDown

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]
DEAUTHORIZE = "/meta/deauthorize"
FORGET = "/meta/data-deletion"
WEBHOOKS = "/meta/webhooks"
MOST_DELIVERED = 10_000_000
"""In bytes. A thousand updates, the most that Meta puts into a delivery, are a tenth of it."""


def routes(removing: Removing, arriving: Arriving, *, answers: Answers, languages: Languages) -> list[Route]:
    """Return the routes.

    Two addresses go into the app's Facebook Login settings: *Deauthorize callback URL* and *Data deletion requests*. The
    third is the callback URL of its webhooks.
    """

    @_heard
    async def deauthorize(request: Request) -> Response:
        is_metas = await removing.hear(await _signed(request))
        return Response(status_code=200 if is_metas else 400)

    @_heard
    async def forget(request: Request) -> Response:
        answer = await removing.forget(await _signed(request))
        return Response(status_code=400) if answer is None else JSONResponse(answer)

    async def deleted(request: Request) -> Response:
        speak(languages.usual)
        place = Place(base=answers.base)
        at = removing.deleted_at(request.path_params["code"])
        if at is None:
            error = NotFound(say("connect.deleted.unknown"), todo=say("connect.deleted.unknown_todo"))
            return answers.page(draw_trouble(error, place=place), status=404)
        return answers.page(draw_deleted(at, place=place))

    async def greet(request: Request) -> Response:
        challenge = arriving.greet(request.query_params)
        return Response(status_code=403) if challenge is None else PlainTextResponse(challenge)

    @_heard
    async def deliver(request: Request) -> Response:
        body = await _body(request)
        is_metas = await arriving.keep(body, signature=request.headers.get("X-Hub-Signature-256"))
        return Response(status_code=200 if is_metas else 403)

    return [
        Route(WEBHOOKS, greet, methods=["GET"]),
        Route(WEBHOOKS, deliver, methods=["POST"]),
        Route(DEAUTHORIZE, deauthorize, methods=["POST"]),
        Route(FORGET, forget, methods=["POST"]),
        Route(f"{DELETED}/{{code}}", deleted),
    ]


def _heard(call: Endpoint) -> Endpoint:
    """Answer what is too long, and what cannot be kept now: Meta sends it again."""

    @wraps(call)
    async def answered(request: Request) -> Response:
        try:
            return await call(request)
        except TooLong:
            return Response(status_code=413)
        except DatabaseDown as down:
            log.warning("what Meta told could not be kept: %s", down)
            return Response(status_code=503)

    return answered


async def _signed(request: Request) -> str:
    return (await form_of(request)).get("signed_request", [""])[0]


async def _body(request: Request) -> bytes:
    """Read what is delivered; raises TooLong as soon as that is known."""
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > MOST_DELIVERED:
        raise TooLong
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_DELIVERED:
            raise TooLong
    return bytes(body)
