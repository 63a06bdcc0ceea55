"""The page for everything that ends without an account: what happened, why, and what to do; pure."""

from __future__ import annotations

import htpy as h

from bot.errors import GreenlightError
from bot.web.pages.choose import AGAIN
from bot.web.pages.frame import Place, button, form, page
from bot.words import say


def draw_trouble(
    error: GreenlightError, *, place: Place, sign_in_id: str | None = None, look_again: str | None = None
) -> str:
    """Draw it. `sign_in_id` offers another round of Meta's dialog, `look_again` the same address once more."""
    return page(
        error.happened,
        h.p[error.why] if error.why else None,
        h.p(".lead")[error.todo] if error.todo else None,
        form(f"{AGAIN}/{sign_in_id}", button(say("connect.page.sign_in_again")), place=place) if sign_in_id else None,
        h.p[h.a(href=look_again)[say("connect.page.look_again")]] if look_again else None,
        place=place,
    )
