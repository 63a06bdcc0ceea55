"""The page on which somebody sees what became of their wish to have data deleted; pure."""

from __future__ import annotations

from datetime import datetime

import htpy as h

from bot.web.pages.frame import Place, page
from bot.words import say

WENT = ("name", "codes", "comments", "words")
STAYS = ("number", "history", "elsewhere")


def draw_deleted(at: datetime, *, place: Place) -> str:
    """Draw it: when it was done, what went, and what stays."""
    return page(
        say("connect.deleted.done"),
        h.p(".lead")[say("connect.deleted.when", day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")],
        h.ul[[h.li[say(f"connect.deleted.went.{each}")] for each in WENT]],
        h.h2[say("connect.deleted.stays")],
        h.ul[[h.li[say(f"connect.deleted.stays.{each}")] for each in STAYS]],
        place=place,
    )
