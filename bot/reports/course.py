"""One request's course, as reports see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.permissions.status import OPEN, State
from storage.ids import RequestId


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What reports need to know of a request; all moments in UTC."""

    request_id: RequestId
    creator_username: str
    state: State
    asked_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    """When Meta's list first said yes or no."""
    changed_at: datetime
    """When it came into its state."""
    is_adopted: bool = False
    """Found at Meta: nobody asked here, and when it was asked is not known."""

    @property
    def is_as_found(self) -> bool:
        """It stands as it was found at Meta: when it came to that is not known."""
        return self.is_adopted and self.changed_at == self.asked_at

    @property
    def is_answered(self) -> bool:
        """The creator has said yes or no, whatever became of it later."""
        return self.answered_at is not None or self.state in (State.APPROVED, State.DECLINED, State.REVOKED)

    @property
    def is_at_meta(self) -> bool:
        """The creator can see it, or could: it was sent, or found there when it should have been sent."""
        return self.sent_at is not None or self.is_answered or self.state is State.WAITING

    @property
    def is_open(self) -> bool:
        """An answer is still awaited, or it has not even left."""
        return self.state in OPEN and not self.is_answered

    def time_to_answer(self) -> timedelta | None:
        """Return how long the creator took; None without an answer to something that was sent from here."""
        if self.is_adopted or self.sent_at is None or self.answered_at is None or self.answered_at < self.sent_at:
            return None
        return self.answered_at - self.sent_at

    def age(self, now: datetime) -> timedelta:
        """Return how long it has been open; by a clock that is behind, no time at all."""
        return max(now - (self.sent_at or self.asked_at), timedelta(0))
