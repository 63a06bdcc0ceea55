"""Walking a list of Meta's from page to page, and knowing where it ends (guide "Paginated results").

Cursors are never kept beyond the walk, and `next` addresses are never followed: they hold the token. The next
page is asked for anew with the cursor `after`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.graph.scalars import mapping_of, text_of

Row = TypeVar("Row", bound=Hashable)
MOST_EMPTY_PAGES = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, the cursor behind them, and whether Meta said that there is more."""

    rows: tuple[Row, ...]
    after: str | None
    has_next: bool

    @classmethod
    def read(cls, document: Any, *, row: Callable[[Any], Row]) -> Page[Row]:
        """Read `{"data": [...], "paging": {"cursors": {"after"}, "next"}}`; ValueError for another shape.

        One unreadable row spoils the page: a list with holes would lie.
        """
        document = mapping_of(document)
        data = document.get("data")
        if not isinstance(data, list):
            raise ValueError("no list of data")
        paging = document.get("paging")
        paging = paging if isinstance(paging, dict) else {}
        cursors = paging.get("cursors")
        after = text_of(cursors.get("after")) if isinstance(cursors, dict) else None
        following = paging.get("next")
        return cls(
            rows=tuple(row(item) for item in data),
            after=after or _cursor_in(following),
            has_next=bool(following),
        )


class Walk(Generic[Row]):
    """The memory of one walk: which cursors were used, whether this list says `next` at all, and eight bytes a row."""

    def __init__(self, *, may_lack_next: bool = False) -> None:
        self._used: set[str] = set()
        self._says_next = not may_lack_next
        self._empty_pages = 0
        self._given = array("q")
        self._given_before: frozenset[int] | None = None

    def may_restart(self) -> bool:
        """Begin the list again, as its cursor died; False the second time."""
        if self._given_before is not None:
            return False
        self._given_before = frozenset(self._given)
        self._used.clear()
        return True

    def fresh(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Leave out the rows that were given before the list began again."""
        for row in rows:
            mark = hash(row)
            if self._given_before is None:
                self._given.append(mark)
                yield row
            elif mark not in self._given_before:
                yield row

    def cursor_after(self, page: Page[Row]) -> str | None:
        """Say where to read on, or None at the end of the list.

        The guide's rule: where `next` is absent is the end, and an empty page is not. The permissions sample
        has no `next`, only cursors (`may_lack_next`): there, until a page does say `next`, the end is an empty
        page, or a cursor that is missing or repeats.
        Raises ValueError for a list that claims to go on and cannot be followed: half a list must not pass
        for a whole one.
        """
        self._says_next |= page.has_next
        self._empty_pages = 0 if page.rows else self._empty_pages + 1
        ended = not page.has_next and (self._says_next or not page.rows)
        stuck = page.after is None or page.after in self._used
        if ended or (stuck and not (page.has_next and page.rows)):
            return None
        if stuck or self._empty_pages > MOST_EMPTY_PAGES:
            raise ValueError("a list that goes on but leads nowhere")
        assert page.after is not None
        self._used.add(page.after)
        return page.after


def _cursor_in(address: Any) -> str | None:
    """Take the cursor, and nothing else, out of a `next` address that came without cursors beside it."""
    if not isinstance(address, str):
        return None
    try:
        found = parse_qs(urlsplit(address).query).get("after")
    except ValueError:
        return None
    return found[0] if found else None
