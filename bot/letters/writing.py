"""A letter is drafted with its request, and handed over once Meta has that: to the mail server, or to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.queues import LETTERS
from storage.letters import Letter, LetterState
from storage.tables import Request
from storage.unit_of_work import Job, UnitOfWork

WITH_THE_ASK = "ask"
"""The purpose of the first letter of a request; all others are nudges."""
HAND_OFF = "hand-off"
"""The purpose of the last nudge, which a person sends."""
SEND_LETTER = "send-letter"
TRIED_FOR = timedelta(hours=24)
"""How long a mail server that cannot be reached, or asks to wait, is tried."""
LATE = timedelta(minutes=25)
"""When sending that has not come to its end counts as lost; the answer to the text alone may take ten minutes."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants a creator to be written, and how it should travel."""

    text: str
    by_mail: bool
    """By e-mail where an address is known, otherwise by hand; else by hand in any case."""
    purpose: str = WITH_THE_ASK


def nudge_purpose(number: int) -> str:
    """Return the purpose of a nudge, by how many were written with it."""
    return f"nudge-{number}"


def draft(uow: UnitOfWork, request: Request, wish: Wish, *, now: datetime, new_id: Callable[[], str]) -> Letter:
    """Keep a letter with a request that is written already."""
    letter = Letter(
        id=new_id(),
        request_id=request.id,
        purpose=wish.purpose,
        text=wish.text,
        by_mail=wish.by_mail,
        state=LetterState.DRAFTED,
        made_at=now,
        changed_at=now,
        sweep_at=now + LATE,
        run=0,
        version=0,
    )
    uow.letters.add(letter)
    return letter


async def hand_over(uow: UnitOfWork, letter: Letter, request: Request, *, now: datetime) -> None:
    """Begin to send a letter where its creator's address is known and meant; otherwise it is ready to copy."""
    address = (await uow.addresses.of([request.creator_username])).get(request.creator_username)
    letter.changed_at = now
    letter.version += 1
    if not letter.by_mail or address is None:
        letter.state = LetterState.PREPARED
        return
    await begin(uow, letter, now=now)


async def begin(uow: UnitOfWork, letter: Letter, *, now: datetime) -> None:
    """Have a letter sent, from the start."""
    letter.state = LetterState.SENDING
    letter.begun_at = None
    letter.run += 1
    letter.try_until = now + TRIED_FOR
    letter.sweep_at = now + LATE
    await uow.flush()
    await uow.enqueue(send_job(letter))


def send_job(letter: Letter, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of sending; each run of it has its own id."""
    return Job(
        workflow=SEND_LETTER,
        queue=LETTERS.name,
        id=f"{SEND_LETTER}:{letter.id}:{letter.run}",
        args=(letter.workspace_id, letter.id, str(letter.run)),
        delay_seconds=delay_seconds,
    )
