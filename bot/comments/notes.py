"""Messages about comments, as rows: begun, and brought up to date when a comment in them changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.comments.readers import lacks_reader
from bot.permissions.record import LATE
from bot.queues import EDITS, ERRANDS, POSTS
from storage.comment_deeds import CommentDeed
from storage.comment_notes import CommentNote, NoteKind
from storage.comments import Comment, CommentState
from storage.ids import ChannelId, new_id
from storage.influencers import Asset
from storage.unit_of_work import Job, UnitOfWork

TELL = "tell-comments"
SHOW = "show-comments"
GATHER = "gather-comments"


def tell_job(note: CommentNote, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of posting a message; each run of it has its own id."""
    return Job(
        workflow=TELL,
        queue=POSTS.name,
        id=f"{note.key}:{note.run}",
        args=(note.workspace_id, note.key),
        partition=note.channel_id,
        delay_seconds=delay_seconds,
    )


def gather_job(*, now: datetime) -> Job:
    """Return the work of gathering what was just heard, of whichever account: one a second at the most."""
    return Job(workflow=GATHER, queue=ERRANDS.name, id=f"{GATHER}:{int(now.timestamp())}", args=("",))


def show_job(note: CommentNote, *, run: int = 0, delay_seconds: float = 0.0) -> Job:
    """Return the work of editing a posted message so that it shows its present version."""
    return Job(
        workflow=SHOW,
        queue=EDITS.name,
        id=f"show:{note.key}:{note.version}:{run}",
        args=(note.workspace_id, note.key, str(run)),
        partition=note.channel_id,
        delay_seconds=delay_seconds,
    )


async def known(uow: UnitOfWork, key: str) -> CommentNote:
    """Return a message that was begun, locked until the commit."""
    note = await uow.comment_notes.get(key, lock=True)
    assert note is not None, "what was begun to be posted is never deleted"
    return note


def new_note(
    asset: Asset,
    *,
    key: str,
    kind: NoteKind,
    channel_id: ChannelId,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> CommentNote:
    """Make a message about an account's comments that nothing was done about yet."""
    return CommentNote(
        key=key,
        workspace_id=asset.workspace_id,
        asset_id=asset.id,
        kind=kind,
        about=facts or {},
        channel_id=channel_id,
        tries=0,
        run=0,
        version=1,
        shown_version=0,
        sweep_at=now + LATE,
        created_at=now,
    )


def line_key(deed_id: str) -> str:
    """Name the line that says how a deed ended."""
    return f"comments:deed:{deed_id}"


async def tell_deed(uow: UnitOfWork, deed: CommentDeed, asset: Asset, *, now: datetime) -> None:
    """Say in the thread of an account how a deed ended."""
    campaign = await uow.campaigns.get(asset.campaign_id)
    assert campaign is not None, "campaigns are never deleted"
    key, facts = line_key(deed.id), {"deed": deed.id}
    await _begin(
        uow, new_note(asset, key=key, kind=NoteKind.DEED, channel_id=campaign.channel_id, now=now, facts=facts)
    )


async def tell_end(uow: UnitOfWork, asset: Asset, *, now: datetime) -> None:
    """Say in the thread of an account that its comments are not followed any more; where there is no thread, nothing.

    It has ended, or it stands and nothing of it is monitored.
    """
    campaign = await uow.campaigns.get(asset.campaign_id)
    for head in await uow.comment_notes.heads(asset.id):
        if campaign is None or head.channel_id != campaign.channel_id:
            continue  # its thread is in a channel that the campaign has left
        facts = {"ending": asset.ending, "untold": await uow.comment_notes.count_untold(asset.id)}
        key, channel_id = f"comments:end:{asset.id}:{asset.version}", head.channel_id
        await _begin(uow, new_note(asset, key=key, kind=NoteKind.END, channel_id=channel_id, now=now, facts=facts))


async def tell_unread(uow: UnitOfWork, asset: Asset, *, now: datetime) -> None:
    """Say in the thread of an account, once since its creator agreed, that comments on ads wait for a login to be connected."""
    campaign = await uow.campaigns.get(asset.campaign_id)
    if campaign is None or not await lacks_reader(uow, asset) or not await uow.comments.count_waiting(asset.id):
        return
    key, channel_id = f"comments:unread:{asset.id}:{int(asset.connected_at.timestamp())}", campaign.channel_id
    await _begin(uow, new_note(asset, key=key, kind=NoteKind.UNREAD, channel_id=channel_id, now=now))


async def tell_edits(uow: UnitOfWork, asset: Asset, *, count: int, now: datetime) -> None:
    """Say in the thread of an account, and to the channel, that so many comments have a keyword since they were edited."""
    campaign = await uow.campaigns.get(asset.campaign_id)
    assert campaign is not None, "campaigns are never deleted"
    key, channel_id = f"comments:edits:{new_id()}", campaign.channel_id
    facts = {"count": count}
    await _begin(uow, new_note(asset, key=key, kind=NoteKind.EDITS, channel_id=channel_id, now=now, facts=facts))


async def _begin(uow: UnitOfWork, note: CommentNote) -> None:
    if await uow.comment_notes.add_unless_there(note):
        await uow.enqueue(tell_job(note))


async def begin_again(uow: UnitOfWork, note: CommentNote, *, now: datetime, after: float = 0.0) -> None:
    """Have an unposted message tried again, in `after` seconds."""
    note.run += 1
    note.sweep_at = now + timedelta(seconds=after) + LATE
    await uow.enqueue(tell_job(note, delay_seconds=after))


async def show_again(uow: UnitOfWork, comments: Iterable[Comment]) -> None:
    """Have the messages brought up to date that tell of comments which have changed.

    The lines in their thread quote what was so then. They follow only where a comment is gone: its text goes everywhere.
    """
    changed = list(comments)
    keys = {each.told_in for each in changed if each.told_in is not None}
    for each in changed:
        if each.state is CommentState.GONE:
            keys |= {line_key(deed_id) for deed_id in await uow.comment_deeds.ids(each.asset_id, each.comment_id)}
    await show_again_by_key(uow, keys)


async def show_again_by_key(uow: UnitOfWork, keys: Iterable[str]) -> None:
    """Have messages brought up to date; one that is not posted yet shows what it has to when it is."""
    for key in sorted(keys):
        note = await uow.comment_notes.get(key, lock=True)
        if note is not None:
            note.version += 1
            if note.ts is not None:
                await uow.enqueue(show_job(note))
