"""The pages of an invite: what it asks for, which account, connected, declined, asked; pure."""

from __future__ import annotations

import htpy as h
from htpy import Node

from bot.influencers.facts import AssetFacts
from bot.influencers.joining import PICKED, Candidates
from bot.influencers.links import AT
from bot.influencers.refused import InviteOver
from bot.influencers.visiting import LONGEST_TEXT, Welcome
from bot.web.pages.frame import Place, button, day_words, form, notice, page, terms
from bot.web.pages.own_posts import POSTS
from bot.web.pages.rules import draw_monitored, draw_widened, monitored_lines
from bot.words import say

CHOOSE = f"{AT}/account/of"
DONE = f"{AT}/account/done"
TEXT = "text"


def draw_welcome(welcome: Welcome, *, address: str, place: Place, key: str, is_question_empty: bool = False) -> str:
    """Draw the first page: who asks, for what, until when, and what it does not allow. `key` names one question."""
    monitored = welcome.monitored
    return page(
        say("invite.page.title", workspace=welcome.workspace),
        h.p(".lead")[say("invite.page.lead" if monitored.hears_something else "invite.page.lead_posts_only")],
        h.h2[say("invite.page.what")],
        h.ul[[h.li[line] for line in (*monitored_lines(monitored), say("invite.page.posts"))]],
        h.h2[say("invite.page.until")],
        h.p[say("invite.page.until_when", count=welcome.days, day=day_words(welcome.ends_at))],
        h.h2[say("invite.page.not")],
        h.ul[[h.li[say(f"invite.page.not_{each}")] for each in ("post", "messages", "money")]],
        h.p[say("invite.page.only", handle=f"@{welcome.username}")] if welcome.username else None,
        form(address, button(say("invite.page.sign_in")), place=place),
        h.p(".small")[say("invite.page.at_meta")],
        h.details[
            h.summary[say("connect.page.asked_for")],
            terms([(each, say(f"invite.purpose.{each}")) for each in welcome.scopes]),
        ],
        h.h2[say("invite.page.question")],
        notice(h.p[say("invite.page.question_empty")], kind="trouble") if is_question_empty else None,
        form(
            f"{address}/question",
            h.input(type="hidden", name="key", value=key),
            _typed("question", say("invite.page.question_label"), is_wrong=is_question_empty),
            button(say("invite.page.question_send"), is_first=False),
            place=place,
        ),
        h.h2[say("invite.page.decline")],
        form(
            f"{address}/decline",
            _typed("reason", say("invite.page.reason_label")),
            button(say("invite.page.decline_send"), is_first=False),
            place=place,
        ),
        h.p(".small")[say("invite.page.link_until", day=day_words(welcome.link_ends_at))],
        place=place,
    )


def draw_account(candidates: Candidates, *, place: Place, is_none_chosen: bool = False) -> str:
    """Draw the account that will be connected, or those to choose one of."""
    accounts = candidates.accounts
    if len(accounts) == 1:
        content: Node = [
            h.p(".lead")[say("invite.page.one", handle=f"@{accounts[0].name}", day=day_words(candidates.ends_at))],
            h.input(type="hidden", name=PICKED, value=accounts[0].key),
        ]
    else:
        content = h.fieldset[
            h.legend[say("invite.page.several")],
            h.ul(".accounts")[
                [
                    h.li[
                        h.label[
                            h.input(type="radio", name=PICKED, value=each.key),
                            h.span[
                                h.strong[f"@{each.name}"],
                                h.small[say("connect.page.of_page", page=each.page_name)] if each.page_name else None,
                            ],
                        ]
                    ]
                    for each in accounts
                ]
            ],
        ]
    return page(
        say("invite.page.account"),
        notice(h.p[say("invite.page.none_chosen")], kind="trouble") if is_none_chosen else None,
        form(f"{CHOOSE}/{candidates.sign_in_id}", content, button(say("invite.page.connect")), place=place),
        h.h2[say("connect.page.somebody_else")],
        form(
            f"/connect/again/{candidates.sign_in_id}",
            button(say("connect.page.sign_in_again"), is_first=False),
            place=place,
        ),
        place=place,
    )


def draw_used(over: InviteOver, *, address: str, place: Place) -> str:
    """Draw that a link was used, and the way back for whoever used it."""
    return page(
        over.happened,
        h.p[over.why],
        h.p(".lead")[say("invite.page.was_it_you")],
        form(address, button(say("invite.page.sign_in")), place=place),
        place=place,
    )


def draw_joined(facts: AssetFacts, *, sign_in_id: str, place: Place) -> str:
    """Draw what was connected, until when, what can be done now, and how to end it before."""
    return page(
        say("invite.page.joined", handle=f"@{facts.username}"),
        notice(h.p[say("invite.page.joined_until", day=day_words(facts.ends_at))]),
        draw_widened(facts.widened),
        h.p[h.a(".first", href=f"{place.base}{POSTS}/{sign_in_id}")[say("invite.page.to_posts")]],
        h.p(".small")[say("invite.page.to_posts_why")],
        draw_monitored(facts.monitored),
        None if facts.widened else h.p[say("invite.page.joined_end")],
        place=place,
    )


def draw_declined(*, place: Place) -> str:
    """Draw that the creator has declined."""
    return page(
        say("invite.page.declined"),
        notice(h.p[say("invite.page.declined_told")]),
        h.p[say("invite.page.close")],
        place=place,
    )


def draw_asked(*, address: str, place: Place) -> str:
    """Draw that the question is on its way."""
    return page(
        say("invite.page.asked"),
        notice(h.p[say("invite.page.asked_told")]),
        h.p[h.a(href=f"{place.base}{address}")[say("invite.page.back")]],
        place=place,
    )


def _typed(name: str, label: str, *, is_wrong: bool = False) -> Node:
    return h.p[
        h.label(for_=name)[label],
        h.textarea(
            id=name, name=TEXT, rows="3", maxlength=str(LONGEST_TEXT), aria_invalid="true" if is_wrong else None
        ),
    ]
