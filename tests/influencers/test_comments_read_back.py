"""What no webhook told of comments is read back from Meta, and what became of them is followed."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.comments.arriving import Arriving
from bot.comments.catching_up import CatchingUp
from bot.comments.hearing import Hearing
from bot.comments.reading import MOST_MISSED, PAGE
from bot.influencers.wishes import Rules
from storage.comments import Comment, CommentState, Reading
from storage.influencers import Asset
from tests.comments.deliveries import a_body, a_value, signature
from tests.influencers.house import CreatorsHouse

MAYA = "17841412345678901"
REEL, CAROUSEL = "17895695668004553", "17895695668004561"


class Reader:
    """A house whose comments are read back by hand."""

    def __init__(self, house: CreatorsHouse) -> None:
        self.house = house
        self.asset: Asset

    async def monitor(self, **wishes: Any) -> None:
        """Have Maya connect her account."""
        await self.house.join(await self.house.invite(**({"hears_organic": True} | wishes)))
        async with self.house.storage.read(self.house.here) as uow:
            (self.asset,) = await uow.assets.of_account(MAYA)

    async def write(self, text: str = "Lovely!", *, on: str = REEL, **more: Any) -> str:
        """Have somebody comment at Instagram, later than whatever was before."""
        await self.house.wait(seconds=1)
        return str((await self.house.meta.post("comment", on=on, text=text, **more))["comment_id"])

    async def publish(self, **more: Any) -> str:
        """Have Maya publish a post; returns its id."""
        posts = (await self.house.meta.get("posts"))["posts"]
        (owner_id,) = {each["owner_id"] for each in posts if each["id"] == REEL}
        made = await self.house.meta.post("post", owner_id=owner_id, kind="image", **more)
        return str(made["post"]["id"])

    async def delete(self, comment_id: str) -> None:
        """Have a comment deleted at Instagram."""
        await self.house.meta.post("comment", comment_id=comment_id, deleted=True)

    async def as_a_webhook_leaves(self, comments: dict[str, str]) -> None:
        """Store comments of which nobody knows yet what their post says; each with its post."""
        now = self.house.now()
        async with self.house.storage.write(self.house.here) as uow:
            for comment_id, media_id in comments.items():
                uow.comments.add(
                    Comment(
                        asset_id=self.asset.id,
                        comment_id=comment_id,
                        media_id=media_id,
                        is_on_ad=False,
                        is_own=False,
                        texts=[],
                        state=CommentState.LIVE,
                        reading=Reading.OPEN,
                        written_at=now,
                        heard_at=now,
                    )
                )

    async def states(self, *ids: str) -> list[CommentState]:
        """Return how they stand here."""
        found = await self.stored(*ids)
        return [found[each].state for each in ids]

    async def pause(self) -> None:
        """Let a minute pass, after which it is as late here as at Meta: its clock runs ahead where it is Slack's, too."""
        at_meta = (await self.house.meta.post("clock", advance_seconds=60))["now"]
        self.house.be_off(seconds=at_meta - self.house.now().timestamp())

    async def read(self) -> int:
        """Let a quarter of an hour pass, and do what is due; returns how many readings that was."""
        await self.house.wait(minutes=16)
        await self.house.engine.tick("catch-ups-due")
        return await self.house.work("catch-up")

    async def stored(self, *ids: str) -> dict[str, Comment]:
        """Return what is stored of them."""
        async with self.house.storage.read(self.house.here) as uow:
            return await uow.comments.known(self.asset.id, ids)


@pytest.fixture
def reader(house: CreatorsHouse) -> Reader:
    """Somebody who reads what is written under Maya's posts."""
    CatchingUp(house.means).register()
    return Reader(house)


async def test_what_was_written_since_the_creator_connected_is_read_once_and_nothing_before(reader: Reader) -> None:
    before = await reader.write("before")
    await reader.house.wait(seconds=5)
    await reader.monitor()
    one = await reader.write("one")
    reply = await reader.write("a reply", parent_id=one)
    other = await reader.write("other", on=CAROUSEL)
    assert await reader.read() == 1
    assert await reader.read() == 1
    found = await reader.stored(before, one, reply, other)
    assert {key: each.texts[-1][1] for key, each in found.items()} == {one: "one", reply: "a reply", other: "other"}
    assert found[reply].parent_id == one
    assert (found[other].media_id, found[one].is_on_ad, found[one].reading) == (CAROUSEL, False, Reading.LET)
    assert len(found[one].texts) == 1


async def test_what_is_monitored_later_is_read_from_then_on_and_what_was_known_is_followed_still(
    reader: Reader,
) -> None:
    house = reader.house
    await reader.monitor(caption_contains="paper cranes")
    known, unasked = await reader.write("known"), await reader.write("nobody agreed to this", on=CAROUSEL)
    await reader.read()
    await house.ruling.change(house.here, reader.asset.id, Rules(hears_ads=True, hears_organic=True), by=house.ana)
    await house.wait(seconds=2)
    later = await reader.write("agreed or not, it is said on their page", on=CAROUSEL)
    await house.meta.post("comment", comment_id=known, text="known, and edited")
    await reader.read()
    found = await reader.stored(known, unasked, later)
    assert set(found) == {known, later}
    assert found[known].texts[-1][1] == "known, and edited"


async def test_more_of_ads_being_monitored_loses_nothing_of_what_was_written_under_posts(reader: Reader) -> None:
    house = reader.house
    await reader.monitor(hears_ads=False)
    missed = await reader.write("no webhook told of this")
    await reader.pause()
    await house.ruling.change(house.here, reader.asset.id, Rules(hears_ads=True, hears_organic=True), by=house.ana)
    later = await reader.write("later")
    await reader.read()
    assert set(await reader.stored(missed, later)) == {missed, later}


async def test_what_narrower_rules_let_through_and_nobody_had_read_is_read_when_wider_ones_hold(reader: Reader) -> None:
    house = reader.house
    await reader.monitor(hears_ads=False, caption_contains="paper cranes")
    missed, unasked = await reader.write("agreed to"), await reader.write("nobody agreed to this", on=CAROUSEL)
    await reader.pause()
    for rules in (Rules(hears_organic=True, caption_contains="paper"), Rules(hears_organic=True)):
        await house.ruling.change(house.here, reader.asset.id, rules, by=house.ana)
        await reader.pause()
    later = await reader.write("later", on=CAROUSEL)
    await reader.read()
    assert set(await reader.stored(missed, unasked, later)) == {missed, later}


async def test_what_no_rules_let_through_meanwhile_is_not_read_although_those_before_and_after_do(
    reader: Reader,
) -> None:
    house = reader.house
    everything = Rules(hears_organic=True)
    await reader.monitor(hears_ads=False)
    await reader.pause()
    await house.ruling.change(
        house.here, reader.asset.id, Rules(hears_organic=True, caption_contains="paper cranes"), by=house.ana
    )
    agreed, unasked = await reader.write("agreed to"), await reader.write("nobody agreed to this", on=CAROUSEL)
    await reader.pause()
    await house.ruling.change(house.here, reader.asset.id, everything, by=house.ana)
    await reader.read()
    assert set(await reader.stored(agreed, unasked)) == {agreed}


async def test_a_reply_to_an_old_comment_is_read_with_its_page_or_within_six_hours_where_many_are_newer(
    reader: Reader,
) -> None:
    await reader.monitor()
    old, *newer = [await reader.write(f"No. {number}") for number in range(PAGE + 2)]
    await reader.read()
    assert set(await reader.stored(old, *newer)) == {old, *newer}
    to_old, to_new = (
        await reader.write("behind the mark", parent_id=old),
        await reader.write("here", parent_id=newer[1]),
    )
    await reader.read()
    assert set(await reader.stored(to_old, to_new)) == {to_new}
    await reader.house.wait(hours=6)
    await reader.read()
    assert (await reader.stored(to_old))[to_old].parent_id == old


async def test_what_is_ruled_out_by_its_caption_and_was_not_told_is_forgotten(reader: Reader) -> None:
    house = reader.house
    await reader.monitor()
    wanted, other = await reader.write(), await reader.write(on=CAROUSEL)
    await reader.read()
    narrower = Rules(hears_ads=True, hears_organic=True, caption_contains="paper cranes")
    await house.ruling.change(house.here, reader.asset.id, narrower, by=house.ana)
    found = await reader.stored(wanted, other)
    assert {key: each.reading for key, each in found.items()} == {wanted: Reading.LET}


async def test_a_creator_who_agrees_again_loses_nothing_of_what_was_agreed_to_before(reader: Reader) -> None:
    await reader.monitor(caption_contains="paper cranes")
    missed, unasked = await reader.write("missed"), await reader.write("nobody agreed to this", on=CAROUSEL)
    await reader.pause()
    await reader.monitor(caption_contains="paper cranes")
    await reader.read()
    assert set(await reader.stored(missed, unasked)) == {missed}

    before = await reader.write("nobody agreed to this either", on=CAROUSEL)
    await reader.pause()
    await reader.monitor()
    later = await reader.write("later", on=CAROUSEL)
    await reader.read()
    assert set(await reader.stored(missed, unasked, before, later)) == {missed, later}


async def test_what_is_written_after_the_time_is_over_was_not_agreed_to_by_agreeing_again(reader: Reader) -> None:
    await reader.monitor(days=7)
    await reader.house.wait(days=8)
    between = await reader.write("nothing is monitored now")  # nobody has noticed that it ended
    await reader.pause()
    await reader.monitor()
    later = await reader.write("later")
    await reader.read()
    assert set(await reader.stored(between, later)) == {later}


async def test_edits_and_hiding_are_followed(reader: Reader) -> None:
    await reader.monitor()
    comment = await reader.write("first")
    await reader.read()
    await reader.house.meta.post("comment", comment_id=comment, text="second")
    async with reader.house.storage.read(reader.house.here) as uow:
        connection = await uow.connections.get(reader.asset.connection_id) if reader.asset.connection_id else None
    assert connection is not None
    token = reader.house.secrets.open(connection.sealed_token)
    await reader.house.means.graph.comments.hide(comment, token=token)
    await reader.read()
    found = (await reader.stored(comment))[comment]
    assert ([text for _at, text in found.texts], found.state) == (["first", "second"], CommentState.HIDDEN)
    await reader.house.means.graph.comments.unhide(comment, token=token)
    await reader.read()
    assert (await reader.stored(comment))[comment].state is CommentState.LIVE


async def test_after_an_outage_everything_is_read_back_to_the_last_known(reader: Reader) -> None:
    await reader.monitor()
    await reader.write("known")
    await reader.read()
    missed = [await reader.write(f"missed {number}") for number in range(PAGE + 10)]
    await reader.read()
    assert set(await reader.stored(*missed)) == set(missed)


async def test_a_comment_that_is_deleted_while_its_replies_are_read_keeps_no_other_from_being_stored(
    reader: Reader,
) -> None:
    await reader.monitor()
    other, one = await reader.write("other"), await reader.write("one")
    for number in range(PAGE + 1):
        await reader.house.meta.post("comment", on=REEL, text=f"reply {number}", parent_id=one)
    await reader.house.meta.post("fault", on="replies", kind="error", code=100, subcode=33)
    await reader.read()
    assert set(await reader.stored(one, other)) == {one, other}


async def test_what_the_caption_rules_out_is_not_read_and_what_waited_for_it_goes(reader: Reader) -> None:
    await reader.monitor(caption_contains="PAPER")
    heard, other = await reader.write(on=CAROUSEL), await reader.write(on=REEL)
    await reader.as_a_webhook_leaves({heard: CAROUSEL, other: REEL})
    await reader.read()
    found = await reader.stored(heard, other)
    assert set(found) == {other}  # "Morning light, paper cranes"
    assert found[other].reading is Reading.LET


async def test_nothing_is_read_where_posts_are_not_monitored_or_once_it_has_ended(reader: Reader) -> None:
    await reader.monitor(hears_ads=False, hears_organic=False)
    comment = await reader.write()
    assert await reader.read() == 0
    async with reader.house.storage.write(reader.house.here) as uow:
        asset = await uow.assets.get(reader.asset.id, lock=True)
        assert asset is not None
        asset.hears_organic = True
    await reader.house.ending.stop(reader.house.here, reader.asset.id, by=reader.house.ana)
    assert await reader.read() == 0
    assert await reader.stored(comment) == {}


async def test_a_reading_that_is_done_twice_stores_nothing_twice(reader: Reader) -> None:
    await reader.monitor()
    comment = await reader.write()
    await reader.read()
    await reader.house.engine.do(reader.house.engine.newest("catch-up"))
    assert len((await reader.stored(comment))[comment].texts) == 1


async def test_readings_that_nobody_comes_to_do_not_grow_in_number(reader: Reader) -> None:
    await reader.monitor()
    comment = await reader.write()
    house = reader.house
    for _turn in range(3):
        await house.wait(minutes=16)
        await house.engine.tick("catch-ups-due")
        async with house.storage.write(house.here) as uow:
            await uow.comments.read_soon(reader.asset.id, at=house.now())
    assert await house.work("catch-up") == 1
    assert set(await reader.stored(comment)) == {comment}
    assert await reader.read() == 1
    await house.engine.tick("catch-ups-due")
    assert await house.work("catch-up") == 0  # its turn is a quarter of an hour after the last one began


async def test_a_reading_that_was_lost_is_planned_again_after_some_hours(reader: Reader) -> None:
    await reader.monitor()
    for hours, readings in ((1, 1), (1, 0), (3, 1)):
        await reader.house.wait(hours=hours)
        reader.house.engine.jobs.clear()
        await reader.house.engine.tick("catch-ups-due")
        assert len([each for each in reader.house.engine.jobs if each.workflow == "catch-up"]) == readings


async def test_a_token_that_dies_ends_the_reading_and_its_campaign_is_told(reader: Reader) -> None:
    await reader.monitor()
    comment = await reader.write()
    await reader.house.meta.post("person", person="maya", event="password")
    await reader.read()
    assert await reader.stored(comment) == {}
    await reader.house.check()
    async with reader.house.storage.read(reader.house.here) as uow:
        asset = await uow.assets.get(reader.asset.id)
    assert asset is not None
    assert asset.ended_at is not None
    assert "Maya" in str(await reader.house.told())
    assert await reader.read() == 0


async def test_through_cuts_at_every_moment_each_missed_comment_is_read_once_and_none_is_left_out(
    reader: Reader,
) -> None:
    await reader.monitor()
    missed = [await reader.write(f"missed {number}") for number in range(4)]
    missed.append(await reader.write("elsewhere", on=CAROUSEL))
    await reader.house.wait(minutes=16)

    async def read() -> None:
        await reader.house.engine.tick("catch-ups-due")
        for job in [each for each in reader.house.engine.jobs if each.workflow == "catch-up"]:
            await reader.house.engine.do(job)

    assert await reader.house.through_cuts(read, stride=2) > 3
    found = await reader.stored(*missed)
    assert {key: len(each.texts) for key, each in found.items()} == dict.fromkeys(missed, 1)


@pytest.mark.parametrize("fault", [{"kind": "error", "code": 2}, {"kind": "expired"}, {"kind": "lost"}])
async def test_what_breaks_a_reading_off_leaves_no_gap(reader: Reader, fault: dict[str, Any]) -> None:
    await reader.monitor()
    known = await reader.write("known")
    await reader.read()
    missed = [await reader.write(f"missed {number}", on=on) for number in range(3) for on in (REEL, CAROUSEL)]
    await reader.house.meta.post("fault", on="comments", **fault)
    await reader.read()
    assert set(await reader.stored(*missed)) < set(missed)
    await reader.house.wait(minutes=30)
    await reader.read()
    assert set(await reader.stored(known, *missed)) == {known, *missed}


async def test_the_last_comment_on_a_post_that_was_deleted_is_gone_here(reader: Reader) -> None:
    await reader.monitor()
    only = await reader.write("the only one", on=await reader.publish(caption="New"))
    await reader.read()
    await reader.delete(only)
    await reader.read()
    assert await reader.states(only) == [CommentState.GONE]


async def test_replies_go_with_the_comment_that_they_answer(reader: Reader) -> None:
    await reader.monitor()
    one = await reader.write("one")
    reply = await reader.write("a reply", parent_id=one)
    await reader.read()
    await reader.delete(one)
    await reader.read()
    await reader.read()
    assert await reader.states(one, reply) == [CommentState.GONE, CommentState.GONE]


async def test_the_comments_of_a_post_that_was_deleted_are_gone_with_it(reader: Reader) -> None:
    await reader.monitor()
    post = await reader.publish(caption="New")
    there, other = [await reader.write(f"No. {number}", on=post) for number in range(2)], await reader.write()
    await reader.read()
    await reader.house.meta.post("post", post_id=post, state="deleted")
    await reader.house.wait(hours=6)
    await reader.read()
    assert await reader.states(*there, other) == [CommentState.GONE, CommentState.GONE, CommentState.LIVE]


async def test_edits_on_a_post_of_long_ago_are_followed_where_comments_were_heard_of(reader: Reader) -> None:
    house = reader.house
    await reader.monitor(caption_contains="cranes")
    post, unasked = [await reader.publish(caption=each, days_ago=45) for each in ("paper cranes", "paper boats")]
    heard, other = await reader.write("first", on=post), await reader.write("nobody agreed to this", on=unasked)
    await reader.as_a_webhook_leaves({heard: post, other: unasked})
    await reader.read()
    assert {key: each.reading for key, each in (await reader.stored(heard, other)).items()} == {heard: Reading.LET}
    await house.meta.post("comment", comment_id=heard, text="second")
    await house.wait(hours=6)
    await reader.read()
    assert (await reader.stored(heard))[heard].texts[-1][1] == "second"


async def test_what_a_comment_said_first_does_not_come_back_when_its_webhook_comes_late(reader: Reader) -> None:
    house = reader.house
    arriving = Arriving(
        storage=house.storage,
        app_secret=SecretStr(house.meta.world["app_secret"]),
        verify_token=SecretStr("a-word-for-meta"),
        now=house.now,
    )
    Hearing(storage=house.storage, engine=house.engine, now=house.now).register()
    await reader.monitor()
    comment = await reader.write("first")
    body = a_body(a_value(comment, "first"), time=int(house.now().timestamp()) + 2)
    await house.meta.post("comment", comment_id=comment, text="second")
    await reader.read()
    assert await arriving.keep(body, signature=signature(body, secret=house.meta.world["app_secret"]))
    await house.work("hear")
    assert (await reader.stored(comment))[comment].texts[-1][1] == "second"


async def test_a_deleted_comment_is_found_behind_many_that_meta_holds_back(reader: Reader) -> None:
    await reader.monitor(caption_contains="paper cranes")
    deleted = await reader.write("deleted")
    held_back = [await reader.write(f"No. {number}", on=CAROUSEL) for number in range(MOST_MISSED + 1)]
    await reader.as_a_webhook_leaves(dict.fromkeys((deleted, *held_back), REEL))  # they are read, and are not listed
    await reader.delete(deleted)
    for _turn in range(8):
        await reader.read()
    assert set(await reader.states(*held_back)) == {CommentState.LIVE}
    assert await reader.states(deleted) == [CommentState.GONE]
