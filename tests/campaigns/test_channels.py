"""Channels that change: what is kept follows Slack, what must hide hides, and who manages the campaign is told once."""

from __future__ import annotations

import pytest

from bot.policy import Role
from storage.ids import ChannelId
from storage.tables import ChannelState
from tests.campaigns.office import Office


async def test_a_public_channel_made_private_hides_its_campaign_at_the_next_look(office: Office) -> None:
    channel = await office.channel("launch", members=("ana", "ben", "greenlight"))
    await office.campaign("Launch", channel=channel)
    assert await office.seen_by(office.chloe) == {"Launch"}

    await office.change(channel, is_private=True)
    await office.look_around()

    assert await office.seen_by(office.chloe) == set()
    assert await office.seen_by(office.ben) == {"Launch"}
    (letter,) = await office.letters(office.ana)
    assert (
        "#launch was made private. *Launch* and its requests are there for the members of the channel alone" in letter
    )


async def test_a_campaign_that_was_closed_hides_too_and_nobody_is_bothered(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)
    await office.editing.close(office.here, campaign.id, by=office.ana)

    await office.change(channel, is_private=True)
    await office.look_around()

    assert (await office.kept(campaign)).is_private
    assert await office.letters(office.ana) == []


async def test_a_channel_that_greenlight_left_and_that_was_made_private_then_is_hidden_from_all_but_its_managers(
    office: Office,
) -> None:
    channel = await office.channel("launch", members=("ana", "ben", "greenlight"))
    campaign = await office.campaign("Launch", channel=channel)
    await office.leave(channel, office.bot)
    await office.look_around()
    assert (await office.kept(campaign)).channel_state is ChannelState.LEFT
    assert await office.seen_by(office.chloe) == {"Launch"}, "the channel is public: all may see it"

    await office.change(channel, is_private=True)
    await office.look_around()

    assert (await office.kept(campaign)).channel_state is ChannelState.GONE
    assert [await office.seen_by(each) for each in (office.chloe, office.ben)] == [set(), set()]
    assert await office.seen_by(office.ana) == {"Launch"}, "somebody must be able to move it"
    left, gone = await office.letters(office.ana)
    assert "Greenlight was taken out of #launch." in left
    assert "Only who manages it by name can see it now." in gone


async def test_a_public_channel_that_was_surely_deleted_hides_nothing_and_the_next_look_keeps_it_so(
    office: Office,
) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)
    await office.change(channel, deleted=True)

    await office.channels.look(office.here, channel, is_surely_deleted=True)
    await office.look_around()

    assert (await office.kept(campaign)).channel_state is ChannelState.GONE
    assert await office.seen_by(office.chloe) == {"Launch"}
    (letter,) = await office.letters(office.ana)
    assert "#launch was deleted." in letter
    assert "open the campaign, press Edit and choose another channel. What is held back is posted there." in letter


async def test_an_archived_channel_is_told_and_what_was_held_goes_out_when_it_is_back(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)
    held = await office.hold_a_card(campaign)

    await office.change(channel, is_archived=True)
    await office.channels.look(office.here, channel)
    await office.tell()
    assert (await office.message(held)).held_since is not None
    (letter,) = await office.letters(office.ana)
    assert "#launch was archived. Cards and answers of *Launch* are held back; the requests themselves go on." in letter
    assert "unarchive the channel, or open the campaign, press Edit and choose another channel." in letter

    await office.change(channel, is_archived=False)
    await office.channels.look(office.here, channel)
    await office.tell()
    assert (await office.message(held)).held_since is None
    assert office.engine.newest("deliver").args == (office.here, held)
    assert len(await office.letters(office.ana)) == 1, "that it is back is seen by what is posted"


async def test_the_same_news_as_an_event_twice_and_by_looking_around_is_told_once(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)
    await office.change(channel, is_archived=True)

    for _time in range(2):
        await office.channels.look(office.here, channel)
    await office.look_around()

    assert len(await office.letters(office.ana)) == 1
    changes = [entry for entry in await office.history(campaign) if entry.tag == "greenlight:campaign:channel-changed"]
    assert [(entry.before["channel_state"], entry.after["channel_state"]) for entry in changes] == [
        ("open", "archived")
    ]


async def test_a_renamed_channel_is_kept_by_its_new_name_and_nobody_has_to_do_anything(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)

    await office.change(channel, name="launch-2027")
    await office.look_around()

    assert (await office.kept(campaign)).channel_name == "launch-2027"
    assert await office.letters(office.ana) == []


async def test_a_channel_shared_with_another_company_says_who_reads_along(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)

    await office.change(channel, shared_with="T0AGENCY")
    await office.look_around()
    assert (await office.kept(campaign)).is_shared
    (letter,) = await office.letters(office.ana)
    assert "Its people can read the cards of *Launch*, and press nothing." in letter

    await office.change(channel, shared_with=None)
    await office.look_around()
    assert not (await office.kept(campaign)).is_shared


async def test_campaigns_and_cards_follow_a_channel_to_its_new_id(office: Office) -> None:
    channel = await office.channel("launch")
    campaign = await office.campaign("Launch", channel=channel)
    held = await office.hold_a_card(campaign)
    await office.change(channel, shared_with="T0AGENCY", gets_new_id=True)
    world = await office.slack.get("world")
    new = ChannelId(next(each["id"] for each in world["channels"] if each["name"] == "launch"))

    for _time in range(2):
        await office.channels.follow(office.here, old=channel, new=new)

    kept = await office.kept(campaign)
    assert (kept.channel_id, kept.is_shared, kept.channel_state) == (new, True, ChannelState.OPEN)
    assert (await office.message(held)).channel_id == new


async def test_a_campaign_whose_name_was_taken_at_the_new_id_meanwhile_stays_behind_and_somebody_hears_of_it(
    office: Office,
) -> None:
    channel = await office.channel("launch")
    old_one = await office.campaign("Launch", channel=channel)
    await office.change(channel, shared_with="T0AGENCY", gets_new_id=True)
    world = await office.slack.get("world")
    new = ChannelId(next(each["id"] for each in world["channels"] if each["name"] == "launch"))
    await office.campaign("Launch", channel=new)

    await office.channels.follow(office.here, old=channel, new=new)
    await office.tell()

    kept = await office.kept(old_one)
    assert (kept.channel_id, kept.channel_state) == (channel, ChannelState.GONE)
    assert any("choose another channel" in letter for letter in await office.letters(office.ana))


@pytest.mark.parametrize("method", ["users.conversations", "conversations.info"])
async def test_what_slack_does_not_answer_is_no_news(office: Office, method: str) -> None:
    here, elsewhere = await office.channel("launch"), await office.channel("other")
    campaigns = [await office.campaign("Launch", channel=here), await office.campaign("Other", channel=elsewhere)]
    await office.leave(elsewhere, office.bot)
    await office.look_around()
    told = await office.letters(office.ana)
    await office.change(here, is_archived=True)
    await office.change(elsewhere, is_archived=True)

    await office.slack.post("fault", on=method, kind="error", error="internal_error", times=9)
    await office.look_around()

    assert (await office.kept(campaigns[1])).channel_state is ChannelState.LEFT
    assert len(await office.letters(office.ana)) == len(told) + (method == "conversations.info")


async def test_if_who_made_the_campaign_has_left_the_next_manager_is_told(office: Office) -> None:
    channel = await office.channel("launch", members=("ana", "ben", "greenlight"))
    campaign = await office.campaign("Launch", channel=channel)
    await office.team.change(
        office.here, campaign_id=campaign.id, role=Role.MANAGER, added=[office.chloe], removed=[], by=office.ana
    )
    await office.slack.post("person", user=office.ana, deleted=True)
    office.wait(minutes=2)

    await office.change(channel, is_archived=True)
    await office.look_around()

    assert await office.letters(office.ana) == []
    assert len(await office.letters(office.chloe)) == 1
