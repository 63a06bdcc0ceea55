"""Roles: given by name and to user groups, in a campaign and in the workspace; every refusal says who can."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.stories.campaigning import fill, give, give_in, new_campaign, new_channel, opened, pressed
from tests.stories.office import Office, View, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


async def _person(office: Office, name: str, *, channel: str, **about: object) -> str:
    person = str((await office.desk.slack.post("person", name=name, **about))["id"])
    await office.desk.slack.post("join", user=person, channel=channel)
    return person


async def _settings(office: Office, user: str, *, channel: str) -> View:
    await office.close_windows(user)
    await office.desk.type(user, channel, "settings")
    return await office.desk.top_view(user, callback_id="settings_roles")


async def _asks(office: Office, user: str, *, channel: str) -> dict[str, object]:
    creator = await office.creator()
    answered = await office.submit(f"@{creator}", user=user, channel=channel)
    if not answered["ok"]:
        assert not await office.desk.meta.on_phone(creator)
    return answered


async def test_a_user_group_carries_a_role_and_who_is_not_in_it_reads_whom_to_ask(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "grouped")
    assert (await new_campaign(office, "Grouped", channel=channel, askers=(office.ben,)))["ok"]
    eve, finn = [await _person(office, name, channel=channel) for name in ("eve", "finn")]
    group = (await slack.post("usergroup", handle="askers", members=["eve"]))["id"]
    assert (await give(office, "requester", office.ben, channel=channel, groups=(group,)))["ok"]

    assert (await _asks(office, eve, channel=channel))["ok"]
    refused = (await _asks(office, finn, channel=channel))["errors"]

    words = refused["campaign"]  # type: ignore[index]  # errors by field
    assert "You cannot ask in Grouped. Your role here is viewer, and it takes the role requester." in words
    assert "@askers" in words
    assert group not in words
    assert "<!subteam" not in words
    shown = words_of(await opened(office, channel=channel, user=finn))
    assert f"Managed by*\n<@{office.ana}>" in shown


async def test_a_group_that_is_disabled_and_one_on_a_plan_without_groups_give_nothing(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "dissolved")
    assert (await new_campaign(office, "Dissolved", channel=channel, askers=(office.ben,)))["ok"]
    gail = await _person(office, "gail", channel=channel)
    group = (await slack.post("usergroup", handle="dissolved-team", members=["gail"]))["id"]
    assert (await give(office, "requester", channel=channel, groups=(group,)))["ok"]
    await slack.post("usergroup", id=group, is_disabled=True)

    refused = await _asks(office, gail, channel=channel)

    assert "You cannot ask in Dissolved." in refused["errors"]["campaign"]  # type: ignore[index]  # errors by field


async def test_who_was_made_manager_changes_the_campaign_until_the_role_is_taken_away(office: Office) -> None:
    channel = await new_channel(office, "managed")
    assert (await new_campaign(office, "Managed", channel=channel))["ok"]
    assert (await give(office, "manager", office.ana, office.chloe, channel=channel))["ok"]
    hers = await opened(office, channel=channel, user=office.chloe)
    form = await pressed(office, hers, "campaign_show_edit", then="campaign_edit", user=office.chloe)
    assert (await fill(office, form, user=office.chloe, campaign_name="Managed Well"))["ok"]

    hers = await opened(office, channel=channel, user=office.chloe)
    form = await pressed(office, hers, "campaign_show_edit", then="campaign_edit", user=office.chloe)
    assert (await give(office, "manager", office.ana, channel=channel))["ok"]
    late = await fill(office, form, user=office.chloe, campaign_name="Managed Badly")

    assert "You cannot change Managed Well. Your role here is requester" in late["errors"]["name"]
    assert "Ask @ana to do it, or to give you the role." in late["errors"]["name"].replace("Ana Producer", "ana")
    await office.close_windows(office.chloe)
    hers = await opened(office, channel=channel, user=office.chloe)
    assert "campaign_show_edit" not in str(hers)


async def test_a_campaign_keeps_somebody_who_manages_it(office: Office) -> None:
    channel = await new_channel(office, "kept")
    assert (await new_campaign(office, "Kept", channel=channel))["ok"]

    refused = await give(office, "manager", channel=channel)

    assert "A campaign needs somebody who manages it." in refused["errors"]["people"]


async def test_guests_people_who_left_and_apps_are_given_no_role(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "given")
    assert (await new_campaign(office, "Given", channel=channel))["ok"]
    greta = await _person(office, "greta", channel=channel, is_restricted=True)
    gone = await _person(office, "gone-soon", channel=channel)
    await slack.post("person", user=gone, deleted=True)
    bot = (await slack.get("world"))["bot_user_id"]

    for person in (greta, gone, bot):
        refused = await give(office, "requester", person, channel=channel)
        assert "cannot have a role." in refused["errors"]["people"]
        await office.close_windows(office.ana)


async def test_two_who_give_one_role_at_once_both_succeed(office: Office) -> None:
    channel = await new_channel(office, "both-give")
    assert (await new_campaign(office, "Both Give", channel=channel))["ok"]
    hugo, ida = [await _person(office, name, channel=channel) for name in ("hugo", "ida")]
    forms = []
    for user in (office.ana, office.ben):
        window = await opened(office, channel=channel, user=user)
        roles = await pressed(office, window, "campaign_show_roles", then="settings_roles", user=user)
        forms.append(
            await pressed(office, roles, "settings_change", then="settings_role", user=user, block_id="role:requester")
        )

    assert (await fill(office, forms[0], settings_people=[hugo]))["ok"]
    assert (await fill(office, forms[1], user=office.ben, settings_people=[ida]))["ok"]

    await office.close_windows(office.ana)
    window = await opened(office, channel=channel)
    named = words_of(await pressed(office, window, "campaign_show_roles", then="settings_roles"))
    assert f"<@{hugo}>, <@{ida}>" in named


async def test_settings_are_for_admins_and_the_first_is_an_owner_of_the_workspace(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "settled")
    jo = await _person(office, "jo", channel=channel)
    await office.desk.type(jo, channel, "settings")
    refused = await office.whispered("You cannot change the settings of this workspace.", user=jo, channel=channel)
    assert "Ask an owner or administrator of this Slack workspace" in refused

    roles = await _settings(office, office.ben, channel=channel)
    assert (await give_in(office, roles, "admin", jo, user=office.ben))["ok"]

    hers = await _settings(office, jo, channel=channel)
    assert f"<@{jo}>" in words_of(hers)
    await office.desk.type(office.chloe, channel, "settings")
    await office.whispered(f"Ask <@{jo}> to do it", user=office.chloe, channel=channel)
    await slack.post("person", user=jo, deleted=True)


async def test_where_members_read_along_only_who_has_a_role_asks(office: Office) -> None:
    channel = await new_channel(office, "strict")
    assert (await new_campaign(office, "Strict", channel=channel))["ok"]
    kim = await _person(office, "kim", channel=channel)
    roles = await _settings(office, office.ben, channel=channel)
    try:
        await office.press_in(roles, "settings_everybody", user=office.ben, value="viewer")
        await office.view("Saved.", user=office.ben)

        refused = await _asks(office, kim, channel=channel)
        assert "Your role here is viewer" in refused["errors"]["campaign"]  # type: ignore[index]  # errors by field
        await office.desk.type(kim, channel, "campaign new")
        await office.whispered("You cannot make a campaign here.", user=kim, channel=channel)
        assert (await _asks(office, office.ana, channel=channel))["ok"], "who made the campaign manages it"

        window = await opened(office, channel=channel)
        of_campaign = await pressed(office, window, "campaign_show_roles", then="settings_roles")
        assert "As in the workspace: Read along" in words_of(of_campaign)
        await office.press_in(of_campaign, "settings_everybody", value="requester")
        await office.view("Saved.")
        assert (await _asks(office, kim, channel=channel))["ok"]
    finally:
        await office.press_in(
            await _settings(office, office.ben, channel=channel),
            "settings_everybody",
            user=office.ben,
            value="requester",
        )
        await office.view("Saved.", user=office.ben)


async def test_a_guest_reads_along_where_they_are_a_member_and_sees_nothing_else(office: Office) -> None:
    here, there = await new_channel(office, "guest-here"), await new_channel(office, "guest-there")
    for name, channel in (("Guest Here", here), ("Guest There", there)):
        assert (await new_campaign(office, name, channel=channel))["ok"]
    creator = await office.creator()
    await office.asked(f"@{creator}", channel=here)
    card = await office.desk.card(f"@{creator}", "Waiting", channel=here)
    lena = await _person(office, "lena", channel=here, is_ultra_restricted=True)

    shown = words_of(await opened(office, channel=here, user=lena))
    assert "a guest: you read along" in shown
    assert f"@{creator}" in shown
    await office.close_windows(lena)
    await office.desk.type(lena, here, "campaign guest there")
    assert "No campaign that you can see is called “guest there”" in words_of(await office.view("Campaigns", user=lena))
    await office.desk.press(lena, card, "request_cancel", channel=here)
    refused = await office.whispered("You cannot cancel in this campaign.", user=lena, channel=here)
    assert "Guests can read along only." in refused
    assert f"Ask <@{office.ana}>" in refused
    assert [each["status"] for each in await office.desk.meta.on_phone(creator)] == ["PENDING"]


async def test_somebody_of_another_company_reads_the_cards_and_presses_nothing(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "joint")
    assert (await new_campaign(office, "Joint", channel=channel))["ok"]
    other = (await slack.get("world"))["other_team_id"]
    await slack.post("channel", id=channel, shared_with=other)
    olga = await _person(office, "olga", channel=channel, team_id=other, is_admin=True)
    creator = await office.creator()
    await office.asked(f"@{creator}", channel=channel)
    card = await office.desk.card(f"@{creator}", "Waiting", channel=channel)

    await office.desk.press(olga, card, "request_cancel", channel=channel)

    refused = await office.whispered("You cannot cancel in this campaign.", user=olga, channel=channel)
    assert "People of other companies can read along only." in refused
    assert [each["status"] for each in await office.desk.meta.on_phone(creator)] == ["PENDING"]


async def test_what_is_told_of_somebody_who_left_calls_who_manages_the_campaign(office: Office) -> None:
    slack, channel = office.desk.slack, await new_channel(office, "left")
    assert (await new_campaign(office, "Left", channel=channel))["ok"]
    mona = await _person(office, "mona", channel=channel)
    creator = await office.creator()
    await office.asked(f"@{creator}", user=mona, channel=channel)
    card = await office.desk.card(f"@{creator}", "Waiting", channel=channel)
    await slack.post("person", user=mona, deleted=True)

    await office.bot.kill()  # it remembers for a minute who somebody is
    office.bot = await office.desk.start_bot()

    await office.desk.meta.answer(creator, "decline")

    async def told() -> list[View]:
        return [each for each in await office.desk.thread(card, channel=channel) if "Declined" in each["text"]]

    assert f"<@{office.ana}>" in (await office.desk.eventually(told, about="the refusal"))[0]["text"]
