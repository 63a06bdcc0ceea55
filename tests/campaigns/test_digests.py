"""Digests: each once at its hour, one for all that was missed, held while the channel is closed, and through any kill."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.campaigns.rules import Often
from bot.digests.planning import DigestPlan, plan_digest
from bot.errors import NotAllowed, Refused
from bot.permissions.status import State
from storage.ids import ChannelId, RequestId, new_id
from storage.tables import Campaign, Request
from tests.campaigns.office import Office
from tests.running import until
from tests.storage.builders import a_profile, a_request
from tests.stories.office import words_of

DAILY = DigestPlan(often=Often.DAILY, hour=time(9))


async def planned(office: Office, plan: DigestPlan = DAILY, **rules: Any) -> tuple[Campaign, ChannelId]:
    """Make a campaign whose channel gets digests."""
    channel = await office.channel(f"launch-{new_id()[:6]}")
    campaign = await office.campaign("Launch", channel=channel)
    await change(office, campaign, **plan.columns(), **rules)
    return await office.kept(campaign), channel


async def change(office: Office, campaign: Campaign, **columns: Any) -> None:
    async with office.storage.write(office.here) as uow:
        kept = await uow.campaigns.get(campaign.id, lock=True)
        assert kept is not None
        for name, value in columns.items():
            setattr(kept, name, value)
        plan_digest(kept, now=office.now())


async def asked(office: Office, campaign: Campaign, *creators: str) -> dict[str, RequestId]:
    """Have creators asked now."""
    async with office.storage.write(office.here) as uow:
        profile = a_profile(ig_id=new_id(), username=f"brand.{new_id()[:6]}")
        uow.profiles.add(profile)
        await uow.flush()
        found = {}
        for creator in creators:
            now = office.now()
            request = a_request(
                profile,
                campaign,
                creator_username=creator,
                state="waiting",
                asked_at=now,
                sent_at=now,
                changed_at=now,
                sweep_at=now,
            )
            uow.requests.add(request)
            found[creator] = request.id
    return found


async def answered(office: Office, request_id: RequestId, state: State) -> None:
    async with office.storage.write(office.here) as uow:
        request: Request | None = await uow.requests.get(request_id, lock=True)
        assert request is not None
        request.state, request.answered_at, request.changed_at = state.value, office.now(), office.now()


async def tick(office: Office) -> None:
    """Look what is due, twice, and do what that began, twice: a restart changes nothing."""
    for _again in range(2):
        await office.engine.tick("digests")
        for job in [job for job in office.engine.jobs if job.workflow == "digest"][-2:]:
            await office.engine.do(job)


async def digests(office: Office, channel: ChannelId) -> list[str]:
    """Return the digests of a channel, whole, the oldest first."""
    messages = await office.slack.messages(channel)
    found = [words_of(each["blocks"]) for each in messages if "Launch" in each["text"] and each.get("blocks")]
    return [each.replace("*", "") for each in found]


def to_next_digest(office: Office, campaign: Campaign) -> None:
    assert campaign.digest_at is not None
    office.wait(seconds=(campaign.digest_at - office.now()).total_seconds() + 1)


async def test_a_digest_tells_what_happened_and_the_next_one_goes_on_where_it_ended(office: Office) -> None:
    campaign, channel = await planned(office)
    requests = await asked(office, campaign, "maya.makes", "theo.eats")
    await answered(office, requests["maya.makes"], State.APPROVED)
    to_next_digest(office, campaign)
    await tick(office)

    (first,) = await digests(office, channel)
    assert "what has happened so far" in first
    assert "Asked: 2 · Sent: 2 · Answered: 1 · Said yes: 1" in first
    assert "Half of the answers came within less than a minute." in first
    assert "@theo.eats" in first
    assert "@maya.makes" not in first

    await answered(office, requests["theo.eats"], State.DECLINED)
    to_next_digest(office, await office.kept(campaign))
    await tick(office)
    _first, second = await digests(office, channel)
    assert "what happened since" in second
    assert "Answered: 1 · Said no: 1" in second
    assert "Nobody is waited for." in second
    assert "Asked" not in second


async def test_after_a_week_in_which_nothing_ran_there_is_one_digest_and_it_tells_all_of_it(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    office.wait(days=7)
    await tick(office)

    assert len(await digests(office, channel)) == 1
    due = (await office.kept(campaign)).digest_at
    assert due is not None
    assert timedelta(0) < due - office.now() <= timedelta(days=1)


async def test_where_there_is_nothing_to_say_nothing_is_said_unless_somebody_wants_it(office: Office) -> None:
    campaign, channel = await planned(office)
    to_next_digest(office, campaign)
    await tick(office)
    assert await digests(office, channel) == []

    await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    await tick(office)
    (only,) = await digests(office, channel)
    assert "Nothing has changed." in only
    assert f"Sent now by <@{office.ana}>" in only


async def test_quiet_hours_put_a_digest_off_and_a_person_does_not_have_to_wait(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    to_next_digest(office, campaign)
    now = office.now()
    async with office.storage.write(office.here) as uow:  # set after the moment was planned
        kept = await uow.campaigns.get(campaign.id, lock=True)
        assert kept is not None
        kept.quiet_begins = (now - timedelta(hours=1)).time().replace(microsecond=0)
        kept.quiet_ends = (now + timedelta(hours=1)).time().replace(microsecond=0)
    await tick(office)
    assert await digests(office, channel) == []
    office.wait(hours=1)
    await tick(office)
    assert len(await digests(office, channel)) == 1

    await change(office, campaign, quiet_begins=time(0), quiet_ends=time(23, 59, 59))
    office.wait(hours=1)
    await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    await tick(office)
    assert len(await digests(office, channel)) == 2


async def test_one_that_waits_for_the_morning_comes_at_once_when_somebody_wants_it(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    to_next_digest(office, campaign)
    async with office.storage.write(office.here) as uow:
        kept = await uow.campaigns.get(campaign.id, lock=True)
        assert kept is not None
        kept.weekdays_off = [office.now().weekday()]
    await tick(office)
    await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    await tick(office)
    assert len(await digests(office, channel)) == 1


@pytest.mark.parametrize("is_left", [False, True])
async def test_a_channel_that_is_closed_for_days_gets_one_digest_of_them_when_it_is_open_again(
    office: Office, is_left: bool
) -> None:
    campaign, channel = await planned(office)
    requests = await asked(office, campaign, "maya.makes")
    await (office.leave(channel, office.bot) if is_left else office.change(channel, is_archived=True))
    for _day in range(3):
        to_next_digest(office, await office.kept(campaign))
        await tick(office)
    assert await digests(office, channel) == []

    await answered(office, requests["maya.makes"], State.APPROVED)
    if is_left:
        await office.slack.post("join", user=office.bot, channel=channel, member=True)
    else:
        await office.change(channel, is_archived=False)
    office.wait(minutes=3)
    await tick(office)
    (only,) = await digests(office, channel)
    assert "Asked: 1" in only
    assert "Said yes: 1" in only


async def test_a_campaign_that_moved_while_its_channel_was_closed_is_told_of_where_it_is_now(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    await office.change(channel, is_archived=True)
    to_next_digest(office, campaign)
    await tick(office)
    elsewhere = await office.channel(f"elsewhere-{new_id()[:6]}")
    await change(office, campaign, channel_id=elsewhere)
    office.wait(minutes=3)
    await tick(office)

    assert await digests(office, channel) == []
    assert len(await digests(office, elsewhere)) == 1


async def test_a_closed_campaign_gets_none_and_one_that_is_open_again_does(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    await office.editing.close(office.here, campaign.id, by=office.ana)
    office.wait(days=2)
    await tick(office)
    with pytest.raises(NotAllowed):
        await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    await office.editing.reopen(office.here, campaign.id, by=office.ana)
    assert await digests(office, channel) == []

    to_next_digest(office, await office.kept(campaign))
    await tick(office)
    assert len(await digests(office, channel)) == 1


async def test_only_who_manages_the_campaign_sends_one_and_two_presses_post_one(office: Office) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    with pytest.raises(NotAllowed):
        await office.digesting.send_now(office.here, campaign.id, by=office.chloe)
    for _press in range(2):
        await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    await tick(office)
    with pytest.raises(Refused, match="a moment ago"):
        await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    assert len(await digests(office, channel)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_before_or_after_the_post_and_while_it_is_looked_for_there_is_one(
    office: Office, when: str
) -> None:
    campaign, channel = await planned(office)
    await asked(office, campaign, "maya.makes")
    await office.digesting.send_now(office.here, campaign.id, by=office.ana)
    job = office.engine.newest("digest")
    for call, moment in (("chat.postMessage", when), ("conversations.history", "after")):
        await office.slack.post("fault", on=call, kind="hold", when=moment, times=1)
        work = asyncio.create_task(office.engine.do(job))

        async def held(call: str = call) -> Any:
            return [each for each in (await office.slack.get("held"))["held"] if each["on"] == call]

        await until(held)
        work.cancel()  # nothing more runs of it, as after kill -9
        await asyncio.gather(work, return_exceptions=True)
        await office.slack.post("release", drop=True)
    for _again in range(2):
        await office.engine.do(job)

    assert len(await digests(office, channel)) == 1
    async with office.storage.read(office.here) as uow:
        told_until = await uow.digests.told_until(campaign.id)
        assert await uow.digests.waiting(campaign.id) is None
    assert told_until is not None
    assert datetime.now(UTC) - told_until < timedelta(minutes=1)
