"""What a Page's feed tells of comments is stored once, and every change of it is followed, in whatever order it comes."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest

from storage.comments import CommentAd, CommentState, Reading
from storage.hooks import HookStage
from storage.influencers import Asset
from tests.comments.conftest import Ear
from tests.comments.deliveries import SENT, a_body, a_value
from tests.storage.builders import NOW

PAGE, POST, COMMENT = "104233445566771", "104233445566771_44", "104233445566771_55"


def fed(verb: str, *, time: int = 0, page_id: str = PAGE, **given: Any) -> bytes:
    """One delivery of a Page's feed, as Meta makes it."""
    value = {
        "item": "comment",
        "verb": verb,
        "comment_id": COMMENT,
        "post_id": POST,
        "parent_id": POST,
        "from": {"id": "10223344556677881", "name": "Lena Reads"},
        "created_time": SENT,
        "message": "Nice",
    }
    change = {"field": "feed", "value": value | given}
    return json.dumps({"object": "page", "entry": [{"id": page_id, "time": SENT + time, "changes": [change]}]}).encode()


async def on_page(ear: Ear, **given: Any) -> Asset:
    """Monitor an account whose Page the app is on."""
    asset = await ear.monitor(**given)
    async with ear.storage.write(asset.workspace_id) as uow:
        hook = await uow.hooks.look_at(asset.id, at=NOW)
        hook.stage, hook.page_id = HookStage.ON, PAGE
    return asset


async def test_a_comment_at_facebook_is_stored_with_who_wrote_it_and_where(ear: Ear) -> None:
    asset = await on_page(ear)
    await ear.deliver(fed("add"), fed("add"), fed("add", page_id="another"))
    comment = (await ear.comments(asset, COMMENT))[COMMENT]
    assert (comment.author_name, comment.media_id, comment.parent_id) == ("Lena Reads", POST, None)
    assert (comment.is_on_facebook, comment.reading, comment.is_own) == (True, Reading.LET, False)
    assert [text for _at, text in comment.texts] == ["Nice"]
    assert await ear.waiting() == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_edits_and_hiding_end_the_same_in_every_order(ear: Ear, order: tuple[int, ...]) -> None:
    asset = await on_page(ear)
    news = [
        fed("add"),
        fed("edited", time=5, message="Nicer"),
        fed("hide", time=6),
        fed("unhide", time=7),
    ]
    await ear.deliver(*(news[each] for each in order))
    comment = (await ear.comments(asset, COMMENT))[COMMENT]
    assert ([text for _at, text in comment.texts][-1], comment.state) == ("Nicer", CommentState.LIVE)
    await ear.deliver(fed("hide", time=8))
    assert (await ear.comments(asset, COMMENT))[COMMENT].state is CommentState.HIDDEN


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_comment_that_was_deleted_keeps_no_text_whatever_comes_first(ear: Ear, is_first: bool) -> None:
    asset = await on_page(ear)
    removed, added = fed("remove", time=9, message=""), fed("add")
    await ear.deliver(*([removed, added] if is_first else [added, removed]))
    comment = (await ear.comments(asset, COMMENT))[COMMENT]
    assert (comment.state, comment.texts, comment.author_name) == (CommentState.GONE, [], None)


@pytest.mark.parametrize("verb", ["add", "edited", "hide", "frobbed"])
async def test_what_was_written_before_anybody_agreed_is_not_taken_in_by_what_becomes_of_it(
    ear: Ear, verb: str
) -> None:
    asset = await on_page(ear)
    await ear.deliver(fed(verb, created_time=SENT - 3_600))
    assert await ear.comments(asset, COMMENT) == {}


async def test_a_comment_of_before_that_was_deleted_does_not_come_by_late_news_without_a_moment(ear: Ear) -> None:
    asset = await on_page(ear)
    await ear.deliver(fed("remove", created_time=SENT - 3_600, message=""), fed("add", created_time=None))
    comment = (await ear.comments(asset, COMMENT))[COMMENT]
    assert (comment.state, comment.texts, comment.author_name) == (CommentState.GONE, [], None)


async def test_what_is_kept_no_more_does_not_come_back_by_an_edit(ear: Ear) -> None:
    asset = await on_page(ear, connected_at=NOW - timedelta(days=200))
    await ear.deliver(fed("edited", created_time=int((NOW - timedelta(days=91)).timestamp()), message="Nicer"))
    assert await ear.comments(asset, COMMENT) == {}


async def test_a_verb_that_is_not_known_and_likes_and_posts_lose_nothing_beside_them(ear: Ear) -> None:
    asset = await on_page(ear)
    document = json.loads(fed("add"))
    likes = {"field": "feed", "value": {"item": "like", "verb": "add", "post_id": POST}}
    document["entry"][0]["changes"] = [likes, {"field": "feed", "value": 7}, *document["entry"][0]["changes"]]
    await ear.deliver(json.dumps(document).encode(), fed("frobbed", time=3, message="?"), a_body(a_value("1")))
    assert set(await ear.comments(asset, COMMENT, "1")) == {COMMENT, "1"}


@pytest.mark.parametrize(
    ("given", "reading"),
    [
        ({"hears_ads": False}, Reading.OPEN),
        ({"hears_organic": False}, Reading.OPEN),
        ({"domains": ["northlight.example"]}, Reading.OPEN),
        ({"hears_ads": False, "hears_organic": False}, None),
        ({"ended_at": NOW}, None),
    ],
)
async def test_what_the_creator_agreed_to_decides_and_what_is_not_known_lets_nothing_through(
    ear: Ear, given: dict[str, Any], reading: Reading | None
) -> None:
    asset = await on_page(ear, **given)
    await ear.deliver(fed("add"))
    found = (await ear.comments(asset, COMMENT)).get(COMMENT)
    assert (found.reading if found is not None else None) is reading


@pytest.mark.parametrize(
    ("link", "is_let"), [("https://northlight.example/spring", True), ("https://other.example/", False)]
)
async def test_of_an_ad_that_is_known_the_domains_decide(ear: Ear, link: str, is_let: bool) -> None:
    asset = await on_page(ear, domains=["northlight.example"], hears_organic=False)
    async with ear.storage.write(asset.workspace_id) as uow:
        await uow.comment_ads.keep(CommentAd(asset_id=asset.id, media_id=POST, links=[link], caption="", next_at=NOW))
    await ear.deliver(fed("add"))
    found = (await ear.comments(asset, COMMENT)).get(COMMENT)
    assert (found is not None) is is_let
    assert found is None or (found.is_on_ad, found.reading) == (True, Reading.LET)
