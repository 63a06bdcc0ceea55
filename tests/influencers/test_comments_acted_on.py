"""People hide, show and answer comments from Slack: once each, by role, and everybody sees who did what."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from bot.errors import NotAllowed, NotFound, Refused, WrongInput
from storage.comment_deeds import DeedKind
from storage.comments import CommentState
from storage.ids import PersonId, new_id
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring
from tests.running import until


@pytest.fixture
async def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose comments are heard and told."""
    monitoring = Monitoring(house)
    await monitoring.begin()
    return monitoring


async def test_hiding_is_done_shown_told_and_audited_and_can_be_undone(monitoring: Monitoring) -> None:
    comment = await monitoring.write("Awful!")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert (await monitoring.at_meta())[comment]["hidden"] is True
    _head, news, line = await monitoring.told()
    shown = json.dumps(news["blocks"])
    assert ("hidden by" in shown, "Show again" in shown, '"Hide"' in shown) == (True, True, False)
    assert line["thread_ts"] == news["thread_ts"]
    assert f"<@{monitoring.house.ana}> hid a comment" in line["text"]
    await monitoring.want(comment, DeedKind.SHOW)
    await monitoring.do()
    assert (await monitoring.at_meta())[comment]["hidden"] is False
    assert (await monitoring.stored(comment))[comment].state is CommentState.LIVE
    async with monitoring.house.storage.read(monitoring.house.here) as uow:
        history = await uow.audit.of(monitoring.asset.id)
    done = [(each.tag, each.actor) for each in history if each.tag.startswith("person:comment:")]
    assert done == [("person:comment:hide", monitoring.house.ana), ("person:comment:show", monitoring.house.ana)]


async def test_noting_how_it_ended_does_not_wait_in_a_ring_with_whoever_has_the_account(monitoring: Monitoring) -> None:
    house, comment = monitoring.house, await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    await house.meta.post("fault", on="replies", kind="hold", when="after", method="POST", times=1)
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    doing = asyncio.create_task(monitoring.do())

    async def is_at_meta() -> bool:
        return "From Oslo." in {each["text"] for each in (await monitoring.at_meta()).values()}

    await until(is_at_meta)
    async with house.storage.write(
        house.here
    ) as uow:  # in the order of whoever erases: the account, then what was done
        await uow.assets.get(monitoring.asset.id, lock=True)
        await house.meta.post("release")
        await asyncio.wait([doing], timeout=0.5)
        assert await uow.comment_deeds.wanted(monitoring.asset.id, comment) is not None
    await doing
    assert "replied to a comment" in (await monitoring.told())[-1]["text"]


async def test_a_reply_whose_answer_was_lost_is_found_and_not_written_again(monitoring: Monitoring) -> None:
    comment = await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.meta.post("fault", on="replies", kind="lost", when="after", method="POST")
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    await monitoring.do()
    replies = [each for each in (await monitoring.at_meta()).values() if each["text"] == "From Oslo."]
    assert [each["parent_id"] for each in replies] == [comment]
    line = (await monitoring.told())[-1]
    assert "replied to a comment" in line["text"]
    assert "From Oslo." in json.dumps(line["blocks"])


async def test_through_cuts_a_reply_is_written_once_and_told_once(monitoring: Monitoring) -> None:
    comment = await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(comment, DeedKind.REPLY, text="From Oslo.")
    house = monitoring.house

    async def does() -> None:
        for job in [each for each in house.engine.jobs if each.workflow == "comment-deed"]:
            await house.engine.do(job)

    assert await house.through_cuts(does) > 3
    await monitoring.tell()
    assert sum(each["text"] == "From Oslo." for each in (await monitoring.at_meta()).values()) == 1
    assert sum("replied" in each["text"] for each in await monitoring.told()) == 1


async def test_a_comment_deleted_meanwhile_is_said_to_be_and_its_text_goes(monitoring: Monitoring) -> None:
    comment = await monitoring.write("Oops, secret")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.meta.post("comment", comment_id=comment, deleted=True)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    _head, news, line = await monitoring.told()
    assert "could not be hidden" in line["text"]
    assert "deleted at Meta" in json.dumps(line["blocks"])
    assert "deleted at Meta" in json.dumps(news["blocks"])
    assert "secret" not in json.dumps([news, line])


async def test_a_comment_whose_post_cannot_be_read_either_is_not_taken_for_deleted(monitoring: Monitoring) -> None:
    comment = await monitoring.write("Still there")
    await monitoring.hear()
    await monitoring.tell()
    for _comment_twice_and_its_post in range(3):
        await monitoring.house.meta.post("fault", on="node", kind="error", when="before", code=100, subcode=33)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    _head, news, line = await monitoring.told()
    assert "could not be hidden" in line["text"]
    assert "Still there" in json.dumps(news["blocks"])
    assert (await monitoring.stored(comment))[comment].state is CommentState.LIVE


async def test_what_is_deleted_after_it_was_acted_on_goes_from_every_line_that_quotes_it(
    monitoring: Monitoring,
) -> None:
    comment = await monitoring.write("Oops, secret")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.assign(comment, monitoring.house.ben)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert sum("secret" in json.dumps(each) for each in await monitoring.told()) == 3
    await monitoring.house.meta.post("comment", comment_id=comment, deleted=True)
    await monitoring.want(comment, DeedKind.SHOW)
    await monitoring.do()
    assert not [each for each in await monitoring.told() if "secret" in json.dumps(each)]


async def test_what_makes_no_sense_is_refused_with_words_and_a_double_click_does_it_once(
    monitoring: Monitoring,
) -> None:
    comment = await monitoring.write()
    await monitoring.hear()
    with pytest.raises(WrongInput):
        await monitoring.want(comment, DeedKind.REPLY, text="  \n ")
    with pytest.raises(Refused):
        await monitoring.want(comment, DeedKind.SHOW)
    with pytest.raises(NotFound):
        await monitoring.want("no-such-comment", DeedKind.HIDE)
    await monitoring.want(comment, DeedKind.HIDE)
    with pytest.raises(Refused):
        await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    for refused in (DeedKind.HIDE, DeedKind.REPLY):
        with pytest.raises(Refused):
            await monitoring.want(comment, refused, text="x")


async def test_viewers_may_read_and_not_act_and_nobody_acts_once_the_connection_has_ended(
    monitoring: Monitoring,
) -> None:
    house, comment = monitoring.house, await monitoring.write()
    await monitoring.hear()
    async with house.storage.write(house.here) as uow:
        await uow.roles.give({house.chloe: "viewer"}, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    with pytest.raises(NotAllowed):
        await monitoring.want(comment, DeedKind.HIDE, by=PersonId(house.chloe))
    await house.ending.stop(house.here, monitoring.asset.id, by=house.ana)
    with pytest.raises(Refused):
        await monitoring.want(comment, DeedKind.HIDE)
    assert not [each for each in house.engine.jobs if each.workflow == "comment-deed"]


async def test_what_is_hidden_while_its_post_is_read_back_stays_hidden(monitoring: Monitoring) -> None:
    comment = await monitoring.write("awful")
    await monitoring.hear()
    answered = monitoring.house._http.event_hooks["response"]

    async def hide(answer: httpx.Response) -> None:
        if answer.request.url.path.endswith("/comments"):  # what it says was so a moment ago
            answered.remove(hide)
            await monitoring.want(comment, DeedKind.HIDE)
            await monitoring.do()

    answered.append(hide)
    await monitoring.hear()
    assert hide not in answered
    assert (await monitoring.at_meta())[comment]["hidden"]
    assert (await monitoring.stored(comment))[comment].state is CommentState.HIDDEN
