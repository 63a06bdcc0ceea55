"""Where a request stands: our states, Meta's words for them, and which may follow which."""

from __future__ import annotations

import re
from enum import StrEnum


class State(StrEnum):
    """The states of a request (see ARCHITECTURE.md, Words)."""

    SIGNING = "signing"
    """It waits for a second person; nothing of it has left."""
    QUEUED = "queued"
    CHECKING = "checking"
    WAITING = "waiting"
    UNSURE = "unsure"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    FAILED = "failed"
    UNSIGNED = "unsigned"
    """The second person said no, or nobody did in time: nothing was sent."""


LIVE = frozenset({State.SIGNING, State.QUEUED, State.CHECKING, State.WAITING, State.UNSURE, State.APPROVED})
"""States in which another ask of the same creator by the same profile would be a second one."""

OPEN = LIVE - {State.APPROVED}
"""States in which an answer is still awaited."""

TOLD_IN_CHANNEL = frozenset({State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED})
"""What the channel itself hears; everything else is told in the card's thread only."""


class Standing(StrEnum):
    """What Meta's list says about one permission."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


ENDED = frozenset({Standing.DECLINED, Standing.CANCELLED, Standing.REVOKED})
"""What is over at Meta; another ask makes another permission."""


# Meta writes PENDING, "Pending Approval", PENDING_APPROVAL and more, and no list of values is complete. The order matters:
# "pending approval" contains "approv". The numbers are those of the Facebook Page API; whether Instagram's business
# edge numbers alike is unconfirmed, so they are read but never sent.
# https://developers.facebook.com/docs/instagram-platform/partnership-ads (account-level permissions)
_BY_WORD = (
    ("pending", Standing.PENDING),
    ("reject", Standing.DECLINED),
    ("declin", Standing.DECLINED),
    ("cancel", Standing.CANCELLED),
    ("revok", Standing.REVOKED),
    ("remov", Standing.REVOKED),
    ("self_remov", Standing.REVOKED),
    ("approv", Standing.APPROVED),
)
_BY_NUMBER = {
    "1": Standing.PENDING,
    "2": Standing.APPROVED,
    "7": Standing.APPROVED,
    "3": Standing.DECLINED,
    "4": Standing.REVOKED,
    "5": Standing.REVOKED,
    "6": Standing.CANCELLED,
}

_STATE_OF = {
    Standing.PENDING: State.WAITING,
    Standing.APPROVED: State.APPROVED,
    Standing.DECLINED: State.DECLINED,
    Standing.CANCELLED: State.CANCELLED,
    Standing.REVOKED: State.REVOKED,
    Standing.UNKNOWN: State.UNSURE,
}


def standing_of(meta_status: str) -> Standing:
    """Read Meta's own value, in any of the spellings seen; one we do not know is UNKNOWN, never a guess."""
    word = re.sub(r"[\s-]+", "_", meta_status.strip().casefold())
    if word in _BY_NUMBER:
        return _BY_NUMBER[word]
    return next((standing for start, standing in _BY_WORD if word.startswith(start)), Standing.UNKNOWN)


def state_of(meta_status: str) -> State:
    """Return the state a request is in when Meta's list says `meta_status` about it."""
    return _STATE_OF[standing_of(meta_status)]
