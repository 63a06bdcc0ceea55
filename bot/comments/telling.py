"""Telling a campaign's channel of new comments: in a thread for each creator's account, each message once.

A post is begun in the database before it leaves, and a repeat looks for it by its key, as in `bot.permissions.tell`.
https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot.comments.drawing import DrawingNotes
from bot.comments.facts import DrawNote, EditsFacts, HeadFacts, NewsFacts, NoteFacts, head_facts, note_facts
from bot.comments.notes import TELL, begin_again, known, new_note, show_job
from bot.comments.posts import ReadingPosts
from bot.comments.showing import ShowingComments
from bot.connections.means import LoginMeans
from bot.permissions.record import LATE
from bot.permissions.tell import HELD_FOR, LONGEST_PAUSE, SETTLE_SECONDS
from bot.slack.calls import SlackCalls, Words
from bot.slack.errors import ChannelClosed, SlackBusy, SlackError, SlackRefused, ThreadGone
from storage.comment_notes import CommentNote, NoteKind
from storage.ids import ChannelId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

WHILE_FOLLOWED = (NoteKind.NEWS, NoteKind.EDITS, NoteKind.UNREAD)
"""What nobody is told of once the comments of an account are not followed any more."""


class TellingComments:
    """The durable work."""

    def __init__(self, means: LoginMeans, *, patient: SlackCalls, draw: DrawNote) -> None:
        """`patient` waits out Slack's limits: nobody waits for an ack while comments are told."""
        self._means = means
        self._slack = patient
        self._draw = draw
        self._posts = ReadingPosts(means)
        self._drawing = DrawingNotes(self._posts, draw=draw)
        self._showing = ShowingComments(means, patient=patient, drawing=self._drawing)

    def register(self) -> None:
        """Give the engine this use case's workflows."""
        self._means.engine.workflow(TELL, self._tell)
        self._showing.register()

    async def _tell(self, workspace_id: str, key: str) -> None:
        await self._means.engine.step("posts", self._posts.read_for, WorkspaceId(workspace_id), key)
        await self._means.engine.step("post", self._post_once, WorkspaceId(workspace_id), key)

    async def _post_once(self, ws: WorkspaceId, key: str) -> None:
        """Post one message, unless it is posted or must not be any more."""
        begun = await self._begun(ws, key)
        if begun is None:
            return
        note, head, facts = begun
        version, told = note.version, facts[1]
        is_alarm = isinstance(told, EditsFacts) or (isinstance(told, NewsFacts) and told.news.is_alarm)
        try:
            thread_ts = head.ts or (await self._posted(head, self._draw(facts[0]), thread_ts=None))[0]
            await self._keep(ws, head.key, ts=thread_ts, version=1)
            told = await self._drawing.illustrated(ws, key, told)
            give = partial(self._posted, note, thread_ts=thread_ts, broadcast=is_alarm)
            try:
                ts, is_new = await self._drawing.give(told, give)
            except ThreadGone:  # somebody deleted its head: what is told must be heard all the same
                await self._forget_head(ws, head.key)
                ts, is_new = await self._drawing.give(told, partial(self._posted, note, thread_ts=None))
        except SlackError as error:
            await self._put_off(ws, key, error)
            return
        await self._keep(ws, key, ts=ts, version=version if is_new else 0)

    async def _begun(
        self, ws: WorkspaceId, key: str
    ) -> tuple[CommentNote, CommentNote, tuple[HeadFacts, NoteFacts]] | None:
        """Commit to where it goes and that a try begins; None where nothing is to be posted."""
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            note = await uow.comment_notes.get(key, lock=True)
            if note is None or note.ts is not None:
                return None
            asset = await uow.assets.get(note.asset_id)
            campaign = await uow.campaigns.get(asset.campaign_id) if asset is not None else None
            assert asset is not None, "accounts are never deleted"
            assert campaign is not None, "campaigns are never deleted"
            if note.kind in WHILE_FOLLOWED and not asset.is_followed and not note.tries:
                await uow.comment_notes.remove(note)  # the thread says that there is nothing more to come
                return None
            note.channel_id = note.channel_id if note.tries else campaign.channel_id
            note.tries += 1
            note.sweep_at = now + LATE
            head = await self._head(uow, asset, channel_id=note.channel_id)
            head.tries += 0 if head.ts else 1
            news = await note_facts(uow, note, asset=asset)
            if news is None:  # it was deleted before anybody was told of it
                await uow.comment_notes.remove(note)
                return None
        return note, head, (head_facts(asset, campaign), news)

    async def _head(self, uow: UnitOfWork, asset: Asset, *, channel_id: ChannelId) -> CommentNote:
        key, now = f"comments:{asset.id}:{channel_id}", self._means.now()
        head = new_note(asset, key=key, kind=NoteKind.HEAD, channel_id=channel_id, now=now)
        return head if await uow.comment_notes.add_unless_there(head) else await known(uow, key)

    async def _posted(
        self, note: CommentNote, words: Words, *, thread_ts: str | None, broadcast: bool = False
    ) -> tuple[str, bool]:
        """Return where the message stands, and whether it is new: what was found there may show what was so before."""
        if note.tries > 1:
            await asyncio.sleep(SETTLE_SECONDS)
            since = note.created_at.timestamp() - 60  # clocks differ a little
            for place in dict.fromkeys((thread_ts, None)):  # it stands in none where its thread was gone
                found = await self._slack.find(key=note.key, channel_id=note.channel_id, thread_ts=place, since=since)
                if found is not None:
                    return found, False
        ts = await self._slack.post(
            words, channel_id=note.channel_id, key=note.key, thread_ts=thread_ts, broadcast=broadcast
        )
        return ts, True

    async def _keep(self, ws: WorkspaceId, key: str, *, ts: str, version: int) -> None:
        async with self._means.storage.write(ws) as uow:
            note = await known(uow, key)
            note.ts = ts
            note.shown_version = max(note.shown_version, version)
            if note.version > note.shown_version:
                await uow.enqueue(show_job(note))

    async def _forget_head(self, ws: WorkspaceId, key: str) -> None:
        """Have the next news post a head anew."""
        async with self._means.storage.write(ws) as uow:
            head = await known(uow, key)
            head.ts, head.tries, head.created_at = None, 0, self._means.now()

    async def _put_off(self, ws: WorkspaceId, key: str, error: SlackError) -> None:
        """Try again soon where Slack is busy; rest while the channel takes nothing."""
        async with self._means.storage.write(ws) as uow:
            note = await known(uow, key)
            if note.ts is not None:
                return
            if isinstance(error, SlackBusy):
                pause = max(error.wait_seconds, min(2.0 ** min(note.run, 9), LONGEST_PAUSE))
                await begin_again(uow, note, now=self._means.now(), after=pause)
                return
            log.warning("news of comments is held: %s", error)
            note.sweep_at = self._means.now() + HELD_FOR
            if isinstance(error, ChannelClosed | SlackRefused):
                note.tries -= 1  # Slack answered no: it is surely not there
