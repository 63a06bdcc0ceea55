"""How often one address, or one link, may call: counted in this process, forgotten after a while.

A token of 256 random bits cannot be guessed however often somebody tries; what is kept away here is the load of trying,
and a channel full of questions. Several processes count each for themselves. The address is that of the connection:
behind a proxy it is the proxy's, unless uvicorn is told to trust what that says (`FORWARDED_ALLOW_IPS`).
https://uvicorn.dev/deployment/#proxies-and-forwarded-headers
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 10_000


class Rate:
    """So many calls in so many seconds, for each key, in windows that begin with a key's first call."""

    def __init__(self, *, calls: int, seconds: float, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count a call, and tell whether it is within the measure."""
        now = self._clock()
        began, count = self._seen.pop(key, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        self._seen[key] = (began, count + 1)
        if len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)  # the one that was quiet for longest
        return count < self._calls
