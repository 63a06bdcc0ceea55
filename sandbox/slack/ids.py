"""Ids, secrets and message times that look like Slack's and are the same on every run."""

from __future__ import annotations

import hashlib
from collections import Counter

from sandbox.clock import Clock

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digest(seed: str, *, length: int) -> str:
    """Make a fixed string of capital letters and digits from a seed."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest())
    letters = ""
    for _ in range(length):
        number, index = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[index]
    return letters


class Ids:
    """Makes ids in a row, the same row on every run, and times that never repeat."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._made: Counter[str] = Counter()
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """Make an id such as C0 and nine more characters."""
        self._made[prefix] += 1
        return f"{prefix}0{digest(f'{prefix}{self._made[prefix]}', length=9)}"

    def secret(self, purpose: str, *, length: int = 24) -> str:
        """Make a string for a trigger, a ticket or a hash."""
        self._made[purpose] += 1
        return digest(f"{purpose}{self._made[purpose]}", length=length).lower()

    def ts(self) -> str:
        """Make a message's time: seconds with six decimals, later than every one before."""
        self._last_ts = max(int(self._clock.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"
