"""Handles change hands: the Instagram id is the key, and nobody is asked for somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.batches.trying import Trying, Wish
from bot.bulk.table import read_paste
from bot.errors import NotFound, Refused
from bot.permissions.record import RENAMED
from bot.permissions.status import State
from storage.ids import RequestId
from storage.tables import Health, Message
from tests.storage.builders import ANA, NORTHLIGHT
from tests.stories.hands import PERSON, Hands


async def asked(hands: Hands) -> RequestId:
    """Ask, and be at Meta."""
    request_id = await hands.ask()
    await hands.attempt()
    hands.wait(minutes=5)
    return request_id


async def cards(hands: Hands, request_id: RequestId) -> Message | None:
    async with hands.storage.read(NORTHLIGHT) as uow:
        return await uow.messages.card_of(request_id)


async def test_a_creator_with_a_new_handle_is_followed_and_the_history_says_so(hands: Hands) -> None:
    request_id = await asked(hands)
    hands.meta.rows[0]["creator_username"] = "Maya.Moves"

    await hands.look()
    await hands.look()

    request = await hands.request(request_id)
    assert (request.creator_username, request.state) == ("maya.moves", State.WAITING)
    (entry,) = [each for each in await hands.history(request_id) if each.tag == RENAMED]
    assert "was @maya.makes is called @maya.moves now" in entry.why
    assert entry.before["creator"] == "maya.makes"
    assert any(job.args == (NORTHLIGHT, f"tell:{entry.id}") for job in hands.engine.jobs)
    async with hands.storage.read(NORTHLIGHT) as uow:
        assert await uow.handles.once("maya.makes") == ["900"]


async def test_cancelling_finds_a_creator_who_is_called_otherwise_by_now(hands: Hands) -> None:
    request_id = await asked(hands)
    hands.meta.rows[0]["creator_username"] = "maya.moves"

    await hands.cancel(request_id)

    assert (await hands.request(request_id)).state == State.CANCELLED
    assert hands.meta.rows[0]["permission_status"] == "CANCELED"


async def test_whoever_has_the_handle_now_is_not_asked_before_a_person_has_said_so(hands: Hands) -> None:
    first = await asked(hands)
    hands.meta.rows[0] |= {"permission_status": "DECLINED", "creator_username": "maya.moves"}
    await hands.look()
    hands.meta.accounts = {"maya.makes": "901", "maya.moves": "900"}

    second = await hands.ask()
    await hands.attempt()

    stopped = await hands.request(second)
    assert (stopped.state, stopped.other_ig_id) == (State.FAILED, "901")
    assert "was account 900 when we last knew it, and is account 901 now" in str(stopped.state_words)
    assert hands.meta.asked == ["900"]

    accepted = await hands.asking.confirm_account(NORTHLIGHT, second, person=PERSON)
    await hands.attempt()

    assert hands.meta.asked == ["900", "901"]
    assert (await hands.request(accepted.request.id)).state == State.WAITING
    assert (await hands.request(first)).creator_username == "maya.moves"
    with pytest.raises(Refused, match="decided before"):
        await hands.asking.confirm_account(NORTHLIGHT, second, person=PERSON)


async def test_what_belongs_to_no_campaign_or_whose_profile_is_gone_is_confirmed_by_nobody_and_each_is_said(
    hands: Hands,
) -> None:
    await asked(hands)
    hands.meta.rows[0]["permission_status"] = "DECLINED"
    await hands.look()
    hands.meta.accounts["maya.makes"] = "901"
    stopped = await hands.ask()
    await hands.attempt()

    async def refused(**columns: Any) -> str:
        """Say what is refused while the request, or its profile, is like that."""
        async with hands.storage.write(NORTHLIGHT) as uow:
            request = await uow.requests.get(stopped)
            profile = await uow.profiles.get(hands.profile.id)
            assert request is not None
            assert profile is not None
            request.campaign_id = columns.get("campaign_id", request.campaign_id)
            profile.health = columns.get("health", profile.health)
        with pytest.raises(NotFound) as told:
            await hands.asking.confirm_account(NORTHLIGHT, stopped, person=PERSON)
        return told.value.sentence

    assert "That profile is not connected any more." in await refused(health=Health.DISCONNECTED)
    assert "That request is not there any more." in await refused(health=Health.OK, campaign_id=None)
    assert hands.meta.asked == ["900"]


async def test_a_list_says_before_anybody_is_asked_which_handles_their_account_gave_up(hands: Hands) -> None:
    await asked(hands)
    hands.meta.rows[0] |= {"permission_status": "DECLINED", "creator_username": "maya.moves"}
    await hands.look()
    wish = Wish(
        campaign_id=hands.campaign.id,
        profile_id=hands.profile.id,
        message=None,
        made_by=ANA,
        sender="Ana",
        by_mail=False,
    )

    async def given_up() -> frozenset[str]:
        table = read_paste("maya.makes\nmaya.moves\njuno.skates")
        return (await Trying(hands.means).look_through(NORTHLIGHT, table, wish, person=PERSON)).given_up

    assert await given_up() == {"maya.makes"}
    hands.meta.accounts = {"maya.makes": "901", "maya.moves": "900"}
    stopped = await hands.ask()
    await hands.attempt()
    assert await given_up() == {"maya.makes"}, "somebody has to say first whether they are meant"
    await hands.asking.confirm_account(NORTHLIGHT, stopped, person=PERSON)
    await hands.attempt()
    assert await given_up() == frozenset()


async def test_once_confirmed_the_account_is_known_by_the_handle_and_asked_again_without_a_question(
    hands: Hands,
) -> None:
    await asked(hands)
    hands.meta.rows[0]["permission_status"] = "DECLINED"
    await hands.look()
    hands.meta.accounts["maya.makes"] = "901"
    stopped = await hands.ask()
    await hands.attempt()
    confirmed = (await hands.asking.confirm_account(NORTHLIGHT, stopped, person=PERSON)).request.id
    await hands.attempt()
    hands.wait(minutes=5)
    hands.meta.rows[1]["permission_status"] = "DECLINED"
    await hands.look()
    assert (await hands.request(confirmed)).state == State.DECLINED

    again = await hands.ask()
    await hands.attempt()

    assert (await hands.request(again)).state == State.WAITING
    assert hands.meta.asked == ["900", "901", "901"]


async def test_what_meta_lists_for_whoever_took_the_handle_is_not_taken_for_the_creators(hands: Hands) -> None:
    await asked(hands)
    hands.meta.rows[0] |= {"permission_status": "DECLINED", "creator_username": "maya.moves"}
    await hands.look()
    second = await hands.ask()
    hands.meta.accounts["maya.makes"] = "901"
    hands.meta.lists(status="APPROVED", permission_id="P9", whom="901", name="maya.makes")

    await hands.attempt()

    stopped = await hands.request(second)
    assert (stopped.state, stopped.other_ig_id) == (State.FAILED, "901")


async def test_two_who_swap_their_handles_end_up_with_the_right_ones(hands: Hands) -> None:
    first = await asked(hands)
    hands.meta.lists(status="APPROVED", permission_id="P7", whom="907", name="juno.skates")
    await hands.look()
    (other,) = [each for each in await hands.live() if each.id != first]
    hands.meta.rows[0]["creator_username"], hands.meta.rows[1]["creator_username"] = "juno.skates", "maya.makes"

    for _look in range(3):
        hands.wait(minutes=5)
        await hands.look()

    assert (await hands.request(first)).creator_username == "juno.skates"
    assert (await hands.request(other.id)).creator_username == "maya.makes"
    async with hands.storage.read(NORTHLIGHT) as uow:
        assert await uow.handles.account_of("maya.makes") == "907"


async def test_a_card_of_a_creator_who_was_followed_shows_the_new_handle(hands: Hands) -> None:
    request_id = await asked(hands)
    before = (await hands.request(request_id)).version
    hands.meta.rows[0]["creator_username"] = "maya.moves"

    await hands.look()

    assert (await hands.request(request_id)).version > before
    assert await cards(hands, request_id) is not None
