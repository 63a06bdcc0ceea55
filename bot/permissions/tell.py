"""Telling: the card and its thread reach Slack once each, in order, paced, and are held when the channel is closed.

Slack has no idempotency key either. That a post was begun is committed before it leaves; a repeat looks for the message by
its key before it posts again, and takes over what it finds.
https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.batches.facts import DrawBatch, batch_facts_of
from bot.campaigns.place import inside_of, managers_of
from bot.engine import Engine
from bot.letters.facts import letter_facts
from bot.people import People
from bot.permissions.facts import DrawCard, DrawHistory, facts_of, history_of, letters_told
from bot.permissions.record import (
    DELIVER,
    LATE,
    REFRESH,
    TERM_ENDING,
    TERM_OVER,
    deliver_job,
    is_known,
    is_person,
    refresh_job,
    show_batch,
)
from bot.permissions.status import TOLD_IN_CHANNEL, State
from bot.queues import ASKS
from bot.slack.calls import SlackCalls, Words
from bot.slack.errors import ChannelClosed, SlackBusy, SlackError, SlackRefused, ThreadGone
from bot.words import say
from storage.ids import BatchId, ChannelId, PersonId, RequestId, WorkspaceId
from storage.repositories.messages import card_key
from storage.tables import AuditEntry, Message, Request
from storage.unit_of_work import Job, Storage, UnitOfWork

log = logging.getLogger(__name__)

WARN = "warn"
# One message a second a channel is Slack's limit for posts; https://docs.slack.dev/apis/web-api/rate-limits

SETTLE_SECONDS = 1.0
"""Before looking for a message after a crash: a post that was in flight may still be landing."""
LONGEST_PAUSE = 300.0
HELD_FOR = timedelta(minutes=2)
"""How long a message whose channel is closed rests before it is tried again."""

Row = TypeVar("Row")


class Telling:
    """The durable work of showing requests in Slack."""

    def __init__(
        self,
        *,
        storage: Storage,
        engine: Engine,
        slack: SlackCalls,
        draw_card: DrawCard,
        draw_history: DrawHistory,
        draw_batch: DrawBatch,
        people: People,
        now: Callable[[], datetime],
    ) -> None:
        self._people = people
        self._storage = storage
        self._engine = engine
        self._slack = slack
        self._draw_card = draw_card
        self._draw_history = draw_history
        self._draw_batch = draw_batch
        self._now = now

    def register(self) -> None:
        """Give the engine this use case's workflows."""
        self._engine.workflow(DELIVER, self._deliver)
        self._engine.workflow(REFRESH, self._refresh)
        self._engine.workflow(WARN, self._warn)

    async def release(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> None:
        """Send on its way what a channel's being closed held back; doing it twice posts nothing twice."""
        async with self._storage.write(workspace_id) as uow:
            await send_again(uow, await uow.messages.held_in(channel_id))

    async def _deliver(self, workspace_id: str, key: str) -> None:
        await self._engine.step("post", self._post_once, workspace_id, key)

    async def _refresh(self, workspace_id: str, request_id: str, run: str) -> None:
        await self._engine.step("edit", self._edit, workspace_id, request_id, int(run))

    async def _warn(self, workspace_id: str, request_id: str) -> None:
        await self._engine.step("warn", self._warn_asker, workspace_id, request_id)

    async def _post_once(self, workspace_id: str, key: str) -> None:
        """Post one message, unless it is posted; hold it while its channel is closed, put it off while Slack is busy."""
        ws = WorkspaceId(workspace_id)
        called = await self._whom_to_call(ws, key)
        async with self._storage.write(ws) as uow:
            message = await uow.messages.get(key, lock=True)
            if message is None or message.ts is not None:
                return
            request = _there(await uow.requests.get(message.request_id))
            card = await uow.messages.card_for(request)
            is_card = card is None or card.key == key
            is_in_thread = not is_card and card is not None and card.channel_id == message.channel_id
            if is_in_thread and card is not None and card.ts is None:
                # Its card is held or late; it is sent on its way again when the card is posted.
                message.held_since = message.held_since or self._now()
                message.sweep_at = self._now() + LATE
                message.held_words = card.held_words
                return
            message.tries += 1
            message.sweep_at = self._now() + LATE
            may_be_there = message.tries > 1
            words, broadcast = await self._drawn(uow, message, request, called=called)
            version = request.version
        # Where the campaign has moved since, its news goes to where it is now: the card's thread stayed behind.
        thread_ts = card.ts if is_in_thread and card is not None else None

        if may_be_there:
            await asyncio.sleep(SETTLE_SECONDS)
        try:
            try:
                ts, is_new = await self._posted(
                    message, words, thread_ts, broadcast=broadcast and is_in_thread, may_be_there=may_be_there
                )
            except ThreadGone:  # somebody deleted the card: what is told must be heard all the same
                ts, is_new = await self._posted(message, words, None, broadcast=False, may_be_there=may_be_there)
        except SlackError as error:
            await self._put_off(ws, key, error)
            return

        async with self._storage.write(ws) as uow:
            message = _there(await uow.messages.get(key, lock=True))
            message.ts = ts
            message.held_since = message.held_words = None
            message.shown_version = version if is_new else 0  # what was found was drawn earlier: nobody knows of what
            if is_card:
                await self._release(uow, message)

    async def _posted(
        self, message: Message, words: Words, thread_ts: str | None, *, broadcast: bool, may_be_there: bool
    ) -> tuple[str, bool]:
        """Return a message's timestamp, and whether it is new: what an earlier try left in the channel is adopted."""
        key, channel_id = message.key, message.channel_id
        if may_be_there:
            since = message.created_at.timestamp() - 60  # clocks differ a little
            if found := await self._slack.find(key=key, channel_id=channel_id, thread_ts=thread_ts, since=since):
                return found, False
        posted = await self._slack.post(words, channel_id=channel_id, key=key, thread_ts=thread_ts, broadcast=broadcast)
        return posted, True

    async def _whom_to_call(self, ws: WorkspaceId, key: str) -> PersonId | None:
        """Return whom a message mentions: who asked, or if they have left, somebody who manages the campaign."""
        async with self._storage.read(ws) as uow:
            message = await uow.messages.get(key)
            if message is None or message.audit_id is None:
                return None
            request = _there(await uow.requests.get(message.request_id))
            entry = await uow.audit.get(message.audit_id)
            campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
            managers = await managers_of(uow, campaign) if campaign else []
        concerned = PersonId(entry.labels["to"]) if entry and entry.labels.get("to") else request.asked_by
        if concerned is None and managers and entry is not None and entry.tag in (TERM_ENDING, TERM_OVER):
            concerned = managers[0]  # what was found at Meta was asked for by nobody here
        if concerned is None or (campaign is not None and not campaign.mentions_asker):
            return None
        try:
            return await self._people.first_here([concerned, *managers], else_admin=False)
        except SlackError as error:
            log.warning("nobody knows whether who asked is still here: %s", error)
            return concerned

    async def _drawn(
        self, uow: UnitOfWork, message: Message, request: Request, *, called: PersonId | None
    ) -> tuple[Words, bool]:
        facts = await facts_of(uow, request)
        entry = await uow.audit.get(message.audit_id) if message.audit_id else None
        batch = await uow.batches.get(BatchId(request.submission_id))
        if entry is None and batch is not None and message.key == card_key(batch.id):
            return self._draw_batch(await batch_facts_of(uow, batch), self._now()), False
        if entry is None:
            return self._draw_card(facts, self._now()), False
        # What fails of a long list is told in its thread, and in one file: the channel would drown in it.
        is_crowd = entry.tag in (TERM_ENDING, TERM_OVER) or entry.after.get("state") == State.FAILED
        is_quiet = batch is not None and is_crowd
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        told = frozenset(State(word) for word in campaign.told_states) if campaign else TOLD_IN_CHANNEL
        letter = await uow.letters.get(entry.after["letter"]) if "letter" in entry.after else None
        about = letter_facts(letter) if letter else None
        together = await letters_told(uow, letter, request) if letter else ()
        words = self._draw_history(history_of(entry, facts, called=called, letter=about, together=together))
        return words, is_answer(entry, told=told) and not is_quiet

    async def _release(self, uow: UnitOfWork, card: Message) -> None:
        """Once the card is there: let what waited for it follow, and catch up with what changed while it was posted."""
        if card.key != card_key(card.request_id):  # a list's: what waits in its thread belongs to many requests
            await send_again(uow, await uow.messages.held_in(card.channel_id))
            batch_id = BatchId(card.key.removeprefix(card_key("")))
            await show_batch(uow, batch_id, channel_id=card.channel_id, now=self._now())
            return
        await send_again(uow, await uow.messages.held_of(card.request_id))
        request = _there(await uow.requests.get(card.request_id))
        if request.version > card.shown_version:
            await uow.enqueue(refresh_job(request, channel_id=card.channel_id, after=f":{card.ts}"))

    async def _put_off(self, ws: WorkspaceId, key: str, error: SlackError) -> None:
        async with self._storage.write(ws) as uow:
            message = _there(await uow.messages.get(key, lock=True))
            if isinstance(error, SlackBusy):
                message.run += 1
                pause = max(error.wait_seconds, min(2.0 ** min(message.run, 9), LONGEST_PAUSE))
                message.sweep_at = self._now() + timedelta(seconds=pause) + LATE
                await uow.enqueue(deliver_job(message, workspace_id=ws, delay_seconds=pause))
                return
            log.warning("a message is held: %s", error)
            is_first = message.held_words is None
            message.held_since = message.held_since or self._now()
            message.sweep_at = self._now() + HELD_FOR
            message.held_words = error.sentence
            if isinstance(error, ChannelClosed | SlackRefused):
                message.tries -= 1  # Slack answered no: it is surely not there
            if is_first:
                await uow.enqueue(
                    Job(workflow=WARN, queue=ASKS.name, id=f"warn:{message.request_id}", args=(ws, message.request_id))
                )

    async def _edit(self, workspace_id: str, request_id: str, run: int) -> None:
        """Bring a posted card up to the request's present version; doing it twice changes nothing."""
        ws = WorkspaceId(workspace_id)
        async with self._storage.read(ws) as uow:
            request = _there(await uow.requests.get(RequestId(request_id)))
            card = await uow.messages.card_of(request.id)
            if card is None or card.ts is None or card.shown_version >= request.version:
                return
            facts = await facts_of(uow, request)
        try:
            await self._slack.edit(
                self._draw_card(facts, self._now()), channel_id=card.channel_id, ts=card.ts, key=card.key
            )
        except SlackBusy as error:
            pause = max(error.wait_seconds, min(2.0 ** min(run, 9), LONGEST_PAUSE))
            async with self._storage.write(ws) as uow:
                await uow.enqueue(refresh_job(request, channel_id=card.channel_id, delay_seconds=pause, run=run + 1))
            return
        except SlackError as error:
            # The card was deleted, or the channel is closed: the thread and the lists still tell the truth.
            log.warning("a card could not be edited: %s", error)
        async with self._storage.write(ws) as uow:
            message = _there(await uow.messages.get(card.key, lock=True))
            message.shown_version = max(message.shown_version, request.version)

    async def _warn_asker(self, workspace_id: str, request_id: str) -> None:
        """Tell the person who asked that the channel cannot be written to; the request itself goes on."""
        ws = WorkspaceId(workspace_id)
        async with self._storage.read(ws) as uow:
            request = _there(await uow.requests.get(RequestId(request_id)))
            card = _there(await uow.messages.card_for(request))
            facts = await facts_of(uow, request)
            campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
            managers = await managers_of(uow, campaign) if campaign else []
        asker = is_person(request.asked_by)
        if asker is None or card.held_words is None:
            return
        words = Words(text=say("tell.held", creator=facts.creator_username, reason=card.held_words))
        try:
            person = await self._people.first_here([asker], else_admin=False)
            if person is None:
                is_private, inside = (campaign.is_private, inside_of(campaign)) if campaign else (False, None)
                person = await self._people.first_here(managers, else_admin=not is_private, inside=inside)
            if person is not None:
                await self._slack.write_to(person, words, key=f"held:{request_id}")
        except SlackError as error:
            log.warning("nobody could be told that a card is held: %s", error)


def is_answer(entry: AuditEntry, *, told: Collection[State] = TOLD_IN_CHANNEL) -> bool:
    """Tell whether a line of history is one that the whole channel hears: of a state that is told, and news."""
    if entry.tag in (TERM_ENDING, TERM_OVER):
        return True
    state = entry.after.get("state")
    is_about_request = entry.tag.split(":")[1] == "request"
    is_news = state != entry.before.get("state")
    return (
        is_about_request
        and is_news
        and state is not None
        and state in told
        and not is_known(entry.before, State(state))
    )


async def send_again(uow: UnitOfWork, held: Sequence[Message]) -> None:
    """Send on their way messages that were held back."""
    for message in held:
        message.held_since = None
        message.run += 1
        await uow.enqueue(deliver_job(message, workspace_id=uow.workspace_id))


def _there(row: Row | None) -> Row:
    if row is None:
        raise LookupError("a row that work refers to is gone")
    return row
