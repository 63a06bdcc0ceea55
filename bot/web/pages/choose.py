"""The page on which accounts are picked, each with what it lacks and how to mend it; pure."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h
from htpy import Element, Node

from bot.connections.accounts import Offer
from bot.connections.picking import PICKED, Choices
from bot.connections.scopes import Scope
from bot.connections.sentences import lacked, mended, purposes, shown_name
from bot.web.pages.frame import Place, button, form, notice, page, terms
from bot.words import say
from storage.tables import Kind

AT = "/connect/choose"
AGAIN = "/connect/again"


def draw_choices(choices: Choices, *, place: Place, is_none_picked: bool = False) -> str:
    """Draw the page. What can be picked comes first, what cannot yet behind it."""
    usable = [each for each in choices.offers if each.can_be_picked]
    title = say("connect.page.choose") if usable else say("connect.page.none_usable")
    if is_none_picked:
        title = say("connect.page.none_picked")
    return page(
        title,
        _who(choices),
        notice(h.p[say("connect.none_picked_todo")], kind="trouble") if is_none_picked else None,
        _wanted(choices),
        _declined(choices, place=place),
        _form(choices, usable, place=place, is_none_picked=is_none_picked) if usable else _nothing(choices),
        _not_yet([each for each in choices.offers if not each.can_be_picked], choices, place=place),
        h.h2[say("connect.page.somebody_else")],
        h.p[say("connect.page.somebody_else_how")],
        form(f"{AGAIN}/{choices.sign_in_id}", button(say("connect.page.sign_in_again"), is_first=False), place=place),
        place=place,
    )


def _who(choices: Choices) -> Element | None:
    return h.p(".lead")[say("connect.page.signed_in_as", name=choices.name)] if choices.name else None


def _wanted(choices: Choices) -> Element | None:
    """Say that the account this was about is not among those the person may use."""
    if choices.wanted is None or any(each.account.key == choices.wanted for each in choices.offers):
        return None
    return notice(h.p[say("connect.page.wanted_missing", profile=choices.wanted_name or "")], kind="trouble")


def _declined(choices: Choices, *, place: Place) -> Element | None:
    if not choices.declined:
        return None
    return notice(
        h.p[say("connect.page.declined", count=len(choices.declined))],
        terms(purposes(choices.declined)),
        form(f"{AGAIN}/{choices.sign_in_id}", button(say("connect.page.ask_again"), is_first=False), place=place),
    )


def _form(choices: Choices, usable: Sequence[Offer], *, place: Place, is_none_picked: bool) -> Element:
    groups = [(kind, [each for each in usable if each.account.kind is kind]) for kind in Kind]
    words = {Kind.INSTAGRAM: say("connect.page.instagram"), Kind.PAGE: say("connect.page.pages")}
    hints = {Kind.PAGE: h.p(".small")[say("connect.page.pages_hint")]}
    ticked = set() if is_none_picked else _ticked(choices, usable)  # what was unticked stays so
    return form(
        f"{AT}/{choices.sign_in_id}",
        [
            h.fieldset[
                h.legend[words[kind]],
                hints.get(kind),
                h.ul(".accounts")[(_tick(each, ticked=ticked) for each in offers)],
            ]
            for kind, offers in groups
            if offers
        ],
        button(say("connect.page.connect")),
        place=place,
    )


def _ticked(choices: Choices, usable: Sequence[Offer]) -> set[str]:
    """Return what is ticked beforehand: what this was about, what is connected already, or the only one there is.

    Where Meta does not say what the person may do, the person decides.
    """
    if choices.wanted is not None:
        return {choices.wanted}
    if len(usable) == 1:
        return {usable[0].account.key}
    return {each.account.key for each in usable if each.is_connected and each.account.tasks is not None}


def _tick(offer: Offer, *, ticked: set[str]) -> Element:
    account = offer.account
    small = [say("connect.page.of_page", page=account.page_name)] if account.page_name else []
    if offer.is_connected:
        small.append(say("connect.page.renews"))
    if account.tasks is None:
        small.append(say("connect.page.role_unknown"))
    return h.li[
        h.label[
            h.input(type="checkbox", name=PICKED, value=account.key, checked=account.key in ticked),
            h.span[h.strong[_named(offer)], [h.small[words] for words in small]],
        ]
    ]


def _not_yet(lacking: Sequence[Offer], choices: Choices, *, place: Place) -> Node:
    if not lacking:
        return None
    rows = [
        h.li[
            h.strong[_named(each)],
            h.p(".small")[say("connect.page.of_page", page=each.account.page_name)] if each.account.page_name else None,
            [h.p[lacked(lack), " ", h.span(".mend")[mended(lack)]] for lack in each.lacks],
        ]
        for each in lacking
    ]
    return [
        h.h2[say("connect.page.not_yet")],
        h.ul(".lacking")[rows],
        h.p[h.a(href=f"{place.base}{AT}/{choices.sign_in_id}")[say("connect.page.look_again")]],
    ]


def _nothing(choices: Choices) -> Node:
    if choices.offers:
        return h.p[say("connect.page.only_unusable")]
    return h.p[say("connect.page.not_listed" if Scope.LIST in choices.declined else "connect.page.no_accounts")]


def _named(offer: Offer) -> str:
    account = offer.account
    if not account.is_there:
        return say("connect.page.instagram_of", page=account.name)
    return shown_name(account.kind, account.name)
