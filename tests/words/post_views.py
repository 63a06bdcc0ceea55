"""The windows and messages about tags, posts and ad codes, once for each way they can look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from bot.posts.deeds import DeedFacts
from bot.posts.eligibility import Standing
from bot.posts.readiness import Holder
from bot.tags.rows import Outcome
from handlers.loading import draw_loading
from handlers.posts.codes import draw_code, draw_collect, draw_deed, draw_deed_notice, draw_deed_under_way
from handlers.posts.memory import CollectMemory, ListMemory, PostMemory
from handlers.posts.modal import draw_list, draw_post
from handlers.posts.readiness import draw_readiness
from handlers.request.memory import Choice
from handlers.tags.modal import Memory as TagsMemory
from handlers.tags.modal import draw_form as draw_tags_form
from handlers.tags.modal import draw_round, draw_round_notice
from storage.codes import CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, ProfileId
from storage.tags import TagStage, TagWish
from tests.handlers.builders import ANA, NOON
from tests.handlers.posts import CONNECTED, a_code, a_list, a_post, a_readiness, a_round, rows
from tests.words.given import NUMBER, Drawing


def tag_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    yield "loading:draw_loading", partial(draw_loading, NUMBER)
    chosen = Choice(id="c1", text=NUMBER)
    for memory in (TagsMemory(), TagsMemory(campaign=chosen, profile=chosen, handles="@1")):
        yield "tags/modal:draw_form", partial(draw_tags_form, memory)
    crowd = [row for outcome in Outcome for row in rows(outcome, count=250, words="1")]
    for wish, stage, words in itertools.product(TagWish, TagStage, (None, "11.")):
        for shown in (crowd, rows(Outcome.APPROVED), rows(Outcome.NOT_APPROVED), rows(Outcome.UNDECIDED)):
            facts = a_round(shown, wish=wish, stage=stage, words=words, campaign=NUMBER)
            yield "tags/modal:draw_round", partial(draw_round, facts)
            yield "tags/modal:draw_round_notice", partial(draw_round_notice, facts)


def post_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    chosen = Choice(id="c1", text=NUMBER)
    memory = ListMemory(profile=chosen, campaign=chosen)
    yield "posts/modal:draw_list", partial(draw_list, None, memory=ListMemory())
    posts = [
        a_post(number, standing=standing, code=code, picture_url="https://1")
        for number, (standing, code) in enumerate(itertools.product(Standing, (None, a_code())))
    ]
    for shown in (
        a_list(posts, is_more=True),
        a_list([], creator="maya.makes"),
        a_list(campaign=None, campaign_id=None),
    ):
        yield "posts/modal:draw_list", partial(draw_list, shown, memory=memory)
    for standing, code, connected, campaign_id in itertools.product(
        Standing, (None, a_code()), (None, *CONNECTED), (CampaignId("c1"), None)
    ):
        post = a_post(
            standing=standing,
            code=code,
            connected=connected,
            meta_words=["21"],
            permission="22",
            usage="23",
            picture_url="https://1",
        )
        remembered = PostMemory.of(post, profile_id=ProfileId("p1"), campaign_id=campaign_id)
        yield "posts/modal:draw_post", partial(draw_post, post, memory=remembered, profile="northlight.skin")


def code_windows() -> Iterator[Drawing]:
    """Name each drawing and give the way to draw it."""
    for stage, verdict, origin, got_by in itertools.product(CodeStage, CodeVerdict, CodeOrigin, (ANA, "creator")):
        code = a_code(stage=stage, verdict=verdict, origin=origin, got_by=got_by, words="21")
        yield "posts/codes:draw_code", partial(draw_code, code, now=NOON)
    yield "posts/codes:draw_code", partial(draw_code, a_code(used_by=()), now=NOON, revealed="73501129847730")
    chosen = Choice(id="c1", text=NUMBER)
    for memory in (CollectMemory(), CollectMemory(campaign=chosen, profile=chosen, creator="maya.makes", address="1")):
        yield "posts/codes:draw_collect", partial(draw_collect, memory)
    for is_done in (True, False):
        yield "posts/codes:draw_deed", partial(draw_deed, DeedFacts(is_done=is_done, words="21"))
        yield "posts/codes:draw_deed_notice", partial(draw_deed_notice, DeedFacts(is_done=is_done, words="21"))
    yield "posts/codes:draw_deed_under_way", draw_deed_under_way
    everybody = {holder: ["maya.makes"] * 40 for holder in Holder}
    for facts in (
        a_readiness(),
        a_readiness(held=everybody, codes_amiss=2, is_whole=False),
        a_readiness(held={}, without_post=[], posts={}),
        a_readiness(unread="21.", without_post=[]),
    ):
        yield "posts/readiness:draw_readiness", partial(draw_readiness, facts)
