"""Changing a request: the one place where its state, its history and what people will see change together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.campaigns.rules import rules_of
from bot.homes.wanting import want_home, want_signers
from bot.letters.writing import WITH_THE_ASK, Wish, draft, hand_over
from bot.permissions.nudging.expecting import expect
from bot.permissions.status import LIVE, State, state_of
from bot.permissions.terms.lasting import begin_at_yes
from bot.queues import EDITS, POSTS
from bot.steps.wanting import end_steps
from bot.words import say
from storage.ids import BatchId, ChannelId, PersonId
from storage.letters import Letter, LetterState
from storage.repositories.messages import card_key
from storage.tables import AuditEntry, Campaign, Message, Profile, Request
from storage.unit_of_work import Job, UnitOfWork

META = "meta"
GREENLIGHT = "greenlight"

DELIVER = "deliver"
REFRESH = "refresh"
SHOW_BATCH = "show-batch"
SHOW_LETTER = "show-letter"
BATCH_PACE = 3
BATCH_PACE_LATE = 60
"""Seconds."""

MESSAGE_PREPARED = "greenlight:message:prepared"
NUDGED = "greenlight:message:nudged"
NUDGED_BY_PERSON = "person:message:nudged"
HANDED_OFF = "greenlight:message:handed-off"
LETTERS_BEGIN = frozenset({MESSAGE_PREPARED, NUDGED, NUDGED_BY_PERSON, HANDED_OFF})
"""What an entry is called that a letter begins with; it is edited with the letter."""
RENAMED = "meta:creator:renamed"
MOVED = "person:request:moved"

TERM_ENDING = "greenlight:request:term-ending"
TERM_OVER = "greenlight:request:term-over"

LATE = timedelta(minutes=20)
"""When durable work that has not come to its end by then counts as lost; the longest pause between two tries is half of it."""

THREAD_STATES = frozenset(
    {State.APPROVED, State.DECLINED, State.CANCELLED, State.REVOKED, State.FAILED, State.UNSURE, State.UNSIGNED}
)
"""States whose arrival gets an entry in the card's thread; the others are told by the card itself."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happens to a request: the new state and why, in Meta's word and in ours."""

    to: State
    by: str
    """A Slack user id, `meta` or `greenlight`."""
    words: str | None = None
    meta_status: str | None = None
    deed: str | None = None
    """What the history calls it, where the state alone does not tell."""
    is_quiet: bool = False
    """It has no entry in the thread: it is one of many that changed together."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """What happens to a letter: the new state and why."""

    to: LetterState
    by: str
    """A Slack user id or `greenlight`."""
    words: str | None = None
    is_news: bool = False
    """Whether who asked has to hear of it; otherwise the entry that is there says it."""


class Recorder:
    """Writes changes down: row, audit entry, card and thread, all in the caller's unit of work."""

    def __init__(self, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._now = now
        self._new_id = new_id

    async def change(self, uow: UnitOfWork, request: Request, change: Change) -> AuditEntry:
        """Move `request` as `change` says, write the history, and let the card and its thread tell."""
        before = {"state": request.state, "meta_status": request.meta_status}
        is_new_state = request.state != change.to
        request.state = change.to.value
        request.state_words = change.words
        if change.meta_status is not None:
            request.meta_status = change.meta_status
        request.changed_at = self._now()
        if change.to in (State.APPROVED, State.DECLINED) and is_new_state and not is_known(before, change.to):
            request.answered_at = request.changed_at
        if change.to not in (State.WAITING, State.APPROVED, State.UNSURE):
            request.ending_by = None
        if is_new_state:  # what was held back has left, or never will; what was to be signed is not so any more
            if request.sign_off_id is not None and request.campaign_id is not None:
                await uow.sign_offs.let_go(request.id, now=self._now())
                await want_signers(uow, request.campaign_id, now=self._now())
            request.leaves_at = request.sign_off_id = None
            await self._last(uow, request)
            await self._expect(uow, request)
        entry = await self.note(
            uow,
            request,
            tag=f"{_source(change.by)}:request:{change.deed or change.to}",
            by=change.by,
            before=dict(before),
            why=change.words or "",
        )
        await self.show(uow, request)
        if change.to in THREAD_STATES and is_new_state and not change.is_quiet:
            await self.tell(uow, request, entry)
        if is_new_state:
            await end_steps(uow, request, now=self._now())
        if request.message and change.to in (State.WAITING, State.APPROVED):
            await self._hand_over_message(uow, request)
        return entry

    async def _last(self, uow: UnitOfWork, request: Request) -> None:
        """Begin a term with the creator's yes, and tell of none any more where there is no permission."""
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        if campaign is not None and request.state == State.APPROVED:
            begin_at_yes(request, rules=rules_of(campaign), now=self._now())
        else:
            request.term_at = None

    async def _expect(self, uow: UnitOfWork, request: Request) -> None:
        """Begin to wait for the creator's answer, or stop asking for one."""
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        expect(request, campaign=campaign, now=self._now())
        if request.state != State.WAITING:
            await self.drop_nudges(uow, request, why=say("nudge.not_needed"))

    async def note(
        self,
        uow: UnitOfWork,
        request: Request,
        *,
        tag: str,
        by: str,
        before: Mapping[str, str | None],
        why: str = "",
        to: PersonId | None = None,
        **after: Any,
    ) -> AuditEntry:
        """Write one line of the request's history without changing its state.

        `to` is whom it concerns, where that is not who asked; `after` is what else is so from now on.
        """
        profile = await uow.profiles.get(request.profile_id)
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        entry = AuditEntry(
            id=self._new_id(),
            at=self._now(),
            tag=tag,
            actor=by,
            subject_id=request.id,
            before=before,
            after={"state": request.state, "meta_status": request.meta_status, **after},
            labels=_labels(request, profile=profile, campaign=campaign) | ({"to": to} if to else {}),
            why=why,
        )
        uow.audit.append(entry)
        return entry

    async def renamed(self, uow: UnitOfWork, request: Request, *, former: str) -> None:
        """Tell in the history, on the card and in its thread what the creator is called by now."""
        words = say("history.renamed", former=former, creator=request.creator_username)
        before = {"state": request.state, "creator": former}
        entry = await self.note(uow, request, tag=RENAMED, by=META, before=before, why=words)
        await self.show(uow, request)
        if request.state in LIVE:
            await self.tell(uow, request, entry)

    async def show(self, uow: UnitOfWork, request: Request) -> None:
        """Have the card show the request as it is now: posted if there is none yet, edited in place otherwise."""
        request.version += 1
        await want_home(uow, request.asked_by, now=self._now())
        card = await uow.messages.card_for(request)
        if card is not None and card.key == card_key(request.id):
            await uow.enqueue(refresh_job(request, channel_id=card.channel_id))
            return
        if card is not None:
            await show_batch(uow, BatchId(request.submission_id), channel_id=card.channel_id, now=self._now())
            return
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        if campaign is None:  # adopted for a profile that no campaign uses: it is in the lists, and nobody's channel
            return
        card = Message(
            key=card_key(request.id), request_id=request.id, channel_id=campaign.channel_id, created_at=self._now()
        )
        await self.post(uow, card)

    async def _hand_over_message(self, uow: UnitOfWork, request: Request) -> None:
        """Put the optional message in the thread, once, ready to copy: Meta's request carries no text."""
        letter = await uow.letters.of(request.id, purpose=WITH_THE_ASK, lock=True)
        if letter is None:
            if await uow.audit.has(request.id, tag=MESSAGE_PREPARED):  # by a version that kept no letters
                return
            wish = Wish(text=request.message or "", by_mail=False)
            letter = draft(uow, request, wish, now=self._now(), new_id=self._new_id)
        if letter.state is LetterState.DRAFTED:
            await self.hand_over(uow, request, letter)

    async def hand_over(
        self,
        uow: UnitOfWork,
        request: Request,
        letter: Letter,
        *,
        tag: str = MESSAGE_PREPARED,
        by: str | None = None,
        told_in: str | None = None,
    ) -> None:
        """Begin to send a drafted letter, or put it into the thread to be copied; `told_in` is an entry that tells of it too."""
        await hand_over(uow, letter, request, now=self._now())
        before: dict[str, str | None] = {"letter_state": LetterState.DRAFTED.value}
        entry = await self.note(
            uow,
            request,
            tag=tag,
            by=by or request.asked_by or GREENLIGHT,
            before=before,
            to=is_person(by),
            letter=letter.id,
            letter_state=letter.state,
        )
        letter.told_key = told_in or await self.tell(uow, request, entry)

    async def drop_nudges(self, uow: UnitOfWork, request: Request, *, why: str) -> None:
        """Put nudges away that surely have not left."""
        for letter in await uow.letters.unsent_but(request.id, purpose=WITH_THE_ASK):
            await self.letter_changed(uow, request, letter, Move(to=LetterState.DROPPED, by=GREENLIGHT, words=why))

    async def letter_changed(self, uow: UnitOfWork, request: Request, letter: Letter, move: Move) -> None:
        """Move a letter as `move` says, write the history, and let its entry and the card tell."""
        before: dict[str, str | None] = {"letter_state": letter.state.value}
        letter.state, letter.state_words = move.to, move.words
        letter.by = is_person(move.by)
        letter.changed_at = self._now()
        letter.version += 1
        tag = f"{_source(move.by)}:message:{move.to}"
        entry = await self.note(
            uow,
            request,
            tag=tag,
            by=move.by,
            before=before,
            why=move.words or "",
            letter=letter.id,
            letter_state=letter.state,
        )
        await self.show(uow, request)
        if letter.told_key is not None and (told := await uow.messages.get(letter.told_key)) is not None:
            is_shared = len(await uow.letters.told_with(letter, request)) > 1
            job = show_letter_job(letter, channel_id=told.channel_id)
            await uow.enqueue(_at_pace(job, told.key, now=self._now()) if is_shared else job)
        if move.is_news:
            await self.tell(uow, request, entry)

    async def tell(self, uow: UnitOfWork, request: Request, entry: AuditEntry) -> str | None:
        """Have a line of history told in the thread of the card; returns the message's key, or None where there is no card."""
        card = await uow.messages.card_for(request)
        if card is None:
            return None
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        told = Message(
            key=f"tell:{entry.id}",
            request_id=request.id,
            channel_id=campaign.channel_id if campaign else card.channel_id,  # the campaign may have moved since
            audit_id=entry.id,
            created_at=self._now(),
        )
        await self.post(uow, told)
        return told.key

    async def post(self, uow: UnitOfWork, message: Message) -> None:
        """Have a message posted, once."""
        await uow.flush()
        message.sweep_at = self._now() + LATE
        uow.messages.add(message)
        await uow.enqueue(deliver_job(message, workspace_id=uow.workspace_id))


def deliver_job(message: Message, *, workspace_id: str, delay_seconds: float = 0.0) -> Job:
    """Return the work of posting `message`; each run of it has its own id, the first is run 0."""
    return Job(
        workflow=DELIVER,
        queue=POSTS.name,
        id=f"deliver:{message.key}:{message.run or 0}",
        args=(workspace_id, message.key),
        partition=message.channel_id,
        delay_seconds=delay_seconds,
    )


def refresh_job(
    request: Request, *, channel_id: ChannelId, delay_seconds: float = 0.0, run: int = 0, after: str = ""
) -> Job:
    """Return the work of editing a card to the request's present version.

    `after` names what the work must not have come before: the same work may have found no card yet and be done.
    """
    return Job(
        workflow=REFRESH,
        queue=EDITS.name,
        id=f"refresh:{request.id}:{request.version}:{run}{after}",
        args=(request.workspace_id, request.id, str(run)),
        partition=channel_id,
        delay_seconds=delay_seconds,
    )


def show_letter_job(letter: Letter, *, channel_id: ChannelId, turn: int = 0, delay_seconds: float = 0.0) -> Job:
    """Return the work of editing a letter's entry to its present version."""
    return Job(
        workflow=SHOW_LETTER,
        queue=EDITS.name,
        id=f"{SHOW_LETTER}:{letter.id}:{letter.version}:{turn}",
        args=(letter.workspace_id, letter.id, str(turn)),
        partition=channel_id,
        delay_seconds=delay_seconds,
    )


def _at_pace(job: Job, key: str, *, now: datetime) -> Job:
    """Return the work of editing an entry of several letters: all that changes within a few seconds is shown at once."""
    turn = int(now.timestamp() // BATCH_PACE) + 1
    wait = turn * BATCH_PACE - now.timestamp()
    return replace(job, id=f"{SHOW_LETTER}:{key}:{turn}", delay_seconds=wait)


async def show_batch(uow: UnitOfWork, batch_id: BatchId, *, channel_id: ChannelId, now: datetime) -> None:
    """Have the card of a list edited at a calm pace: all that changes within a few seconds is shown at once.

    The second look is for what was changed in a transaction so long that the first look came before its end.
    """
    for pace in (BATCH_PACE, BATCH_PACE_LATE):
        turn = int(now.timestamp() // pace) + 1
        await uow.enqueue(
            Job(
                workflow=SHOW_BATCH,
                queue=EDITS.name,
                id=f"{SHOW_BATCH}:{batch_id}:{pace}:{turn}",
                args=(uow.workspace_id, batch_id),
                partition=channel_id,
                delay_seconds=turn * pace - now.timestamp(),
            )
        )


def is_known(before: Mapping[str, Any], state: State) -> bool:
    """Tell whether Meta had said so already, before a look that could not make sure of it."""
    said = before.get("meta_status")
    return said is not None and state_of(said) is state


def _source(by: str) -> str:
    return by if by in (META, GREENLIGHT) else "person"


def _labels(request: Request, *, profile: Profile | None, campaign: Campaign | None) -> dict[str, str | None]:
    return {
        "creator": request.creator_username,
        "profile": profile.username if profile else None,
        "campaign": campaign.name if campaign else None,
    }


def is_person(actor: str | None) -> PersonId | None:
    """Return the Slack user id in `actor`, or None when it was Meta or Greenlight itself."""
    return None if actor in (None, META, GREENLIGHT) else PersonId(str(actor))
