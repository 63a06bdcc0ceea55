"""What people wrote under creators' posts and ads, summed up: how much, how much of it is hidden, and how soon that was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.reports.spans import Spans

MOST_NAMED = 10
"""How many creators, and how many posts, are named: those with the most comments."""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One comment, as reports see it; all moments in UTC."""

    creator: str
    post: str | None
    """Which post it is on, where that is known; of an ad the one it was made of."""
    permalink: str | None
    caption: str
    written_at: datetime
    is_hidden: bool
    """Also if it was deleted since."""
    hidden_at: datetime | None
    """When it was hidden; None where it was not, or was shown again, and where nobody here knows: it was when it was first read."""


@dataclass(kw_only=True)
class Tally:
    """The sums of some comments."""

    count: int = 0
    hidden: int = 0
    to_hide: Spans = field(default_factory=Spans)
    """How long after they were written the hidden ones were, as far as that is known."""

    def add(self, remark: Remark) -> None:
        """Add one comment; hidden before it was written, by clocks that differ, counts as at once."""
        self.count += 1
        self.hidden += remark.is_hidden
        if remark.is_hidden and remark.hidden_at is not None:
            self.to_hide.add(max(remark.hidden_at, remark.written_at) - remark.written_at)


@dataclass(frozen=True, kw_only=True)
class OnPost:
    """The comments on one post."""

    creator: str
    permalink: str | None
    caption: str
    tally: Tally = field(default_factory=Tally)


class Commented:
    """Sums of comments, filled one at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all = Tally()
        self._creators: dict[str, Tally] = {}
        self._posts: dict[tuple[str, str], OnPost] = {}

    def add(self, remark: Remark) -> None:
        """Add one comment."""
        self.all.add(remark)
        self._creators.setdefault(remark.creator, Tally()).add(remark)
        if remark.post is not None:
            of_post = OnPost(creator=remark.creator, permalink=remark.permalink, caption=remark.caption)
            self._posts.setdefault((remark.creator, remark.post), of_post).tally.add(remark)

    def creators(self) -> Sequence[tuple[str, Tally]]:
        """Return the creators under whose posts most was written, the first of them first."""
        return sorted(self._creators.items(), key=lambda each: (-each[1].count, each[0]))[:MOST_NAMED]

    def posts(self) -> Sequence[OnPost]:
        """Return the posts on which most was written, the first of them first."""
        found = sorted(self._posts.items(), key=lambda each: (-each[1].tally.count, each[0]))
        return [each for _key, each in found[:MOST_NAMED]]
