"""What Meta itself calls: somebody has removed the app at Facebook, or asks there to be forgotten."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.connections.removed import DELETED, Removing
from bot.errors import NotFound
from bot.languages import Languages
from bot.web.answers import Answers, TooLong, form_of
from bot.web.pages.deleted import draw_deleted
from bot.web.pages.frame import Place
from bot.web.pages.trouble import draw_trouble
from bot.words import say, speak

DEAUTHORIZE = "/meta/deauthorize"
FORGET = "/meta/data-deletion"


def routes(removing: Removing, *, answers: Answers, languages: Languages) -> list[Route]:
    """Return the routes.

    Two addresses go into the app's Facebook Login settings: *Deauthorize callback URL* and *Data deletion requests*.
    """

    async def deauthorize(request: Request) -> Response:
        try:
            is_metas = await removing.hear(await _signed(request))
        except TooLong:
            return Response(status_code=413)
        return Response(status_code=200 if is_metas else 400)

    async def forget(request: Request) -> Response:
        try:
            answer = await removing.forget(await _signed(request))
        except TooLong:
            return Response(status_code=413)
        return Response(status_code=400) if answer is None else JSONResponse(answer)

    async def deleted(request: Request) -> Response:
        speak(languages.usual)
        place = Place(base=answers.base)
        at = removing.deleted_at(request.path_params["code"])
        if at is None:
            error = NotFound(say("connect.deleted.unknown"), todo=say("connect.deleted.unknown_todo"))
            return answers.page(draw_trouble(error, place=place), status=404)
        return answers.page(draw_deleted(at, place=place))

    return [
        Route(DEAUTHORIZE, deauthorize, methods=["POST"]),
        Route(FORGET, forget, methods=["POST"]),
        Route(f"{DELETED}/{{code}}", deleted),
    ]


async def _signed(request: Request) -> str:
    return (await form_of(request)).get("signed_request", [""])[0]
