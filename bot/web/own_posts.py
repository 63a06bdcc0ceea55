"""The page of a creator who has connected an account: their own posts, and making or taking back the ad code of one.

It is bound to the browser that signed in. The codes stand in no address, and the page in no cache.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.codes.own import Deed, OwnCodes
from bot.errors import NotFound
from bot.influencers.facts import CreatorAccount
from bot.influencers.returning import Returning
from bot.languages import Languages
from bot.web.answers import own_form
from bot.web.connect import explained
from bot.web.creator import CreatorPages
from bot.web.pages.own_posts import DEED, FIRST, POST, POSTS, draw_own_posts, page_of
from bot.words import say

PATIENCE_SECONDS = 8.0
"""How long the answer to a press waits for Meta: whoever has no script cannot be told later."""
LOOK_SECONDS = 0.25


class OwnPostPages(CreatorPages):
    """The page, over the use cases."""

    def __init__(
        self,
        *,
        returning: Returning,
        own: OwnCodes,
        languages: Languages,
        public_url: str,
        login_url: str,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`patience` is for how many seconds a press waits for its end."""
        super().__init__(languages=languages, public_url=public_url, login_url=login_url)
        self._returning = returning
        self._own = own
        self._patience = patience

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [Route(f"{POSTS}/{{sign_in}}", self._list), Route(f"{POSTS}/{{sign_in}}", self._do, methods=["POST"])]

    @explained
    async def _list(self, request: Request) -> Response:
        sign_in_id, browser = request.path_params["sign_in"], self.browsers.known(request)
        account = await self._returning.account(sign_in_id, browser=browser)
        done = _known(request.query_params.get("done", ""))
        own = await self._own.posts(account, first=_first(request), done=done)
        shown = self.answers.page(draw_own_posts(own, sign_in_id=sign_in_id, place=self.place(browser)))
        self.browsers.keep(shown, browser)
        return shown

    @explained
    async def _do(self, request: Request) -> Response:
        sign_in_id = request.path_params["sign_in"]
        browser, form = await own_form(request, self.browsers)
        account = await self._returning.account(sign_in_id, browser=browser)
        try:
            deed = Deed(form.get(DEED, [""])[0])
        except ValueError:
            raise NotFound(say("codes.page.no_post"), todo=say("codes.page.go_back")) from None
        code_id = await self._own.do(account, deed, media_id=form.get(POST, [""])[0], first=_first(request))
        await self._settled(account, code_id)
        return self.answers.on_to(f"{page_of(sign_in_id, first=_first(request))}&done={code_id}")

    async def _settled(self, account: CreatorAccount, code_id: str) -> None:
        """Wait a little for the end of it; what takes longer is shown as under way."""
        for _look in range(int(self._patience / LOOK_SECONDS)):
            if await self._own.is_settled(account, code_id):
                return
            await asyncio.sleep(LOOK_SECONDS)


def _first(request: Request) -> int:
    """Return where the page begins; what is no number is the first."""
    given = request.query_params.get(FIRST, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0


def _known(code_id: str) -> str:
    return code_id if code_id.isalnum() else ""  # no id of ours; PostgreSQL takes not every text
