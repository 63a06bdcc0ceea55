"""How pages are answered: with headers that close every door a page does not need, and errors as pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.connections.refused import (
    LinkFault,
    LinkRefused,
    NotConfigured,
    NotSignedIn,
    SignInOver,
    StateFault,
    StateRefused,
)
from bot.errors import GreenlightError, NotAllowed, NotFound, Refused, StorageDown, WrongInput
from bot.influencers.refused import AccountMissing, ConnectionOver, InviteOver, InviteUnknown, TooOften
from bot.web.browser import MOST_BYTES, Browsers, is_ours


class TooLong(Exception):
    """What was sent is longer than anything our pages send."""


class Answers:
    """Makes answers for pages that lie below `public_url`, and may send people on to `login_url`."""

    def __init__(self, *, public_url: str, login_url: str, referrer: str = "same-origin") -> None:
        self.base = urlsplit(public_url).path.rstrip("/")
        self._headers = {
            # A browser counts where a form's answer leads to as where the form leads to: Meta's dialog has to be named.
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {_origin(login_url)}",
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": referrer,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }

    def page(self, markup: str, *, status: int = 200) -> Response:
        """Answer with a page."""
        return HTMLResponse(markup, status_code=status, headers=self._headers)

    def on_to(self, address: str) -> Response:
        """Send the browser on, by GET: to a page of ours where the address begins with a slash."""
        target = f"{self.base}{address}" if address.startswith("/") else address
        return RedirectResponse(target, status_code=303, headers=self._headers)


def status_of(error: GreenlightError) -> int:
    """Return the HTTP status that says the same as the error's words."""
    match error:
        case InviteUnknown():
            return 404
        case TooOften():
            return 429
        case InviteOver() | ConnectionOver():
            return 410
        case AccountMissing():
            return 400
        case LinkRefused(fault=LinkFault.EXPIRED | LinkFault.USED) | SignInOver():
            return 410
        case StateRefused() | NotAllowed():
            return 403
        case LinkRefused() | NotSignedIn():
            return 400
        case NotFound():
            return 404
        case WrongInput():
            return 422
        case Refused():
            return 409
        case NotConfigured() | StorageDown():
            return 503
        case _:
            return 502  # Meta or Slack did not do their part


async def form_of(request: Request) -> dict[str, list[str]]:
    """Read a form; raises TooLong. What is no form reads as an empty one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLong
    try:
        return parse_qs(body.decode(), max_num_fields=2_000)
    except ValueError:
        return {}


async def own_form(request: Request, browsers: Browsers) -> tuple[str, dict[str, list[str]]]:
    """Read a form of our own pages, and which browser sent it.

    Raises StateRefused for one that was sent by another page, or from another browser, TooLong.
    """
    browser, form = browsers.known(request), await form_of(request)
    if not is_ours(form, browser=browser):
        raise StateRefused(StateFault.OTHER_BROWSER)
    return browser, form


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
