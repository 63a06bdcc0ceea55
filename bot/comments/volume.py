"""When there are so many comments that somebody should look."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Volume:
    """`count` comments or more within `within`: a campaign's measure for too many."""

    count: int
    within: timedelta

    def __post_init__(self) -> None:
        """Refuse a measure that every moment would meet."""
        if self.count < 1 or self.within <= timedelta(0):
            raise ValueError("a volume is at least one comment in a while")

    def reached_at(self, moments: Iterable[datetime]) -> Iterator[datetime]:
        """Return when it was reached, for comments of those moments in any order: once for each flood.

        A flood is over when less than half of it comes within the while; then it may be reached anew.
        """
        recent: deque[datetime] = deque()
        is_flooded = False
        for moment in sorted(moments):
            while recent and moment - recent[0] >= self.within:
                recent.popleft()
            is_flooded = is_flooded and len(recent) * 2 >= self.count
            recent.append(moment)
            if len(recent) >= self.count and not is_flooded:
                is_flooded = True
                yield moment
