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

from bot.connections.refused import NotSignedIn, SignInOver, StateFault, StateRefused
from bot.errors import GreenlightError, WrongInput
from bot.influencers.joining import PICKED, Joining
from bot.influencers.links import AT
from bot.influencers.refused import AccountMissing, TooOften
from bot.influencers.visiting import Visiting
from bot.languages import Languages
from bot.web.answers import Answers, form_of, status_of
from bot.web.browser import Browsers, form_key, is_ours, new_browser
from bot.web.connect import explained, log
from bot.web.pages.frame import Place
from bot.web.pages.invite import CHOOSE, DONE, TEXT, draw_account, draw_asked, draw_declined, draw_joined, draw_welcome
from bot.web.pages.trouble import draw_trouble
from bot.web.rates import Rate
from bot.web.robots import is_person
from bot.words import say

PAGES_A_MINUTE = 120


class InvitePages:
    """The pages, over the use cases."""

    def __init__(
        self,
        *,
        visiting: Visiting,
        joining: Joining,
        languages: Languages,
        public_url: str,
        login_url: str,
        pages_a_minute: int = PAGES_A_MINUTE,
    ) -> None:
        """`pages_a_minute` is the measure for one address."""
        self.languages = languages
        self._visiting = visiting
        self._joining = joining
        self._answers = Answers(public_url=public_url, login_url=login_url, referrer="no-referrer")
        self._browsers = Browsers(public_url)
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
        welcome = await self._visiting.welcome(token, counts=is_person(request))
        browser = self._browsers.known(request) or new_browser()
        drawn = draw_welcome(welcome, address=f"{AT}/{token}", place=self._place(browser), key=secrets.token_hex(8))
        shown = self._answers.page(drawn)
        self._browsers.keep(shown, browser)
        return shown

    @explained
    async def _begin(self, request: Request) -> Response:
        token = self._token(request)
        browser, _form = await self._sent(request)
        return self._answers.on_to(await self._visiting.begin(token, browser=browser))

    @explained
    async def _decline(self, request: Request) -> Response:
        token = self._token(request)
        browser, form = await self._sent(request)
        await self._visiting.decline(token, text=_text(form))
        return self._answers.page(draw_declined(place=self._place(browser)))

    @explained
    async def _ask(self, request: Request) -> Response:
        """Take a question along; an empty one is said to be empty, and the page is there as before."""
        token = self._token(request)
        browser, form = await self._sent(request)
        if not _text(form):
            welcome = await self._visiting.welcome(token, counts=False)
            drawn = draw_welcome(
                welcome,
                address=f"{AT}/{token}",
                place=self._place(browser),
                key=secrets.token_hex(8),
                is_question_empty=True,
            )
            return self._answers.page(drawn, status=422)
        key = hashlib.sha256(form.get("key", [""])[0].encode()).hexdigest()[:16]
        await self._visiting.ask(token, text=_text(form), key=key)
        return self._answers.page(draw_asked(address=f"{AT}/{token}", place=self._place(browser)))

    @explained
    async def _choose(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self._browsers.known(request)
        try:
            candidates = await self._joining.candidates(sign_in_id, browser=browser)
        except SignInOver:
            await self._joining.joined(sign_in_id, browser=browser)  # connected already: the page was gone back to
            return self._answers.on_to(f"{DONE}/{sign_in_id}")
        is_none_chosen = request.query_params.get("chosen") == "none"
        drawn = draw_account(candidates, place=self._place(browser), is_none_chosen=is_none_chosen)
        return self._answers.page(drawn, status=422 if is_none_chosen else 200)

    @explained
    async def _connect(self, request: Request) -> Response:
        sign_in_id = request.path_params["sign_in"]
        browser, form = await self._sent(request)
        try:
            await self._joining.connect(sign_in_id, browser=browser, picked=form.get(PICKED, [""])[0])
        except WrongInput:
            return self._answers.on_to(f"{CHOOSE}/{sign_in_id}?chosen=none")
        except SignInOver:
            await self._joining.joined(sign_in_id, browser=browser)  # pressed twice: it is done
        return self._answers.on_to(f"{DONE}/{sign_in_id}")

    @explained
    async def _done(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self._browsers.known(request)
        facts = await self._joining.joined(sign_in_id, browser=browser)
        return self._answers.page(draw_joined(facts, place=self._place(browser)))

    def _token(self, request: Request) -> str:
        """Return the link's token, once the calls are within measure. Raises TooOften."""
        token = str(request.path_params["token"])
        address = request.client.host if request.client else ""
        is_within = self._of_address.allows(address)
        if not is_within or not self._of_link.allows(hashlib.sha256(token.encode()).hexdigest()):
            raise TooOften
        return token

    async def _sent(self, request: Request) -> tuple[str, dict[str, list[str]]]:
        """Read a form of ours. Raises StateRefused for one that was sent by another page, or from another browser."""
        browser, form = self._browsers.known(request), await form_of(request)
        if not is_ours(form, browser=browser):
            raise StateRefused(StateFault.OTHER_BROWSER)
        return browser, form

    async def trouble(self, request: Request, error: GreenlightError) -> Response:
        """Draw an error's page; where another round of the dialog, or another look, can help, it offers that."""
        status = status_of(error)
        if status >= 500:
            log.warning("a creator's sign-in met: %s", error)
        if isinstance(error, SignInOver | StateRefused):  # their words are for people in Slack
            error = GreenlightError(error.happened, why=error.why, todo=say("invite.page.open_again"))
        browser = self._browsers.known(request)
        path = str(request.scope["path"])
        can_look_again = status >= 500 and request.method == "GET"
        drawn = draw_trouble(
            error,
            place=self._place(browser),
            sign_in_id=error.sign_in_id if isinstance(error, NotSignedIn | AccountMissing) else None,
            look_again=f"{self._answers.base}{path}" if can_look_again else None,
        )
        return self._answers.page(drawn, status=status)

    def _place(self, browser: str) -> Place:
        return Place(base=self._answers.base, form_key=form_key(browser) if browser else secrets.token_hex(8))


def _text(form: dict[str, list[str]]) -> str:
    return form.get(TEXT, [""])[0].strip()
