"""Walking a list that has no cursors, by row numbers: the lists of api.facebook.com.

Such a list moves while it is read. A row that comes again is given once; one that slips in front of what has been
read is missed until the next reading, which nothing at Meta prevents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from bot.graph.errors import GraphNonsense
from bot.words import say


class _Row(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Row)


async def walk_rows(ask: Callable[[int], Awaitable[Sequence[Row]]], *, full: int) -> AsyncIterator[Row]:
    """Give every row once, holding one page of them and the ids of all.

    `ask` reads the page that begins at a row's number; one with fewer rows than `full` is the last. Raises
    GraphNonsense for a list that pays no heed to the number.
    """
    seen, start = set[str](), 0
    while True:
        rows = await ask(start)
        fresh = {row.id: row for row in rows if row.id not in seen}
        for row in fresh.values():
            yield row
        if len(rows) < full:
            return
        if not fresh:
            raise GraphNonsense(why=say("graph.why.endless_list"))
        seen.update(fresh)
        start += len(rows)
