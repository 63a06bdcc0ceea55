"""Comments go when their days are over, or when whoever they are about asks for it: from the database and from Slack's messages."""

from __future__ import annotations

import json

import pytest

from bot.comments.keeping import KeepingComments
from bot.errors import NotAllowed, Refused
from storage.comment_deeds import DeedKind
from storage.comments import CommentState
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring
from tests.influencers.test_forgotten import calls_from_meta


@pytest.fixture
def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose comments are heard, told, and forgotten."""
    return Monitoring(house)


@pytest.fixture
def keeping(house: CreatorsHouse) -> KeepingComments:
    """What decides how long that is."""
    keeping = KeepingComments(house.creators.campaigns)
    keeping.register()
    return keeping


async def shown(monitoring: Monitoring) -> str:
    """Return all that the channel shows of comments."""
    return json.dumps([each.get("blocks") for each in await monitoring.told()], ensure_ascii=False)


async def test_after_their_days_comments_go_with_their_deeds_and_from_every_message(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await keeping.keep_for(monitoring.house.here, 30, by=monitoring.house.ben)
    await monitoring.begin(days=180)
    old = await monitoring.write("An old one")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(old, DeedKind.HIDE)
    await monitoring.do()
    assert (await shown(monitoring)).count("An old one") == 2  # among the news, and in the line of who hid it
    await monitoring.house.wait(days=20)
    new = await monitoring.write("A new one")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.wait(days=11)
    await monitoring.house.engine.tick("forget-comments")
    await monitoring.tell()
    assert set(await monitoring.stored(old, new)) == {new}
    assert "An old one" not in await shown(monitoring)
    assert "1 comment that stood here is not kept any more." in await shown(monitoring)
    assert "A new one" in await shown(monitoring)
    await monitoring.house.wait(days=3)
    await monitoring.house.engine.tick("forget-comments")
    async with monitoring.house.storage.read(monitoring.house.here) as uow:
        assert await uow.comment_deeds.last(monitoring.asset.id, [old, new]) == {}
    assert len(await monitoring.told()) == 4  # nothing of it was posted again


async def test_what_a_closed_channel_shows_is_taken_out_once_it_is_open_again(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    house = monitoring.house
    await monitoring.begin(days=180)
    await monitoring.write("An old one")
    await monitoring.hear()
    await monitoring.tell()
    await house.slack.post("channel", id=house.campaign.channel_id, is_archived=True)
    await house.wait(days=91)
    await house.engine.tick("forget-comments")
    await monitoring.tell()
    await house.wait(days=3)
    await house.engine.tick("forget-comments")
    await house.slack.post("channel", id=house.campaign.channel_id, is_archived=False)
    await house.engine.tick("comments-outdated")
    await monitoring.tell()
    assert "An old one" not in await shown(monitoring)
    assert "1 comment that stood here is not kept any more." in await shown(monitoring)


async def test_a_message_that_somebody_deleted_is_not_edited_again_and_again(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    house = monitoring.house
    await monitoring.begin(days=180)
    await monitoring.write("An old one")
    await monitoring.hear()
    await monitoring.tell()
    refusal = {"kind": "error", "when": "before", "error": "message_not_found"}
    await house.slack.post("fault", on="chat.update", **refusal)
    await house.wait(days=91)
    await house.engine.tick("forget-comments")
    await monitoring.tell()
    await house.wait(hours=3)
    begun = len(house.engine.jobs)
    await house.engine.tick("comments-outdated")
    assert len(house.engine.jobs) == begun


async def test_admins_say_for_how_long(monitoring: Monitoring, keeping: KeepingComments) -> None:
    await monitoring.begin()
    house, comment = monitoring.house, await monitoring.write()
    await monitoring.hear()
    assert await keeping.days(house.here, by=house.ben) == 90
    with pytest.raises(Refused):
        await keeping.keep_for(house.here, 8, by=house.ben)
    with pytest.raises(NotAllowed):
        await keeping.keep_for(house.here, 7, by=house.ana)
    await house.wait(days=8)
    await house.engine.tick("forget-comments")
    assert await monitoring.stored(comment)
    await keeping.keep_for(house.here, 7, by=house.ben)
    assert await keeping.days(house.here, by=house.ben) == 7
    await house.engine.tick("forget-comments")
    assert await monitoring.stored(comment) == {}
    assert any("comment_days" in line for line in await house.history())


async def test_what_was_deleted_after_its_days_is_not_taken_in_again_from_meta(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await keeping.keep_for(monitoring.house.here, 7, by=monitoring.house.ben)
    await monitoring.begin()
    old = await monitoring.write("An old one")
    await monitoring.hear()
    await monitoring.house.wait(days=8)
    await monitoring.house.engine.tick("forget-comments")
    new = await monitoring.write("A new one")
    await monitoring.hear()
    assert set(await monitoring.stored(old, new)) == {new}


async def test_an_edit_that_was_lost_is_made_later(monitoring: Monitoring, keeping: KeepingComments) -> None:
    await monitoring.begin()
    await monitoring.write("An old one")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.wait(days=91)
    await monitoring.house.engine.tick("forget-comments")
    monitoring.house.engine.jobs = [each for each in monitoring.house.engine.jobs if each.workflow != "show-comments"]
    await monitoring.tell()
    assert "An old one" in await shown(monitoring)
    await monitoring.house.engine.tick("comments-outdated")
    await monitoring.tell()
    assert "An old one" not in await shown(monitoring)


async def test_a_creator_who_asks_to_be_forgotten_takes_comments_along_from_slack_too_and_nothing_new_is_heard(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await monitoring.begin()
    told = await monitoring.write("Told already")
    await monitoring.hear()
    await monitoring.tell()
    waiting = await monitoring.write("Not told yet")
    await monitoring.hear()
    await monitoring.house.engine.tick("comments-news")
    await calls_from_meta(monitoring.house, person="maya", event="deletion_asked")
    await monitoring.house.wait(minutes=10)
    await monitoring.house.engine.tick("comments-outdated")
    await monitoring.house.work("tell-comments", "show-comments")
    assert await monitoring.stored(told, waiting) == {}
    assert len(await monitoring.told()) == 2
    assert "Told already" not in await shown(monitoring)
    async with monitoring.house.storage.read(monitoring.house.here) as uow:
        asset = await uow.assets.get(monitoring.asset.id)
    assert asset is not None
    assert (asset.hears_ads, asset.hears_organic) == (False, False)


async def test_whoever_asks_to_be_forgotten_goes_from_the_lines_that_say_what_was_done_with_a_comment_too(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await monitoring.begin()
    hidden, answered = await monitoring.write("Once hidden"), await monitoring.write("Once answered")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(hidden, DeedKind.HIDE)
    await monitoring.do()
    author = (await monitoring.stored(hidden))[hidden].author_name or "?"
    await monitoring.want(answered, DeedKind.REPLY, text="Our answer")
    await monitoring.house.work("comment-deed")  # its line is not posted yet
    assert (await shown(monitoring)).count("Once hidden") == 2
    assert author in (await monitoring.told())[-1]["text"]
    await calls_from_meta(monitoring.house, person="maya", event="deletion_asked")
    await monitoring.house.wait(minutes=10)
    await monitoring.house.engine.tick("comments-outdated")
    await monitoring.house.work("tell-comments", "show-comments")
    told = await monitoring.told()
    assert len(told) == 3
    assert "hidden" not in await shown(monitoring)
    assert not [each for each in told if author in each["text"]]
    assert "not kept any more" in told[-1]["text"]


async def test_what_is_under_way_with_a_comment_ends_before_its_days_do(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await keeping.keep_for(monitoring.house.here, 7, by=monitoring.house.ben)
    await monitoring.begin()
    comment, other = await monitoring.write("An old one"), await monitoring.write("Another")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.wait(days=8)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.house.engine.tick("forget-comments")
    assert set(await monitoring.stored(comment, other)) == {comment}
    await monitoring.do()
    assert (await monitoring.at_meta())[comment]["hidden"] is True
    assert "hid a comment" in (await monitoring.told())[-1]["text"]
    assert any("person:comment:hide" in line for line in await monitoring.house.history())
    await monitoring.house.engine.tick("forget-comments")
    assert await monitoring.stored(comment) == {}


async def test_what_was_wanted_with_a_comment_that_is_not_kept_any_more_is_said_not_to_be_done_and_not_tried_again(
    monitoring: Monitoring,
) -> None:
    await monitoring.begin()
    comment = await monitoring.write()
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(comment, DeedKind.HIDE)
    house = monitoring.house
    author_id = (await monitoring.stored(comment))[comment].author_id
    assert author_id is not None
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(author_id, words="-", now=house.now())
    await monitoring.do()
    jobs = len(house.engine.jobs)
    for _turn in range(2):
        await house.wait(minutes=30)
        await house.engine.tick("comment-deeds-lost")
    assert len(house.engine.jobs) == jobs
    assert "could not be hidden" in (await monitoring.told())[-1]["text"]
    assert "asked to be forgotten" in await shown(monitoring)
    assert (await monitoring.at_meta())[comment]["hidden"] is False


async def test_what_somebody_wrote_under_others_posts_goes_where_meta_names_them_by_the_same_id(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await monitoring.begin()
    theirs, others = await monitoring.write("Written by them"), await monitoring.write("Written by others")
    await monitoring.hear()
    await monitoring.tell()
    house = monitoring.house
    author_id = (await monitoring.stored(theirs))[theirs].author_id
    assert author_id is not None
    async with house.storage.write(house.here) as uow:
        (await uow.comments.known(monitoring.asset.id, [others]))[others].author_id = "another"
    async with house.storage.across_workspaces() as everywhere:
        await everywhere.erase_person(author_id, words="-", now=house.now())
    await house.engine.tick("comments-outdated")
    await house.work("show-comments")
    left = (await monitoring.stored(theirs))[theirs]
    assert (left.state, left.texts, left.author_id, left.author_name) == (CommentState.GONE, [], None, None)
    assert "Written by them" not in await shown(monitoring)
    assert "Written by others" in await shown(monitoring)

    await monitoring.hear()  # at Meta it is there still
    await monitoring.tell()
    assert (await monitoring.stored(theirs))[theirs].texts == []
    assert "Written by them" not in await shown(monitoring)


async def test_what_was_replied_is_in_no_history_and_goes_with_the_comment(
    monitoring: Monitoring, keeping: KeepingComments
) -> None:
    await monitoring.begin()
    comment = await monitoring.write("A question")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(comment, DeedKind.REPLY, text="Our answer")
    await monitoring.do()
    house = monitoring.house
    assert "Our answer" in await shown(monitoring)
    assert "Our answer" not in json.dumps(await house.history())
    await house.wait(days=91)
    await house.engine.tick("forget-comments")
    async with house.storage.read(house.here) as uow:
        deed = (await uow.comment_deeds.last(monitoring.asset.id, [comment]))[comment]
    assert deed.text == ""
    await house.work("show-comments")
    assert "Our answer" not in await shown(monitoring)


async def test_the_thread_says_when_nothing_more_is_followed_and_for_how_long_that_is_kept(
    monitoring: Monitoring,
) -> None:
    await monitoring.begin(days=30)
    await monitoring.write()
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.wait(days=31)
    await monitoring.house.engine.tick("expire")
    await monitoring.house.engine.tick("expire")
    await monitoring.house.work("tell-comments")
    head, _news, end = await monitoring.told()
    assert end["thread_ts"] == head["ts"]
    assert end["text"].startswith("The days are over for which @maya.makes connected the account")
    assert "deleted 90 days after" in json.dumps(end["blocks"])
