"""What binds a sign-in to one browser: its cookie, and the key that proves a form to be one of our own pages'.

The cookie is `SameSite=Lax`: it comes along when Meta's dialog leads back, and never with a form of another site's page.
https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

LASTS_SECONDS = 3600
SHORTEST = 32
MOST_BYTES = 64 * 1024
"""A form of ours with a thousand ticked accounts is smaller."""


class Browsers:
    """Knows browsers by their cookie."""

    def __init__(self, public_url: str) -> None:
        self._is_secure = public_url.startswith("https://")
        # The prefix keeps other hosts of the same domain from setting it; it is for https only.
        self._name = "__Host-greenlight" if self._is_secure else "greenlight"

    def known(self, request: Request) -> str:
        """Return the text in the browser's cookie; empty when it has none of ours."""
        kept = request.cookies.get(self._name, "")
        return kept if len(kept) >= SHORTEST else ""

    def keep(self, response: Response, browser: str) -> None:
        """Have the browser keep `browser` for an hour from now."""
        response.set_cookie(
            self._name, browser, max_age=LASTS_SECONDS, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )


def new_browser() -> str:
    """Make the text of a cookie; nobody can guess it."""
    return secrets.token_urlsafe(32)


def form_key(browser: str) -> str:
    """Return what a form of ours carries in this browser: another site can neither read nor make it."""
    return hmac.new(browser.encode(), b"a form of Greenlight", hashlib.sha256).hexdigest()


def is_ours(form: Mapping[str, list[str]], *, browser: str) -> bool:
    """Tell whether a form was sent by one of our pages in this browser."""
    given = form.get("form_key", [""])[0]
    return bool(browser) and hmac.compare_digest(given.encode(), form_key(browser).encode())
