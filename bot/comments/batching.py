"""What one message tells of many new comments: which are shown, what is only counted, and what somebody should look at; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel

from bot.comments.volume import Volume

SHOWN = 5
"""More are counted: a message is to be looked over."""


class New(BaseModel):
    """A new comment, as far as it is decided by what is shown."""

    id: str
    text: str
    written_at: datetime


class News(BaseModel):
    """What a message tells; as it is stored with the message."""

    shown: list[str]
    """Comments by id: those with keywords first, then the newest."""
    keywords: dict[str, list[str]]
    """The campaign's keywords in each of the shown, as they were typed; comments without any are left out."""
    count: int
    """How many comments there are, shown or not."""
    matched: int
    """How many of them have keywords."""
    since: datetime
    until: datetime
    """When the first and the last of them were written."""
    most: int | None = None
    minutes: int | None = None
    """The campaign's measure for too many, where these reached it."""

    @property
    def is_alarm(self) -> bool:
        """Whether the whole channel should hear of it."""
        return self.matched > 0 or self.most is not None

    def with_keywords(self, comment_id: str, found: Sequence[str]) -> News:
        """Return it with keywords in one more of the comments, shown before or only counted: that one comes first."""
        shown = [comment_id, *(each for each in self.shown if each != comment_id)][:SHOWN]
        keywords = {each: self.keywords[each] for each in shown if each in self.keywords} | {comment_id: list(found)}
        return self.model_copy(update={"shown": shown, "keywords": keywords, "matched": self.matched + 1})


def news_of(
    new: Sequence[New], *, found: Mapping[str, Sequence[str]], volume: Volume | None, moments: Sequence[datetime] = ()
) -> News:
    """Settle what is told of new comments, of which there is at least one.

    `found` are the keywords in each of them, by its id; `moments` are those of the comments before them, which count for the volume too.
    """
    ordered = sorted(new, key=lambda each: (bool(found[each.id]), each.written_at, each.id), reverse=True)
    shown = ordered[:SHOWN]
    is_flood = volume is not None and _reaches(volume, new, moments)
    return News(
        shown=[each.id for each in shown],
        keywords={each.id: list(found[each.id]) for each in shown if found[each.id]},
        count=len(new),
        matched=sum(map(bool, found.values())),
        since=min(each.written_at for each in new),
        until=max(each.written_at for each in new),
        most=volume.count if volume is not None and is_flood else None,
        minutes=round(volume.within.total_seconds() / 60) if volume is not None and is_flood else None,
    )


def _reaches(volume: Volume, new: Sequence[New], moments: Sequence[datetime]) -> bool:
    """Tell whether it was one of the new ones that reached it: each flood is told once."""
    own = {each.written_at for each in new}
    return any(at in own for at in volume.reached_at([*moments, *(each.written_at for each in new)]))
