"""What a Page's feed did not tell of comments is read back, and what became of them is followed; Instagram is read all the same."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.comments.reading_pages import PAGE
from storage.comment_deeds import DeedKind
from storage.comments import CommentAd, CommentState, Reading
from storage.ids import ConnectionId
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import STORY, Monitoring


@pytest.fixture
async def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose Page is heard, and of whose post there one comment was."""
    return await _begun(house)


async def _begun(house: CreatorsHouse, **wishes: Any) -> Monitoring:
    monitoring = Monitoring(house)
    await monitoring.begin(**wishes)
    await monitoring.hook()
    await monitoring.write_at_facebook("Heard")
    return monitoring


async def _texts(monitoring: Monitoring, comment: str) -> list[str]:
    found = await monitoring.stored(comment)
    return [text for _at, text in found[comment].texts] if comment in found else []


async def test_what_no_webhook_told_is_read_with_who_wrote_it_and_told_once(monitoring: Monitoring) -> None:
    missed = await monitoring.write("Missed", on=STORY)
    reply = await monitoring.write("A reply", on=STORY, parent_id=missed)
    await monitoring.hear()
    await monitoring.hear()
    await monitoring.feed("add", missed, text="Missed")  # it comes after all
    found = await monitoring.stored(missed, reply)
    assert (found[missed].is_on_facebook, found[missed].author_name) == (True, "passing.reader")
    assert (found[reply].parent_id, found[missed].reading) == (missed, Reading.LET)
    assert found[missed].told_in is None
    await monitoring.tell()
    assert json.dumps(await monitoring.told()).count('"text": "Missed"') == 1


async def test_the_first_words_that_come_late_do_not_stand_before_the_edited_ones_that_were_read(
    monitoring: Monitoring,
) -> None:
    comment = await monitoring.write("Zero stars", on=STORY)
    await monitoring.house.meta.post("comment", comment_id=comment, text="Five stars")
    await monitoring.hear()
    written_at = (await monitoring.stored(comment))[comment].written_at
    await monitoring.feed("add", comment, text="Zero stars", created_time=int(written_at.timestamp()))
    assert (await _texts(monitoring, comment))[-1] == "Five stars"


async def test_edits_hiding_and_deletions_that_were_missed_are_followed(monitoring: Monitoring) -> None:
    edited, hidden, deleted = [await monitoring.write_at_facebook(each) for each in ("One", "Two", "Three")]
    meta = monitoring.house.meta
    await meta.post("comment", comment_id=edited, text="One, better")
    await meta.post("comment", comment_id=deleted, deleted=True)
    await monitoring.want(hidden, DeedKind.HIDE)
    await monitoring.do()
    await monitoring.feed("unhide", hidden, text="Two")  # somebody at the Page, who hides it again a moment later
    await monitoring.hear()
    found = await monitoring.stored(edited, hidden, deleted)
    assert (await _texts(monitoring, edited))[-1] == "One, better"
    assert found[hidden].state is CommentState.HIDDEN
    assert (found[deleted].state, found[deleted].author_name) == (CommentState.GONE, None)


async def test_nothing_from_before_the_creator_connected_is_taken_in(house: CreatorsHouse) -> None:
    monitoring = Monitoring(house)
    before = await monitoring.write("Before", on=STORY)
    await house.wait(seconds=60)
    await monitoring.begin()
    await monitoring.hook()
    after = await monitoring.write_at_facebook("After")
    await monitoring.hear()
    assert set(await monitoring.stored(before, after)) == {after}


async def test_many_comments_are_read_to_the_end_and_then_back_to_the_mark(monitoring: Monitoring) -> None:
    written = [await monitoring.write(f"Comment {each}", on=STORY) for each in range(PAGE + 5)]
    await monitoring.hear()
    assert set(await monitoring.stored(*written)) == set(written)
    last = await monitoring.write("The last", on=STORY)
    await monitoring.hear()
    assert set(await monitoring.stored(last)) == {last}


@pytest.mark.parametrize(
    ("wishes", "reading"),
    [({"hears_ads": False}, Reading.OPEN), ({"domains": "northlight.example"}, Reading.OPEN)],
)
async def test_what_was_agreed_decides_as_it_does_for_the_feed(
    house: CreatorsHouse, wishes: dict[str, Any], reading: Reading
) -> None:
    monitoring = await _begun(house, **wishes)
    missed = await monitoring.write("Missed", on=STORY)
    await monitoring.hear()
    assert (await monitoring.stored(missed))[missed].reading is reading


async def test_an_ad_that_is_known_to_run_as_a_post_there_is_read_before_any_comment_was_heard_of(
    house: CreatorsHouse,
) -> None:
    monitoring = Monitoring(house)
    await monitoring.begin()
    await monitoring.hook()
    async with house.storage.write(house.here) as uow:
        ad = CommentAd(asset_id=monitoring.asset.id, media_id=STORY, links=[], caption="", next_at=house.now())
        await uow.comment_ads.keep(ad)
    missed = await monitoring.write("Missed", on=STORY)
    await monitoring.hear()
    assert (await monitoring.stored(missed))[missed].is_on_ad


@pytest.mark.parametrize("code", [32, 190])
async def test_what_keeps_the_page_from_being_read_keeps_nothing_at_instagram_from_it(
    monitoring: Monitoring, code: int
) -> None:
    house = monitoring.house
    async with house.storage.write(house.here) as uow:
        connection = await uow.connections.get(ConnectionId(monitoring.asset.connection_id or ""))
        assert connection is not None
        connection.next_check_at = house.now() + timedelta(days=1)
    await house.meta.post("fault", on="me", when="before", kind="error", code=code)
    there, here = await monitoring.write("There", on=STORY), await monitoring.write("Here")
    await monitoring.hear()
    assert set(await monitoring.stored(there, here)) == {here}
    async with house.storage.read(house.here) as uow:
        now = house.now()
        for minutes, is_put_off in ((0, code == 32), (16, False)):
            later = now + timedelta(minutes=minutes)
            assert await uow.comments.is_page_put_off(monitoring.asset.id, now=later) is is_put_off
    second = await monitoring.write("Here too")
    await monitoring.hear()
    assert set(await monitoring.stored(second)) == {second}
    (connection,) = await house.connections()
    assert (connection.next_check_at is not None and connection.next_check_at <= now) is (code == 190)


async def test_a_page_whose_comments_may_not_be_read_is_left_alone(house: CreatorsHouse) -> None:
    monitoring = await _begun(house, answer="decline:pages_read_user_content")
    await monitoring.write("Missed", on=STORY)
    await monitoring.hear()
    calls = await house.meta.get("calls")
    assert not [each for each in calls if each["path"].endswith(f"{STORY}/comments")]


async def test_a_new_post_of_which_no_comment_was_heard_is_read_and_can_be_opened(monitoring: Monitoring) -> None:
    house = monitoring.house
    posted = (await house.meta.post("post", owner_id=STORY.split("_")[0], caption="New *here*"))["post"]["id"]
    comment = await monitoring.write("The first", on=posted)
    await monitoring.hear()
    await monitoring.tell()
    assert (await monitoring.stored(comment))[comment].media_id == posted
    shown = json.dumps((await monitoring.told())[1:], ensure_ascii=False)
    assert ("Open on Facebook" in shown, "https://www.facebook.com/" in shown) == (True, True)
    assert ("New \u2217here\u2217" in shown, "*here*" in shown) == (True, False)


async def test_where_meta_does_not_list_the_pages_posts_those_with_comments_are_read(monitoring: Monitoring) -> None:
    await monitoring.house.meta.post("fault", on="published_posts", when="before", kind="error", code=100)
    missed = await monitoring.write("Missed", on=STORY)
    await monitoring.hear()
    assert set(await monitoring.stored(missed)) == {missed}
