"""What the database promises about erasing while others work: whoever asked to be forgotten is, and nobody waits in a ring."""

from __future__ import annotations

import asyncio

import pytest

from storage.comment_notes import CommentNote, NoteKind
from storage.ids import ChannelId
from storage.influencers import Asset
from storage.tables import Campaign
from storage.unit_of_work import Storage
from tests.storage.builders import NORTHLIGHT, NOW, a_campaign, a_connection
from tests.storage.test_comments import a_comment
from tests.storage.test_influencers import an_asset, an_invite

MAYA, READER = "10223344556678001", "10223344556678002"
KEY = "comments:one"


async def _told(storage: Storage) -> tuple[Campaign, Asset]:
    """Let an account be connected, with one comment that its channel was told of."""
    campaign = a_campaign()
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        uow.connections.add(connection := a_connection(meta_user_id=MAYA))
        await uow.flush()
        uow.assets.add(asset := an_asset(campaign, connection.id))
        await uow.flush()
        await uow.names.note(asset.id, asset.username, meta_user_id=MAYA)
        uow.comments.add(a_comment(asset, author_id=READER, told_in=KEY))
        note = CommentNote(
            key=KEY,
            asset_id=asset.id,
            kind=NoteKind.NEWS,
            about={},
            channel_id=ChannelId("C0SPRING"),
            ts="1.0",
            shown_version=1,
            sweep_at=NOW,
            created_at=NOW,
        )
        assert await uow.comment_notes.add_unless_there(note)
    return campaign, asset


async def _erase(storage: Storage, meta_user_id: str) -> None:
    async with storage.across_workspaces() as everywhere:
        await everywhere.erase_person(meta_user_id, now=NOW, words="gone")


async def _version(storage: Storage) -> int:
    async with storage.read(NORTHLIGHT) as uow:
        note = await uow.comment_notes.get(KEY)
    assert note is not None
    return note.version


@pytest.mark.parametrize("who", [MAYA, READER])
async def test_a_comment_that_is_being_heard_does_not_keep_a_wish_to_be_forgotten_off(
    storage: Storage, who: str
) -> None:
    _campaign, asset = await _told(storage)
    async with storage.write(
        NORTHLIGHT
    ) as uow:  # in the order of whoever hears, reads or acts: the account, then messages
        await uow.assets.get(asset.id, lock=True)
        erasing = asyncio.create_task(_erase(storage, who))
        await asyncio.wait([erasing], timeout=0.3)
        note = await uow.comment_notes.get(KEY, lock=True)
        assert note is not None
        note.version += 1
    await erasing
    assert await _version(storage) == 3
    async with storage.read(NORTHLIGHT) as uow:
        left = await uow.comments.known(asset.id, ["17870913679156914"])
        assert all((each.texts, each.author_id, each.author_name) == ([], None, None) for each in left.values())


async def test_a_sign_in_by_an_invite_meanwhile_does_not_keep_a_wish_to_be_forgotten_off(storage: Storage) -> None:
    campaign, _asset = await _told(storage)
    async with storage.write(NORTHLIGHT) as uow:
        uow.invites.add(invite := an_invite(campaign, username="maya.makes"))
    async with storage.write(NORTHLIGHT) as uow:  # in the order of whoever connects: the invite, then the login
        await uow.invites.get(invite.id, lock=True)
        erasing = asyncio.create_task(_erase(storage, MAYA))
        await asyncio.wait([erasing], timeout=0.3)
        assert await uow.connections.of_person(MAYA) is not None
    await erasing
    async with storage.read(NORTHLIGHT) as uow:
        forgotten = await uow.invites.get(invite.id)
    assert forgotten is not None
    assert (forgotten.name, forgotten.username, forgotten.revoked_at) == ("–", None, NOW)
