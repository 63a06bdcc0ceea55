"""Sign-ins that cross each other, and people who may not connect: nobody's token ends up under another name."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from bot.connections.refused import NotSignedIn, SignInOver
from bot.errors import GreenlightError, NotAllowed
from storage.ids import PersonId, new_id
from storage.tables import Health
from tests.connections.house import SKIN, House
from tests.running import until
from tests.storage.builders import a_campaign, a_request

MINE = "b" * 40
Answer = TypeVar("Answer")


async def held(house: House, on: str, act: Coroutine[Any, Any, Answer]) -> asyncio.Task[Answer]:
    """Begin something, and stop it while Meta has answered one call and the answer is still on its way."""
    await house.meta.post("fault", on=on, kind="hold", when="after")
    task = asyncio.ensure_future(act)

    async def waits() -> bool:
        return bool((await house.meta.get("held"))["held"])

    await until(waits)
    return task


async def owner_in_use(house: House) -> tuple[str, str]:
    """Return whom the connection names, and whose token it really holds."""
    connection = await house.connection()
    person = await house.means.graph.login.who(house.secrets.open(connection.sealed_token))
    return str(connection.meta_user_id), person.id


@pytest.mark.parametrize("on", ["oauth", "debug_token", "me"])
async def test_two_people_who_sign_in_by_one_link_in_two_tabs_are_never_mixed_up(house: House, on: str) -> None:
    """One tab is still finding out who signed in when the other opens Meta's dialog again, and somebody else answers."""
    first = await house.answered(await house.begin(), who="nora")
    sign_in_id = house.sign_in_ids[-1]

    async def first_tab() -> None:
        await house.signing_in.come_back(first, browser=MINE)
        await house.picking.choices(sign_in_id, browser=MINE)

    slow = await held(house, on, first_tab())
    second = await house.answered(await house.signing_in.again(sign_in_id, browser=MINE), who="omar")
    if on != "oauth":
        await house.signing_in.come_back(second, browser=MINE)
    await house.meta.post("release", drop=False)
    with pytest.raises(NotSignedIn):
        await slow
    if on == "oauth":
        await house.signing_in.come_back(second, browser=MINE)

    await house.picking.choices(sign_in_id, browser=MINE)
    await house.picking.connect(sign_in_id, browser=MINE, picked=[SKIN])

    named, really = await owner_in_use(house)
    assert named == really == next(each["id"] for each in await people(house) if each["key"] == "omar")


async def test_one_return_that_comes_twenty_times_at_once_is_traded_once(house: House) -> None:
    back = await house.answered(await house.begin())
    sign_in_id = house.sign_in_ids[-1]

    tries = [house.signing_in.come_back(back, browser=MINE) for _again in range(20)]
    ends = await asyncio.gather(*tries, return_exceptions=True)

    assert sign_in_id in ends
    assert all(each == sign_in_id or isinstance(each, NotSignedIn) for each in ends), ends
    assert len(await house.meta.calls("oauth")) == 1
    assert await house.signing_in.come_back(back, browser=MINE) == sign_in_id  # the page loaded again goes on
    assert (await house.picking.choices(sign_in_id, browser=MINE)).offers


async def test_accounts_of_an_older_round_are_not_offered_in_a_newer_one(house: House) -> None:
    first = await house.answered(await house.begin(), who="nora")
    sign_in_id = await house.signing_in.come_back(first, browser=MINE)
    slow = await held(house, "batch", house.picking.choices(sign_in_id, browser=MINE))
    second = await house.answered(await house.signing_in.again(sign_in_id, browser=MINE), who="omar")
    await house.meta.post("release", drop=False)
    with pytest.raises(NotSignedIn):
        await slow
    await house.signing_in.come_back(second, browser=MINE)

    row = await house.sign_in(sign_in_id)
    assert row is not None
    assert row.accounts is None
    with pytest.raises(SignInOver):
        await house.picking.connect(sign_in_id, browser=MINE, picked=[SKIN])


async def people(house: House) -> list[dict[str, Any]]:
    """Return the people at Meta."""
    found: list[dict[str, Any]] = (await house.meta.get("world"))["people"]
    return found


async def test_a_round_that_ends_after_accounts_were_connected_leaves_no_token_behind(house: House) -> None:
    first = await house.answered(await house.begin(), who="nora")
    sign_in_id = house.sign_in_ids[-1]
    slow = await held(house, "oauth", house.signing_in.come_back(first, browser=MINE))
    second = await house.answered(await house.signing_in.again(sign_in_id, browser=MINE), who="omar")
    await house.signing_in.come_back(second, browser=MINE)
    await house.picking.choices(sign_in_id, browser=MINE)
    await house.picking.connect(sign_in_id, browser=MINE, picked=[SKIN])
    await house.meta.post("release", drop=False)
    with pytest.raises(GreenlightError):
        await slow

    row = await house.sign_in(sign_in_id)
    assert row is not None
    assert (row.sealed_token, row.login, row.accounts) == (None, None, None)


async def test_somebody_of_another_company_connects_and_disconnects_nothing(house: House) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    other = (await house.slack.get("world"))["other_team_id"]
    channel = house.slack.channel("spring-launch")
    await house.slack.post("channel", id=channel, shared_with=other)
    olga = PersonId((await house.slack.post("person", name="olga", team_id=other, is_admin=True))["id"])
    await house.slack.post("join", user=olga, channel=channel)

    with pytest.raises(NotAllowed):
        await house.begin(person=olga)
    await house.slack.post("person", user=house.ben, deleted=True)
    for outsider in (olga, house.ben):
        with pytest.raises(NotAllowed):
            await house.leaving.disconnect(house.here, profile.id, person_id=outsider)
    await house.slack.post("person", user=house.ben, deleted=False)
    assert (await house.profile(SKIN)).health is not Health.DISCONNECTED


@pytest.mark.parametrize("made_up", ["", "\x00", "a\x00b", "'; drop table sign_ins; --", "%", "\ud800", "0" * 10_000])
async def test_an_id_that_somebody_made_up_opens_no_sign_in(house: House, made_up: str) -> None:
    await house.choosing()
    with pytest.raises(SignInOver):
        await house.picking.choices(made_up, browser=MINE)
    with pytest.raises(SignInOver):
        await house.picking.connect(made_up, browser=MINE, picked=[SKIN])


async def viewers_by_default(house: House, **given: str) -> None:
    """Let members read along, but for those who were given a role in the workspace."""
    async with house.storage.write(house.here) as uow:
        await uow.roles.let_everybody("viewer")
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)


async def test_a_viewer_connects_and_disconnects_nothing_and_reads_who_can(house: House) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    await viewers_by_default(house, **{house.ben: "requester"})

    with pytest.raises(NotAllowed, match=f"<@{house.ben}>"):
        await house.begin(person=house.chloe)
    with pytest.raises(NotAllowed, match=f"<@{house.ben}>"):
        await house.leaving.disconnect(house.here, profile.id, person_id=house.chloe)
    assert (await house.profile(SKIN)).health is not Health.DISCONNECTED
    await house.begin(person=house.ben)


async def test_a_role_that_was_taken_in_the_middle_of_a_sign_in_stops_it_at_the_next_step(house: House) -> None:
    dialog = await house.begin(person=house.chloe)
    sign_in_id = house.sign_in_ids[-1]
    await house.signing_in.come_back(await house.answered(dialog), browser=MINE)
    await house.picking.choices(sign_in_id, browser=MINE)
    await viewers_by_default(house)

    for step in (house.picking.choices(sign_in_id, browser=MINE), house.signing_in.again(sign_in_id, browser=MINE)):
        with pytest.raises(NotAllowed, match="Your role here is viewer"):
            await step
    with pytest.raises(NotAllowed):
        await house.picking.connect(sign_in_id, browser=MINE, picked=[SKIN])
    assert await house.connections() == []


async def test_a_user_group_lets_its_people_connect_and_disconnect(house: House) -> None:
    group = (await house.slack.post("usergroup", handle="ads", name="Ads", members=[house.chloe]))["id"]
    await viewers_by_default(house, **{group: "requester"})

    await house.connect(SKIN, person=house.chloe)
    await house.leaving.disconnect(house.here, (await house.profile(SKIN)).id, person_id=house.chloe)
    assert (await house.profile(SKIN)).health is Health.DISCONNECTED


async def test_what_stops_is_counted_without_private_campaigns_of_others(house: House) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    secret = a_campaign(default_profile_id=profile.id, is_private=True, channel_id="G0SECRET", name="Secret")
    async with house.storage.write(house.here) as uow:
        uow.campaigns.add(secret)
        await uow.flush()
        for username, campaign in (("maya.makes", secret), ("juno.skates", None)):
            uow.requests.add(a_request(profile, campaign, creator_username=username, state="approved"))
    stake = await house.leaving.stake(house.here, profile.id, person_id=house.chloe)
    assert (stake.open, stake.approved) == (0, 1)


async def test_connecting_one_again_tells_what_is_new_and_not_what_was_found_the_first_time(house: House) -> None:
    ig_id = SKIN.split(":")[1]
    await house.meta.post("permission", profile_ig_id=ig_id, creator_username="maya.makes", status="APPROVED")
    await house.connect(SKIN)
    await house.look()
    await house.wait(hours=1)
    await house.meta.post("permission", profile_ig_id=ig_id, creator_username="juno.skates", status="PENDING")
    again = await house.connect(SKIN)
    assert not (await house.picking.picked(again.sign_in_id, browser=MINE)).is_read

    await house.look()
    picked = await house.picking.picked(again.sign_in_id, browser=MINE)
    assert list(picked.adopted.values()) == [{"waiting": 1}]
    third = await house.connect(SKIN)
    await house.look()
    assert list((await house.picking.picked(third.sign_in_id, browser=MINE)).adopted.values()) == [{}]
