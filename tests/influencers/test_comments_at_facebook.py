"""Comments on a creator's Page are hidden and shown again from Slack, as those at Instagram are, and in Facebook's words."""

from __future__ import annotations

import json

import pytest

from bot.errors import Refused
from storage.comment_deeds import DeedKind
from storage.comments import CommentState
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import STORY, Monitoring


@pytest.fixture
async def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose Page is heard too."""
    monitoring = Monitoring(house)
    await monitoring.begin()
    await monitoring.hook()
    return monitoring


async def _is_hidden(monitoring: Monitoring, comment: str) -> bool:
    return bool((await monitoring.at_meta(STORY))[comment]["hidden"])


async def test_a_comment_at_facebook_is_hidden_told_audited_and_shown_again(monitoring: Monitoring) -> None:
    comment = await monitoring.write_at_facebook("Awful!")
    await monitoring.tell()
    shown = json.dumps((await monitoring.told())[1]["blocks"])
    assert ('"Hide"' in shown, '"Reply…"' in shown, "@Lena Reads" in shown) == (True, False, False)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert await _is_hidden(monitoring, comment)
    _head, news, line = await monitoring.told()
    assert ("hidden by" in json.dumps(news["blocks"]), '"Show again"' in json.dumps(news["blocks"])) == (True, True)
    assert f"<@{monitoring.house.ana}> hid a comment of Lena Reads" in line["text"]
    await monitoring.want(comment, DeedKind.SHOW)
    await monitoring.do()
    assert not await _is_hidden(monitoring, comment)
    async with monitoring.house.storage.read(monitoring.house.here) as uow:
        tags = [each.tag for each in await uow.audit.of(monitoring.asset.id)]
    assert [each for each in tags if "comment" in each] == ["person:comment:hide", "person:comment:show"]


async def test_hiding_at_facebook_can_be_undone_before_it_leaves(monitoring: Monitoring) -> None:
    await monitoring.hold(30)
    comment = await monitoring.write_at_facebook("Awful!")
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.undo(comment)
    await monitoring.do()
    assert not await _is_hidden(monitoring, comment)


async def test_what_is_found_hidden_at_facebook_is_adopted_and_not_done_again(monitoring: Monitoring) -> None:
    comment = await monitoring.write_at_facebook("Awful!")
    meta = monitoring.house.meta
    await meta.post("fault", on="node", kind="lost", when="after", method="POST", times=1)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    await monitoring.house.wait(minutes=2)
    await monitoring.do()
    assert await _is_hidden(monitoring, comment)
    assert (await monitoring.stored(comment))[comment].state is CommentState.HIDDEN


async def test_a_comment_deleted_at_facebook_meanwhile_is_said_to_be(monitoring: Monitoring) -> None:
    comment = await monitoring.write_at_facebook("Oops, secret")
    await monitoring.tell()
    await monitoring.house.meta.post("comment", comment_id=comment, deleted=True)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    _head, news, line = await monitoring.told()
    assert "deleted at Meta" in json.dumps(line["blocks"])
    assert "secret" not in json.dumps([news, line])


async def test_nobody_replies_at_facebook_and_it_is_said_who_can(monitoring: Monitoring) -> None:
    comment = await monitoring.write_at_facebook("Where from?")
    with pytest.raises(Refused, match="inbox"):
        await monitoring.want(comment, DeedKind.REPLY, text="Oslo")


@pytest.mark.parametrize("left_out", ["pages_manage_engagement", "pages_read_user_content"])
async def test_a_creator_who_left_a_permission_out_is_connected_and_hiding_says_what_to_do(
    house: CreatorsHouse, left_out: str
) -> None:
    monitoring = Monitoring(house)
    token = await monitoring.begin(answer=f"decline:{left_out}")
    await monitoring.hook()
    comment = await monitoring.write_at_facebook("Awful!")
    with pytest.raises(Refused, match=left_out) as caught:
        await monitoring.want(comment, DeedKind.HIDE)
    assert "invite's link" in caught.value.sentence
    await house.returning.recognise(await house.returned(token), browser="b" * 40)
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert await _is_hidden(monitoring, comment)


async def test_a_page_that_the_login_shows_no_more_is_said_to_be_missing(monitoring: Monitoring) -> None:
    comment = await monitoring.write_at_facebook("Awful!")
    await monitoring.tell()
    await monitoring.house.meta.post("person", person="maya", tasks={STORY.split("_")[0]: []})
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    assert "shows no Facebook Page" in json.dumps((await monitoring.told())[-1]["blocks"])
