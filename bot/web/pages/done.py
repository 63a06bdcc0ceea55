"""The page after accounts were connected: which, and what Meta lists for each; pure."""

from __future__ import annotations

import htpy as h
from htpy import Element

from bot.connections.adopted import adopted_words
from bot.connections.picking import Picked
from bot.connections.sentences import shown_name
from bot.web.pages.frame import Place, page
from bot.words import say
from storage.tables import Kind, Profile

AT = "/connect/done"


def draw_done(picked: Picked, *, sign_in_id: str, place: Place) -> str:
    """Draw the page; while Meta's lists are read it says so, with a link that looks again."""
    return page(
        say("connect.page.done", count=len(picked.profiles)),
        h.ul(".accounts")[(_row(each, picked) for each in picked.profiles)],
        None if picked.is_read else h.p[h.a(href=f"{place.base}{AT}/{sign_in_id}")[say("connect.page.look_again")]],
        h.p(".lead")[say("connect.page.back_to_slack"), " ", _next(picked)],
        place=place,
    )


def _next(picked: Picked) -> str | None:
    """Say what happens next, or what the person can do next."""
    if not picked.is_read:
        return say("connect.page.told_there")
    can_ask = any(each.kind is Kind.INSTAGRAM for each in picked.profiles)
    return say("connect.page.ask_next") if can_ask else None


def _row(profile: Profile, picked: Picked) -> Element:
    if profile.kind is Kind.PAGE:
        words = say("connect.adopted.page")
    elif profile.id in picked.adopted:
        words = adopted_words(picked.adopted[profile.id])
    else:
        words = say("connect.adopted.reading")
    return h.li[h.strong[shown_name(profile.kind, profile.username)], h.small[words]]
