"""A letter is sent by e-mail, once as far as SMTP can: its text is not sent again where nobody knows whether it arrived.

The addresses are offered first, which can be taken back. That the text is about to leave is committed before it leaves;
whoever finds that written, and no end of it, knows that they cannot know.
"""

from __future__ import annotations

from datetime import timedelta

from bot.campaigns.rules import rules_of
from bot.letters.addresses import AddressBook, masked
from bot.letters.writing import LATE, SEND_LETTER, TRIED_FOR, WITH_THE_ASK, send_job
from bot.mail.envelope import Envelope
from bot.mail.errors import MailBusy, MailRefused, MailUnsure
from bot.mail.server import MailServer
from bot.permissions.durable import DurableWork, Means
from bot.permissions.record import GREENLIGHT, Move
from bot.permissions.status import State
from bot.words import say
from storage.ids import WorkspaceId
from storage.letters import Address, Letter, LetterState
from storage.tables import Profile, Request
from storage.unit_of_work import UnitOfWork

LONGEST_PAUSE = 900.0
STILL_WANTED = frozenset({State.WAITING, State.APPROVED, State.UNSURE})
"""Where the request has ended meanwhile, a letter about it would only confuse."""


class Outcome:
    """What became of one try, in words that the engine can keep."""

    SENT = "sent"
    REFUSED = "refused"
    BUSY = "busy"
    UNSURE = "unsure"
    KEPT = "kept"
    """Not sent and not to be: a person takes over."""
    QUIET = "quiet"
    """It waits for the end of the campaign's quiet hours."""
    DROPPED = "dropped"
    """Not needed any more."""
    STALE = "stale"
    """Another run has it, or it is over."""


class SendingLetters(DurableWork):
    """The durable work of sending letters; without a mail server they are handed to people."""

    def __init__(self, means: Means, *, server: MailServer | None) -> None:
        super().__init__(means)
        self._server = server
        self._book = AddressBook(means.secrets)

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(SEND_LETTER, self._send)

    async def _send(self, workspace_id: str, letter_id: str, run: str) -> None:
        # Two steps: what a try has led to is known while the database is waited for, and is not tried to be known again.
        outcome, said = await self.engine.step("send", self._try, workspace_id, letter_id, int(run))
        await self.engine.step("settle", self._settle, workspace_id, letter_id, int(run), outcome, said)

    async def _try(self, workspace_id: str, letter_id: str, run: int) -> list[str]:
        """Send it unless it was begun before; return what became of it, and what the server said."""
        ws = WorkspaceId(workspace_id)
        async with self.storage.write(ws) as uow:
            letter = await uow.letters.get(letter_id, lock=True)
            if letter is None or letter.run != run or letter.state is not LetterState.SENDING:
                return [Outcome.STALE, ""]
            if letter.begun_at is not None:
                return [Outcome.UNSURE, ""]
            if letter.purpose != WITH_THE_ASK and (held := await self._held(uow, letter)) is not None:
                return held
            envelope = await self._envelope(uow, letter)
            if isinstance(envelope, str):
                return [Outcome.KEPT, envelope]
            letter.masked_address = masked(envelope.to)
        assert self._server is not None, "no envelope without one"
        try:
            async with self._server.offered(envelope) as send:
                if not await self._begun(ws, letter_id, run):
                    return [Outcome.STALE, ""]
                await send()
        except MailBusy as busy:
            return [Outcome.BUSY, busy.said]
        except MailRefused as refused:
            return [Outcome.REFUSED, refused.said]
        except MailUnsure as unsure:
            return [Outcome.UNSURE, unsure.said]
        return [Outcome.SENT, ""]

    async def _begun(self, ws: WorkspaceId, letter_id: str, run: int) -> bool:
        """Commit that the text is about to leave; False where somebody else has taken the letter over meanwhile."""
        async with self.storage.write(ws) as uow:
            letter = await uow.letters.get(letter_id, lock=True)
            if letter is None or letter.run != run or letter.state is not LetterState.SENDING or letter.begun_at:
                return False
            letter.begun_at = self.now()
            letter.sweep_at = self.now() + LATE
        return True

    async def _settle(self, workspace_id: str, letter_id: str, run: int, outcome: str, said: str) -> None:
        """Write down what a try has led to."""
        if outcome == Outcome.STALE:
            return
        async with self.storage.write(WorkspaceId(workspace_id)) as uow:
            letter = await uow.letters.get(letter_id, lock=True)
            if letter is None or letter.run != run or letter.state is not LetterState.SENDING:
                return
            request = await uow.requests.get(letter.request_id)
            assert request is not None, "a letter's request is never deleted"
            if outcome == Outcome.QUIET:
                letter.try_until = self.now() + timedelta(seconds=float(said)) + TRIED_FOR
                await self._put_off(uow, letter, seconds=float(said))
                return
            if outcome == Outcome.BUSY and self.now() < (letter.try_until or self.now()):
                await self._put_off(uow, letter, seconds=min(5.0 * 2.0 ** min(letter.run + 1, 9), LONGEST_PAUSE))
                return
            await self.recorder.letter_changed(uow, request, letter, _move(outcome, said))

    async def _put_off(self, uow: UnitOfWork, letter: Letter, *, seconds: float) -> None:
        letter.begun_at = None
        letter.run += 1
        letter.sweep_at = self.now() + timedelta(seconds=seconds) + LATE
        await uow.enqueue(send_job(letter, delay_seconds=seconds))

    async def _held(self, uow: UnitOfWork, letter: Letter) -> list[str] | None:
        """Say why a nudge does not leave now, where it has waited so long that things are otherwise; None where it may."""
        request = await uow.requests.get(letter.request_id)
        assert request is not None, "a letter's request is never deleted"
        campaign = await uow.campaigns.get(request.campaign_id) if request.campaign_id else None
        if request.state != State.WAITING or campaign is None or campaign.closed_at is not None:
            return [Outcome.DROPPED, say("nudge.not_needed")]
        wait = rules_of(campaign).quiet.next_open(self.now()) - self.now()
        return [Outcome.QUIET, str(wait.total_seconds())] if wait > timedelta(0) else None

    async def _envelope(self, uow: UnitOfWork, letter: Letter) -> Envelope | str:
        """Write a letter out, or say why it cannot be sent."""
        request = await uow.requests.get(letter.request_id)
        assert request is not None, "a letter's request is never deleted"
        profile = await uow.profiles.get(request.profile_id)
        assert profile is not None, "a request's profile is never deleted"
        if self._server is None:
            return say("letter.no_server")
        if State(request.state) not in STILL_WANTED:
            return say("letter.request_over")
        row = (await uow.addresses.of([request.creator_username])).get(request.creator_username)
        to = await self._book.open(uow, request.creator_username)
        if row is None or to is None:
            return say("letter.no_address")
        if not _is_same_account(row, request):
            return say("letter.other_account")
        return _written(letter, profile, to=to, server=self._server)


def _is_same_account(row: Address, request: Request) -> bool:
    """Tell whether the handle is still the account that the address was kept for; the first letter settles which it is."""
    row.creator_ig_id = row.creator_ig_id or request.creator_ig_id
    return request.creator_ig_id in (None, row.creator_ig_id)


def _written(letter: Letter, profile: Profile, *, to: str, server: MailServer) -> Envelope:
    return Envelope(
        sender=server.sender,
        sender_name=server.sender_name or profile.username,
        reply_to=server.reply_to,
        to=to,
        subject=_subject(letter, profile),
        text=letter.text,
        message_id=f"{letter.id}@{server.sender.rpartition('@')[2]}",
        written_at=letter.made_at,
    )


def _subject(letter: Letter, profile: Profile) -> str:
    is_first = letter.purpose == WITH_THE_ASK
    return say("letter.subject" if is_first else "nudge.subject", profile=profile.username)


def _move(outcome: str, said: str) -> Move:
    match outcome:
        case Outcome.SENT:
            return Move(to=LetterState.SENT, by=GREENLIGHT)
        case Outcome.REFUSED:
            return Move(to=LetterState.BOUNCED, by=GREENLIGHT, words=_server_said(said), is_news=True)
        case Outcome.BUSY:
            words = say("letter.gave_up", said=said)
            return Move(to=LetterState.PREPARED, by=GREENLIGHT, words=words, is_news=True)
        case Outcome.DROPPED:
            return Move(to=LetterState.DROPPED, by=GREENLIGHT, words=said)
        case Outcome.KEPT:
            return Move(to=LetterState.PREPARED, by=GREENLIGHT, words=said, is_news=True)
        case _:
            return Move(to=LetterState.UNSURE, by=GREENLIGHT, words=say("letter.unsure_why"), is_news=True)


def _server_said(said: str) -> str:
    return say("letter.server_said", said=said) if said else say("letter.server_said_nothing")
