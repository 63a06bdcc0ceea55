"""What a creator's pages share: their headers, the browser they are bound to, and a page for every error."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.connections.refused import NotSignedIn, SignInOver, StateRefused
from bot.errors import GreenlightError
from bot.influencers.refused import AccountMissing
from bot.languages import Languages
from bot.web.answers import Answers, status_of
from bot.web.browser import Browsers, form_key
from bot.web.connect import log
from bot.web.pages.frame import Place
from bot.web.pages.trouble import draw_trouble
from bot.words import say


class CreatorPages:
    """Pages for somebody who is in no Slack of ours."""

    def __init__(self, *, languages: Languages, public_url: str, login_url: str) -> None:
        self.languages = languages
        self.answers = Answers(public_url=public_url, login_url=login_url, referrer="no-referrer")
        self.browsers = Browsers(public_url)

    async def trouble(self, request: Request, error: GreenlightError) -> Response:
        """Draw an error's page; where another round of the dialog, or another look, can help, it offers that."""
        status = status_of(error)
        if status >= 500:
            log.warning("a creator's page met: %s", error)
        if isinstance(error, SignInOver | StateRefused):  # their words are for people in Slack
            error = GreenlightError(error.happened, why=error.why, todo=say("invite.page.open_again"))
        browser = self.browsers.known(request)
        path = str(request.scope["path"])
        can_look_again = status >= 500 and request.method == "GET"
        drawn = draw_trouble(
            error,
            place=self.place(browser),
            sign_in_id=error.sign_in_id if isinstance(error, NotSignedIn | AccountMissing) else None,
            look_again=f"{self.answers.base}{path}" if can_look_again else None,
        )
        return self.answers.page(drawn, status=status)

    def place(self, browser: str) -> Place:
        """Say where a page is served, and to which browser."""
        return Place(base=self.answers.base, form_key=form_key(browser) if browser else secrets.token_hex(8))
