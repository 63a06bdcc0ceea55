"""What a list asks for, and a name for it that two deliveries of the same list share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from storage.ids import CampaignId, ProfileId

_PRINT_BYTES = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One creator to ask, and all that is said with it."""

    handle: str
    """In lower case, without `@`."""
    email: str | None = None
    message: str | None = None
    """In place of the campaign's template."""
    term: date | None = None
    """The last day of use."""
    note: str | None = None
    """For the team only."""


def fingerprint(entry: Entry) -> bytes:
    """Return 16 bytes that are equal for equal entries only."""
    return _digest(json.dumps(astuple(entry), default=date.isoformat).encode())


def list_id(entries: Iterable[Entry], *, campaign_id: CampaignId, profile_id: ProfileId) -> str:
    """Return 32 letters that name this list for this campaign and profile, in whatever order and spelling it came.

    A second press, a second delivery and a second upload of the same file find the same name. Asking the very same list
    once more on purpose, after it has been carried out, needs another one: whoever keeps it says when it is done.
    """
    prints = sorted(fingerprint(entry) for entry in entries)
    return _digest(json.dumps([campaign_id, profile_id]).encode() + b"\0" + b"".join(prints)).hex()


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_PRINT_BYTES).digest()
