"""Letters and addresses in the database: each workspace's own, one letter for each purpose, addresses that follow accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.letters.writing import Wish, draft
from storage.ids import new_id
from storage.letters import Address, LetterState
from storage.unit_of_work import Storage, UnitOfWork
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_profile, a_request


async def a_letter(uow: UnitOfWork) -> tuple[str, str]:
    """Write a request with a letter; return both ids."""
    profile = a_profile()
    uow.profiles.add(profile)
    await uow.flush()
    request = a_request(profile)
    uow.requests.add(request)
    await uow.flush()
    letter = draft(uow, request, Wish(text="Hi", by_mail=True), now=NOW, new_id=new_id)
    return request.id, letter.id


def an_address(creator: str, *, ig_id: str | None = None) -> Address:
    return Address(
        creator_username=creator, creator_ig_id=ig_id, sealed_address=f"sealed {creator}", kept_by=ANA, kept_at=NOW
    )


async def test_a_letter_is_there_for_its_own_workspace_alone(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        request_id, letter_id = await a_letter(uow)
        await uow.addresses.put(an_address("maya.makes"))

    async with storage.read(NORTHLIGHT) as uow:
        found = await uow.letters.get(letter_id)
        assert found is not None
        assert (found.request_id, found.state) == (request_id, LetterState.DRAFTED)
        assert list(await uow.addresses.of(["maya.makes", "juno.skates"])) == ["maya.makes"]
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.letters.get(letter_id) is None
        assert await uow.letters.newest_of(found.request_id) is None
        assert await uow.addresses.of(["maya.makes"]) == {}


async def test_a_request_has_one_letter_for_each_purpose(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            _request_id, letter_id = await a_letter(uow)
            await uow.flush()
            letter = await uow.letters.get(letter_id)
            assert letter is not None
            request = await uow.requests.get(letter.request_id)
            assert request is not None
            draft(uow, request, Wish(text="Hi again", by_mail=True), now=NOW, new_id=new_id)
            await uow.flush()


async def test_only_letters_that_should_have_been_sent_by_now_are_stalled(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        _request_id, letter_id = await a_letter(uow)
    late = NOW + timedelta(hours=1)
    async with storage.across_workspaces() as everywhere:
        assert await everywhere.letters_stalled(now=late, limit=10) == []
    async with storage.write(NORTHLIGHT) as uow:
        letter = await uow.letters.get(letter_id, lock=True)
        assert letter is not None
        letter.state = LetterState.SENDING
    async with storage.across_workspaces() as everywhere:
        assert await everywhere.letters_stalled(now=NOW, limit=10) == []
        assert [each.id for each in await everywhere.letters_stalled(now=late, limit=10)] == [letter_id]


async def test_an_address_follows_its_account_to_a_new_handle_and_no_other_account(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        await uow.addresses.put(an_address("maya.makes", ig_id="900"))
        await uow.addresses.put(an_address("juno.skates", ig_id="901"))
    async with storage.write(NORTHLIGHT) as uow:
        await uow.addresses.follow("maya.makes", to="maya.moves", ig_id="900")
        await uow.addresses.follow("juno.skates", to="juno.rides", ig_id="555")
        await uow.addresses.follow("nobody", to="somebody", ig_id="1")

    async with storage.read(NORTHLIGHT) as uow:
        known = await uow.addresses.of(["maya.makes", "maya.moves", "juno.skates", "juno.rides"])
    assert {creator: row.sealed_address for creator, row in known.items()} == {
        "maya.moves": "sealed maya.makes",
        "juno.skates": "sealed juno.skates",
    }


async def test_what_new_campaigns_begin_with_is_the_workspaces_own(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.letters.usual_template() is None
        await uow.letters.use_template("Hello {creator}")

    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.letters.usual_template() == "Hello {creator}"
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.letters.usual_template() is None
