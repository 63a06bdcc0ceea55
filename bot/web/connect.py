"""The pages of a sign-in with Facebook: start, Meta's dialog, choose, done; and a page for every other end."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.connections.picking import PICKED, Picked, Picking
from bot.connections.refused import NotSignedIn, SignInOver
from bot.connections.signing_in import BACK, START, SigningIn
from bot.errors import GreenlightError, StorageDown, WrongInput
from bot.languages import Languages
from bot.web.answers import Answers, TooLong, own_form, status_of
from bot.web.browser import Browsers, form_key, new_browser
from bot.web.pages.choose import AGAIN, draw_choices
from bot.web.pages.choose import AT as CHOOSE
from bot.web.pages.done import AT as DONE
from bot.web.pages.done import draw_done
from bot.web.pages.frame import Place
from bot.web.pages.invite import CHOOSE as CHOOSE_AS_CREATOR
from bot.web.pages.start import draw_start
from bot.web.pages.trouble import draw_trouble
from bot.words import say, speak
from storage.database import DatabaseDown

log = logging.getLogger(__name__)

STYLE = Path(__file__).parent / "pages" / "style.css"
READ_SECONDS = 8.0
"""How long the last page waits for Meta's lists to be read before it says that they still are."""
LOOK_SECONDS = 0.5


class Explaining(Protocol):
    """Pages that can draw an error."""

    languages: Languages

    async def trouble(self, request: Request, error: GreenlightError) -> Response:
        """Draw it."""


Pages = TypeVar("Pages", bound=Explaining)
Endpoint = Callable[[Pages, Request], Awaitable[Response]]
Plain = Callable[[str], Awaitable[str]]


def explained(endpoint: Endpoint[Pages]) -> Endpoint[Pages]:
    """Turn every error a person can meet into its page."""

    @wraps(endpoint)
    async def answered(self: Pages, request: Request) -> Response:
        speak(self.languages.usual)
        try:
            return await endpoint(self, request)
        except TooLong:
            return Response(status_code=413)
        except DatabaseDown:
            error: GreenlightError = StorageDown(
                say("connect.page.database"), why=say("connect.page.database_why"), todo=say("connect.page.try_again")
            )
        except GreenlightError as met:
            error = met
        return await self.trouble(request, error)

    return answered


class ConnectPages:
    """The pages, over the use cases."""

    def __init__(
        self,
        *,
        signing_in: SigningIn,
        picking: Picking,
        languages: Languages,
        plain: Plain,
        public_url: str,
        login_url: str,
    ) -> None:
        """`plain` writes sentences that name people as Slack does for a place that knows no such names."""
        self.languages = languages
        self._plain = plain
        self._signing_in = signing_in
        self._picking = picking
        self._answers = Answers(public_url=public_url, login_url=login_url)
        self._browsers = Browsers(public_url)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route(f"{START}/{{link}}", self._start),
            Route(f"{START}/{{link}}", self._begin, methods=["POST"]),
            Route(BACK, self._back),
            Route(f"{CHOOSE}/{{sign_in}}", self._choose),
            Route(f"{CHOOSE}/{{sign_in}}", self._connect, methods=["POST"]),
            Route(f"{AGAIN}/{{sign_in}}", self._again, methods=["POST"]),
            Route(f"{DONE}/{{sign_in}}", self._done),
            Route("/connect/style.css", _style),
        ]

    @explained
    async def _start(self, request: Request) -> Response:
        """Show what the link is for; it is used up by the button only."""
        link = request.path_params["link"]
        known = self._browsers.known(request)
        invitation = await self._signing_in.invitation(link, browser=known)
        browser = known or new_browser()
        place = self._place(browser)
        shown = self._answers.page(draw_start(invitation, address=f"{START}/{link}", place=place))
        self._browsers.keep(shown, browser)
        return shown

    @explained
    async def _begin(self, request: Request) -> Response:
        browser, _form = await own_form(request, self._browsers)
        return self._answers.on_to(await self._signing_in.begin(request.path_params["link"], browser=browser))

    @explained
    async def _back(self, request: Request) -> Response:
        browser = self._browsers.known(request)
        sign_in_id = await self._signing_in.come_back(request.query_params, browser=browser)
        row = await self._signing_in.any_row(sign_in_id, browser=browser)
        choose = CHOOSE if row.invite_id is None else CHOOSE_AS_CREATOR
        return self._answers.on_to(f"{choose}/{sign_in_id}")  # so that the code is in no address any more

    @explained
    async def _choose(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self._browsers.known(request)
        try:
            choices = await self._picking.choices(sign_in_id, browser=browser)
        except SignInOver:
            await self._picking.picked(sign_in_id, browser=browser)  # picked already: the page was gone back to
            return self._answers.on_to(f"{DONE}/{sign_in_id}")
        is_none_picked = request.query_params.get("picked") == "none"
        drawn = draw_choices(choices, place=self._place(browser), is_none_picked=is_none_picked)
        return self._answers.page(drawn, status=422 if is_none_picked else 200)

    @explained
    async def _connect(self, request: Request) -> Response:
        sign_in_id = request.path_params["sign_in"]
        browser, form = await own_form(request, self._browsers)
        try:
            await self._picking.connect(sign_in_id, browser=browser, picked=form.get(PICKED, []))
        except WrongInput:
            return self._answers.on_to(f"{CHOOSE}/{sign_in_id}?picked=none")
        except SignInOver:
            await self._picking.picked(sign_in_id, browser=browser)  # pressed twice: it is done
        return self._answers.on_to(f"{DONE}/{sign_in_id}")

    @explained
    async def _again(self, request: Request) -> Response:
        browser, _form = await own_form(request, self._browsers)
        return self._answers.on_to(await self._signing_in.again(request.path_params["sign_in"], browser=browser))

    @explained
    async def _done(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self._browsers.known(request)
        picked = await self._read(sign_in_id, browser=browser)
        return self._answers.page(draw_done(picked, sign_in_id=sign_in_id, place=self._place(browser)))

    async def _read(self, sign_in_id: str, *, browser: str) -> Picked:
        """Wait a little for Meta's lists to be read: whoever has no script cannot be told later."""
        picked = await self._picking.picked(sign_in_id, browser=browser)
        for _look in range(int(READ_SECONDS / LOOK_SECONDS)):
            if picked.is_read:
                break
            await asyncio.sleep(LOOK_SECONDS)
            picked = await self._picking.picked(sign_in_id, browser=browser)
        return picked

    async def trouble(self, request: Request, error: GreenlightError) -> Response:
        """Draw an error's page; where another try of the same address can help, it has a link."""
        status = status_of(error)
        if status >= 500:
            log.warning("a sign-in met: %s", error)
        browser = self._browsers.known(request)
        path = str(request.scope["path"])  # `request.url` reads the Host header too, in which anything may stand
        can_look_again = status >= 500 and request.method == "GET" and not path.startswith(BACK)
        drawn = draw_trouble(
            GreenlightError(
                await self._plain(error.happened), why=await self._plain(error.why), todo=await self._plain(error.todo)
            ),
            place=self._place(browser),
            sign_in_id=error.sign_in_id if isinstance(error, NotSignedIn) else None,
            look_again=f"{self._answers.base}{path}" if can_look_again else None,
        )
        return self._answers.page(drawn, status=status)

    def _place(self, browser: str) -> Place:
        return Place(base=self._answers.base, form_key=form_key(browser) if browser else secrets.token_hex(8))


async def _style(_request: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})
