"""What is known of one comment, put together from news that comes late, twice and in any order.

Putting together is the same in every order and however often: deliveries of Meta's are repeated for 36 hours and keep no order
(https://developers.facebook.com/docs/graph-api/webhooks/getting-started). News without a moment counts as the oldest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_VERSIONS = 20
"""Of a text that is changed again and again the newest are kept."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a comment stands: what it said and since when, whether it is hidden, whether it is gone.

    Of a comment that is gone no words are known, and it never comes back: its id is not given again. Whether it had been
    hidden still counts in reports.
    """

    texts: tuple[tuple[datetime, str], ...] = ()
    """The oldest first."""
    hidden: tuple[datetime, bool] | None = None
    """When it was last hidden or shown, and which of the two."""
    is_gone: bool = False

    @property
    def text(self) -> str:
        """What it says now."""
        return self.texts[-1][1] if self.texts else ""

    @property
    def former_texts(self) -> Sequence[str]:
        """What it said before, the oldest first; the same text heard again is one."""
        told = [text for _at, text in self.texts]
        turns = [text for text, before in zip(told, [None, *told], strict=False) if text != before]
        return turns[:-1]

    @property
    def is_hidden(self) -> bool:
        """Whether others cannot see it, though it is there."""
        return not self.is_gone and self.was_hidden

    @property
    def was_hidden(self) -> bool:
        """Whether it was hidden last, be it gone since or not."""
        return self.hidden is not None and self.hidden[1]


GONE = Standing(is_gone=True)


def merged(one: Standing, other: Standing) -> Standing:
    """Put together what two pieces of news say of one comment."""
    is_gone = one.is_gone or other.is_gone
    return Standing(
        texts=() if is_gone else tuple(sorted({*one.texts, *other.texts})[-MOST_VERSIONS:]),
        hidden=max(filter(None, (one.hidden, other.hidden)), default=None),
        is_gone=is_gone,
    )
