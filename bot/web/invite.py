"""The creator's pages: what an invite asks for, declining, asking, choosing an account, connected; and every other end.

The link's token is in the address of the first page alone: no page of ours links elsewhere, no referrer leaves, and nothing
logs an address. A page that is not there looks the same whether its token was guessed, cut off or replaced.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.connections.refused import SignInOver
from bot.errors import WrongInput
from bot.influencers.joining import PICKED, Joining
from bot.influencers.links import AT
from bot.influencers.refused import InviteOver, TooOften
from bot.influencers.returning import Returning
from bot.influencers.visiting import Visiting
from bot.languages import Languages
from bot.web.answers import own_form, status_of
from bot.web.browser import new_browser
from bot.web.connect import explained
from bot.web.creator import CreatorPages
from bot.web.pages.invite import (
    CHOOSE,
    DONE,
    TEXT,
    draw_account,
    draw_asked,
    draw_declined,
    draw_joined,
    draw_used,
    draw_welcome,
)
from bot.web.rates import Rate
from bot.web.robots import is_person

PAGES_A_MINUTE = 120


class InvitePages(CreatorPages):
    """The pages, over the use cases."""

    def __init__(
        self,
        *,
        visiting: Visiting,
        joining: Joining,
        returning: Returning,
        languages: Languages,
        public_url: str,
        login_url: str,
        pages_a_minute: int = PAGES_A_MINUTE,
    ) -> None:
        """`pages_a_minute` is the measure for one address."""
        super().__init__(languages=languages, public_url=public_url, login_url=login_url)
        self._visiting = visiting
        self._joining = joining
        self._returning = returning
        self._of_address = Rate(calls=pages_a_minute, seconds=60, clock=time.monotonic)
        self._of_link = Rate(calls=60, seconds=60, clock=time.monotonic)

    def routes(self) -> list[Route]:
        """Return the routes. What follows a sign-in has more parts than a link, so that no token can be mistaken for it."""
        return [
            Route(f"{CHOOSE}/{{sign_in}}", self._choose),
            Route(f"{CHOOSE}/{{sign_in}}", self._connect, methods=["POST"]),
            Route(f"{DONE}/{{sign_in}}", self._done),
            Route(f"{AT}/{{token}}", self._welcome),
            Route(f"{AT}/{{token}}", self._begin, methods=["POST"]),
            Route(f"{AT}/{{token}}/decline", self._decline, methods=["POST"]),
            Route(f"{AT}/{{token}}/question", self._ask, methods=["POST"]),
        ]

    @explained
    async def _welcome(self, request: Request) -> Response:
        """Show what the invite asks for."""
        token = self._token(request)
        browser = self.browsers.known(request) or new_browser()
        try:
            welcome = await self._visiting.welcome(token, counts=is_person(request))
        except InviteOver as over:
            if not over.can_return:
                raise
            shown = self.answers.page(
                draw_used(over, address=f"{AT}/{token}", place=self.place(browser)), status=status_of(over)
            )
            self.browsers.keep(shown, browser)
            return shown
        drawn = draw_welcome(welcome, address=f"{AT}/{token}", place=self.place(browser), key=secrets.token_hex(8))
        shown = self.answers.page(drawn)
        self.browsers.keep(shown, browser)
        return shown

    @explained
    async def _begin(self, request: Request) -> Response:
        token = self._token(request)
        browser, _form = await own_form(request, self.browsers)
        return self.answers.on_to(await self._visiting.begin(token, browser=browser))

    @explained
    async def _decline(self, request: Request) -> Response:
        token = self._token(request)
        browser, form = await own_form(request, self.browsers)
        await self._visiting.decline(token, text=_text(form))
        return self.answers.page(draw_declined(place=self.place(browser)))

    @explained
    async def _ask(self, request: Request) -> Response:
        """Take a question along; an empty one is said to be empty, and the page is there as before."""
        token = self._token(request)
        browser, form = await own_form(request, self.browsers)
        if not _text(form):
            welcome = await self._visiting.welcome(token, counts=False)
            drawn = draw_welcome(
                welcome,
                address=f"{AT}/{token}",
                place=self.place(browser),
                key=secrets.token_hex(8),
                is_question_empty=True,
            )
            return self.answers.page(drawn, status=422)
        key = hashlib.sha256(form.get("key", [""])[0].encode()).hexdigest()[:16]
        await self._visiting.ask(token, text=_text(form), key=key)
        return self.answers.page(draw_asked(address=f"{AT}/{token}", place=self.place(browser)))

    @explained
    async def _choose(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self.browsers.known(request)
        if await self._returning.recognise(sign_in_id, browser=browser):
            return self.answers.on_to(f"{DONE}/{sign_in_id}")  # or the page was gone back to
        candidates = await self._joining.candidates(sign_in_id, browser=browser)
        is_none_chosen = request.query_params.get("chosen") == "none"
        drawn = draw_account(candidates, place=self.place(browser), is_none_chosen=is_none_chosen)
        return self.answers.page(drawn, status=422 if is_none_chosen else 200)

    @explained
    async def _connect(self, request: Request) -> Response:
        sign_in_id = request.path_params["sign_in"]
        browser, form = await own_form(request, self.browsers)
        try:
            await self._joining.connect(sign_in_id, browser=browser, picked=form.get(PICKED, [""])[0])
        except WrongInput:
            return self.answers.on_to(f"{CHOOSE}/{sign_in_id}?chosen=none")
        except SignInOver:
            await self._joining.joined(sign_in_id, browser=browser)  # pressed twice: it is done
        return self.answers.on_to(f"{DONE}/{sign_in_id}")

    @explained
    async def _done(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self.browsers.known(request)
        facts = await self._joining.joined(sign_in_id, browser=browser)
        return self.answers.page(draw_joined(facts, sign_in_id=sign_in_id, place=self.place(browser)))

    def _token(self, request: Request) -> str:
        """Return the link's token, once the calls are within measure. Raises TooOften."""
        token = str(request.path_params["token"])
        address = request.client.host if request.client else ""
        is_within = self._of_address.allows(address)
        if not is_within or not self._of_link.allows(hashlib.sha256(token.encode()).hexdigest()):
            raise TooOften
        return token


def _text(form: dict[str, list[str]]) -> str:
    return form.get(TEXT, [""])[0].strip()
