"""What there is to say about a letter: the facts that cards and threads are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.ids import PersonId
from storage.letters import Letter, LetterState


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """One letter as a person should see it."""

    id: str
    state: LetterState
    words: str | None
    """Why it is in this state."""
    purpose: str
    """What it is for, as `bot.letters.writing` names it."""
    text: str
    masked_address: str | None
    by: PersonId | None
    """Who marked it."""
    changed_at: datetime


def letter_facts(letter: Letter) -> LetterFacts:
    """Put the facts of one letter together."""
    return LetterFacts(
        id=letter.id,
        state=letter.state,
        words=letter.state_words,
        purpose=letter.purpose,
        text=letter.text,
        masked_address=letter.masked_address,
        by=letter.by,
        changed_at=letter.changed_at,
    )
