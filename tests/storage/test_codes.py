"""Ad codes and rounds of tag approval in the database: one code for each post, each workspace's own, seen by campaign."""

from __future__ import annotations

from typing import Any

import pytest

from storage.codes import AdCode, CodeOrigin, CodeStage, CodeVerdict
from storage.ids import ChannelId, PersonId, new_id
from storage.tags import TagRound, TagStage, TagWish
from storage.unit_of_work import Storage
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign, a_profile, sight


def a_code(**given: Any) -> AdCode:
    """A code that somebody typed in."""
    values: dict[str, Any] = {
        "id": new_id(),
        "post_key": "Cw7zyQ5BdEE",
        "media_id": "17895695668004571",
        "permalink": "https://www.instagram.com/p/Cw7zyQ5BdEE/",
        "creator_ig_id": "17841412345678901",
        "creator_username": "maya.makes",
        "origin": CodeOrigin.COLLECTED,
        "stage": CodeStage.LIVE,
        "sealed_code": "sealed",
        "tail": "7730",
        "verdict": CodeVerdict.UNCHECKED,
        "got_by": ANA,
        "got_at": NOW,
    }
    return AdCode(**(values | given))


@pytest.mark.parametrize("stage", [CodeStage.MAKING, CodeStage.SENT, CodeStage.UNSURE, CodeStage.LIVE])
async def test_a_post_never_has_two_codes(storage: Storage, stage: CodeStage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.codes.add_unless_there(a_code(stage=stage))
        assert not await uow.codes.add_unless_there(a_code())


async def test_a_code_that_is_gone_makes_room_for_another(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.codes.add_unless_there(a_code(stage=CodeStage.GONE))
        assert await uow.codes.add_unless_there(a_code(stage=CodeStage.FAILED))
        assert await uow.codes.add_unless_there(a_code())


async def test_another_workspace_has_codes_of_its_own_and_sees_none_of_ours(storage: Storage) -> None:
    code = a_code()
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.codes.add_unless_there(code)
    async with storage.write(ELSEWHERE) as uow:
        assert await uow.codes.get(code.id) is None
        assert await uow.codes.of_post(code.post_key) is None
        assert await uow.codes.of_posts([code.post_key], sight=sight()) == {}
        assert not await uow.codes.is_seen(code.id, sight=sight())
        assert await uow.codes.of_creator("17841412345678901", post_keys=[code.post_key]) == []
        assert await uow.codes.add_unless_there(a_code())


async def test_a_code_of_a_private_campaign_is_there_for_the_people_of_its_channel_alone(storage: Storage) -> None:
    code, secret = a_code(), a_campaign(channel_id=ChannelId("C0SECRET"), is_private=True)
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.campaigns.add_unless_taken(secret)
        assert await uow.codes.add_unless_there(code)
        assert await uow.codes.use(code, campaign_id=secret.id, by=ANA, at=NOW)
        assert not await uow.codes.use(code, campaign_id=secret.id, by=ANA, at=NOW)

    inside, outside = sight("C0SECRET"), sight(person_id=PersonId("U0BEN"))
    async with storage.read(NORTHLIGHT) as uow:
        assert list(await uow.codes.of_posts([code.post_key], sight=inside)) == [code.post_key]
        assert await uow.codes.of_posts([code.post_key], sight=outside) == {}
        assert not await uow.codes.is_seen(code.id, sight=outside)
        assert await uow.codes.users_of(code.id, sight=outside) == []
        assert [each.id for each in await uow.codes.users_of(code.id, sight=inside)] == [secret.id]
        assert [each.id for each in await uow.codes.of_campaign(secret.id)] == [code.id]


async def test_a_code_of_no_campaign_is_every_members_and_no_guests(storage: Storage) -> None:
    code = a_code()
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.codes.add_unless_there(code)
        assert await uow.codes.is_seen(code.id, sight=sight())
        assert not await uow.codes.is_seen(code.id, sight=sight(is_outsider=True))


async def test_a_round_of_tag_approval_is_its_own_workspaces(storage: Storage) -> None:
    profile = a_profile()
    async with storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
        await uow.flush()
        round_ = TagRound(
            id=new_id(),
            profile_id=profile.id,
            wish=TagWish.APPROVE,
            applies_rest=False,
            creators=[{"username": "maya.makes"}],
            stage=TagStage.RUNNING,
            by=ANA,
            begun_at=NOW,
        )
        uow.tag_rounds.add(round_)
    async with storage.read(NORTHLIGHT) as uow:
        kept = await uow.tag_rounds.get(round_.id)
        assert kept is not None
        assert (kept.wish, kept.creators) == (TagWish.APPROVE, [{"username": "maya.makes"}])
    async with storage.read(ELSEWHERE) as uow:
        assert await uow.tag_rounds.get(round_.id) is None
