"""What stands between the cells of a list: decided by counting, because messages are full of commas."""

from __future__ import annotations

from collections import Counter

from bot.bulk.cells import is_marked_creator, reads_as_creator
from bot.bulk.columns import known_headings
from bot.bulk.records import Record, read_sample

SEPARATORS = ("\t", ";", ",")
"""Those less likely inside of a text first: of equals, the first is taken."""


def separator_of(sample: str) -> str:
    """Return the separator of a text, from its beginning, which may be cut anywhere.

    What counts, in this order: headings that are known; records with a creator in some cell, who is marked as one, who
    comes first, or at all; records that are equally wide. A text without any separator has a single column, and every
    answer is right.
    """
    return max(SEPARATORS, key=lambda separator: _fit(read_sample(sample, separator=separator)))


def _fit(records: list[Record]) -> tuple[int, ...]:
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not filled:
        return ()
    widths = Counter(len(record.cells) for record in filled if len(record.cells) > 1)
    return (
        known_headings(filled[0]),
        sum(any(map(is_marked_creator, record.cells)) for record in filled),
        sum(reads_as_creator(record.cells[0]) for record in filled),
        sum(any(map(reads_as_creator, record.cells)) for record in filled),
        max(widths.values(), default=0),
    )
