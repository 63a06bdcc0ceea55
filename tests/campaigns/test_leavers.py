"""People who left the workspace: their roles end, refusals name them no more, and no campaign is forgotten."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed
from bot.policy import Role
from storage.ids import PersonId
from storage.tables import Campaign
from tests.campaigns.office import Office


async def _leaves(office: Office, person: PersonId) -> None:
    await office.slack.post("person", user=person, deleted=True)
    office.wait(minutes=2)


async def _given(office: Office, campaign: Campaign) -> dict[str, str]:
    async with office.storage.read(office.here) as uow:
        return await uow.roles.given(campaign.id)


async def test_every_role_of_who_left_ends_and_is_written_into_the_history(office: Office) -> None:
    campaign = await office.campaign("Launch", channel=await office.channel("launch"))
    await office.team.change(
        office.here, campaign_id=campaign.id, role=Role.MANAGER, added=[office.chloe], removed=[], by=office.ana
    )
    await office.team.change(
        office.here, campaign_id=None, role=Role.ADMIN, added=[office.ana, office.ben], removed=[], by=office.ben
    )
    await _leaves(office, office.ana)

    for _time in range(2):
        await office.call_the_roll()

    assert await _given(office, campaign) == {office.chloe: "manager"}
    async with office.storage.read(office.here) as uow:
        assert await uow.roles.given() == {office.ben: "admin"}
    (ended,) = [entry for entry in await office.history(campaign) if entry.tag == "greenlight:campaign:role-ended"]
    assert ended.before == {"roles": {office.ana: "manager"}}
    assert await office.letters(office.chloe) == [], "somebody manages it still"


async def test_a_refusal_names_who_can_and_not_who_has_left(office: Office) -> None:
    campaign = await office.campaign("Launch", channel=await office.channel("launch"))
    await _leaves(office, office.ana)
    await office.call_the_roll()

    with pytest.raises(NotAllowed) as refused:
        await office.editing.close(office.here, campaign.id, by=office.chloe)

    assert office.ana not in refused.value.sentence
    assert "Ask an owner or administrator of this Slack workspace" in refused.value.sentence


async def test_of_a_campaign_that_nobody_manages_any_more_somebody_hears_once(office: Office) -> None:
    await office.campaign("Launch", channel=await office.channel("launch"))
    await _leaves(office, office.ana)

    for _time in range(2):
        await office.call_the_roll()

    letters = [letter for person in (office.ben, office.chloe) for letter in await office.letters(person)]
    assert len(letters) == 1
    assert f"<@{office.ana}> has left the workspace, and nobody manages *Launch* any more." in letters[0]


async def test_of_a_private_campaign_that_nobody_manages_only_its_people_hear(office: Office) -> None:
    channel = await office.channel("vault", members=("ana", "chloe", "greenlight"), is_private=True)
    campaign = await office.campaign("Vault", channel=channel)
    await office.team.change(
        office.here,
        campaign_id=campaign.id,
        role=Role.REQUESTER,
        added=[office.ben, office.chloe],
        removed=[],
        by=office.ana,
    )
    await _leaves(office, office.ana)

    await office.call_the_roll()

    assert await office.letters(office.ben) == [], "he is not in the channel"
    assert len(await office.letters(office.chloe)) == 1


async def test_nobody_loses_a_role_because_slack_does_not_answer(office: Office) -> None:
    campaign = await office.campaign("Launch", channel=await office.channel("launch"))
    await _leaves(office, office.ana)
    for error in ("internal_error", "user_not_found"):
        await office.slack.post("fault", on="users.info", kind="error", error=error, times=1)
        await office.call_the_roll()
        assert await _given(office, campaign) == {office.ana: "manager"}
