"""The page of a creator's own posts, each with its ad code; pure."""

from __future__ import annotations

import htpy as h
from htpy import Element, Node

from bot.codes.own import FURTHEST, MOST, Deed, OwnPost, OwnPosts
from bot.influencers.links import AT
from bot.posts.facts import CodeFacts
from bot.web.pages.frame import Place, day_words, form, notice, page
from bot.web.pages.rules import draw_monitored, draw_widened
from bot.words import say
from storage.codes import UNDER_WAY, CodeStage

POSTS = f"{AT}/account/posts"
DEED, POST, FIRST = "deed", "post", "from"
SHOWN = 140
"""Characters of a caption: enough to know the post by."""


def draw_own_posts(own: OwnPosts, *, sign_in_id: str, place: Place) -> str:
    """Draw it. The code that was just made or taken back comes first, since it is what was waited for."""
    address = page_of(sign_in_id, first=own.first)
    return page(
        say("codes.page.title", handle=f"@{own.username}"),
        _done(own.done) if own.done is not None else None,
        draw_widened(own.widened),
        h.p(".lead")[say("codes.page.lead")],
        h.p(".small")[say("codes.page.who")],
        h.ul(".posts")[[_post(each, number, address, place) for number, each in enumerate(own.posts)]]
        if own.posts
        else h.p[say("codes.page.none")],
        _pages(own, sign_in_id, place),
        draw_monitored(own.monitored),
        h.p[say("invite.page.lasts", day=day_words(own.ends_at))],
        None if own.widened else h.p(".small")[say("invite.page.joined_end")],
        place=place,
    )


def page_of(sign_in_id: str, *, first: int) -> str:
    """Return the address of the page that begins behind so many newer posts."""
    return f"{POSTS}/{sign_in_id}?{FIRST}={first}"


def _pages(own: OwnPosts, sign_in_id: str, place: Place) -> Node:
    """Draw the ways to newer and older posts; of the oldest that can be reached, the way that is left."""
    ways = []
    if own.first:
        newer = page_of(sign_in_id, first=max(own.first - MOST, 0))
        ways.append(h.a(href=f"{place.base}{newer}", rel="prev")[say("codes.page.newer")])
    if own.is_more and own.first < FURTHEST:
        older = page_of(sign_in_id, first=own.first + MOST)
        ways.append(h.a(href=f"{place.base}{older}", rel="next")[say("codes.page.older")])
    return [
        h.nav(aria_label=say("codes.page.pages"))[[h.p[each] for each in ways]] if ways else None,
        h.p(".small")[say("codes.page.oldest")] if own.is_more and own.first >= FURTHEST else None,
    ]


def _done(code: CodeFacts) -> Element:
    match code.stage:
        case CodeStage.LIVE if code.words is None:
            return notice(h.p[say("codes.page.made")])
        case CodeStage.GONE:
            return notice(h.p[say("codes.page.taken_back")])
        case CodeStage.FAILED | CodeStage.LIVE:
            return notice(h.p[say("codes.page.failed")], h.p[code.words or ""], kind="trouble")
        case CodeStage.UNSURE:
            return notice(h.p[say("codes.page.unsure")], kind="trouble")
        case _:
            return notice(h.p[say("codes.page.under_way")])


def _post(post: OwnPost, number: int, address: str, place: Place) -> Element:
    name = f"post-{number}"
    caption = post.caption if len(post.caption) <= SHOWN else f"{post.caption[:SHOWN].rstrip()}…"
    return h.li[
        h.h2(id=name)[caption or say("codes.page.no_caption")],
        h.p(".small")[
            day_words(post.posted_on) if post.posted_on else None,
            [
                " · " if post.posted_on else None,
                h.a(href=post.permalink, rel="noreferrer", aria_describedby=name)[say("codes.page.open")],
            ]
            if post.permalink
            else None,
        ],
        _code(post, number, address, place),
    ]


def _code(post: OwnPost, number: int, address: str, place: Place) -> Node:
    if post.code is None:
        return _press(say("codes.page.make"), Deed.MAKE, post, number, address, place)
    if post.code.stage in UNDER_WAY:
        here = f"{place.base}{address}&done={post.code.id}"
        return [h.p[say("codes.page.under_way")], h.p[h.a(href=here)[say("connect.page.look_again")]]]
    if post.code.stage is CodeStage.UNSURE:
        anew = _press(say("codes.page.anew"), Deed.ANEW, post, number, address, place)
        return [h.p[say("codes.page.unsure")], anew]
    return [
        [
            h.label(for_=f"code-{number}")[say("codes.page.code")],
            h.input(
                ".code",
                id=f"code-{number}",
                type="text",
                readonly=True,
                value=post.secret.get_secret_value(),
                aria_describedby=f"post-{number} how-{number}",
            ),
            h.p(".small", id=f"how-{number}")[say("codes.page.copy")],
        ]
        if post.secret is not None
        else h.p[say("codes.page.not_shown")],
        h.details[
            h.summary(aria_describedby=f"post-{number}")[say("codes.page.take_back")],
            h.p[say("codes.page.take_back_text")],
            _press(say("codes.page.take_back_now"), Deed.TAKE_BACK, post, number, address, place, is_first=False),
        ],
    ]


def _press(
    words: str, deed: Deed, post: OwnPost, number: int, address: str, place: Place, *, is_first: bool = True
) -> Element:
    return form(
        address,
        h.input(type="hidden", name=POST, value=post.media_id),
        h.input(type="hidden", name=DEED, value=deed.value),
        h.button(".first" if is_first else ".second", type="submit", aria_describedby=f"post-{number}")[words],
        place=place,
    )
