"""The record of every call, answered or not, with tokens and proofs masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.graph.call import Call

_SECRET = frozenset(
    {
        "access_token",
        "ad_code",
        "ad_codes",
        "appsecret_proof",
        "client_secret",
        "code",
        "fb_exchange_token",
        "input_token",
        "verify_token",
    }
)
_INSIDE = re.compile(rf"\b({'|'.join(sorted(_SECRET))})=[^&\"\\\s]*")
_MASK = "***"


@dataclass
class Entry:
    """One call: `status` is None while it is held and when its answer was lost; `outcome` says which."""

    method: str
    path: str
    params: Mapping[str, str]
    at: float
    op: str
    in_batch: bool = False
    status: int | None = None
    outcome: str = "waiting"


class Calls:
    """All calls since the start or the last reset, oldest first."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def open(self, call: Call, *, at: float, in_batch: bool = False) -> Entry:
        """Write a call down as it arrives, before anything can go wrong with it."""
        entry = Entry(call.method, call.path, mask(call.params), at, call.op, in_batch)
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget every call."""
        self._entries.clear()

    def read(self) -> list[dict[str, Any]]:
        """List the calls, ready for JSON."""
        return [asdict(entry) for entry in self._entries]


def mask(params: Mapping[str, str]) -> dict[str, str]:
    """Hide what must never be written down, also where it is part of an item of a batch."""
    return {name: _MASK if name in _SECRET else _INSIDE.sub(rf"\1={_MASK}", value) for name, value in params.items()}
