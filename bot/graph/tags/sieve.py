"""Finding the few that fail where Meta takes all or none, with few calls and none applied twice. Pure.

A group that is taken is done and never sent again; a group that is refused changed nothing. A refused group is
halved until one failing id stands alone, and what was not part of the last halves is tried as one group again,
for mostly very few fail. Each failure found makes the next group half as large and each success twice as large,
so that a list in which most fail does not cost a search for every one of them.

With n ids of which f fail, and n no more than fit into a call, that takes at most 1 + f * (ceil(log2 n) + 2)
calls (one if none fails, 10 if one of a hundred does), and never more than
1.5 n + (L + 1) (L + 2) / 2 with L = ceil(log2 n), whatever fails. A list longer than a call holds costs one more
for each further call that it fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sieve:
    """How far a search has come: what to try next, what passed and what failed."""

    untried: tuple[str, ...]
    most: int
    reach: int
    suspects: tuple[str, ...] = ()
    """One of these fails at least; two or more, since a single one is a failure found."""
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @classmethod
    def of(cls, ids: Sequence[str], *, most: int) -> Sieve:
        """Begin with ids that are all different; `most` is how many fit into one call."""
        # After the first failure this still reaches over the whole rest: one failure is the likeliest number.
        return cls(untried=tuple(ids), most=most, reach=2 * len(ids))

    @property
    def group(self) -> tuple[str, ...]:
        """What to try next, all in one call; nothing when the search is over."""
        if self.suspects:
            return self.suspects[: len(self.suspects) // 2]
        return self.untried[: min(self.reach, self.most)]

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is neither known to pass nor known to fail."""
        return self.suspects + self.untried

    def after(self, *, taken: bool) -> Sieve:
        """Return the search one answer further: whether all of `group` went through, or none did."""
        group = self.group
        if taken:
            step = self._after_success(group)
        else:
            rest = self.suspects[len(group) :] + self.untried if self.suspects else self.untried[len(group) :]
            step = replace(self, suspects=group, untried=rest)
        return step._settled()

    def _after_success(self, group: tuple[str, ...]) -> Sieve:
        passed = self.passed + group
        if self.suspects:
            # One of the suspects fails, and it was not among these.
            return replace(self, passed=passed, suspects=self.suspects[len(group) :])
        return replace(self, passed=passed, untried=self.untried[len(group) :], reach=2 * self.reach)

    def _settled(self) -> Sieve:
        if len(self.suspects) != 1:
            return self
        return replace(self, suspects=(), failed=self.failed + self.suspects, reach=max(1, self.reach // 2))
