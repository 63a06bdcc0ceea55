"""What Meta answers about tag approval, and what came of a change. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.graph.scalars import id_of


@dataclass(frozen=True)
class TagChange:
    """What came of approving creators, or of taking approvals away; every id stands in one of the four.

    `changed` was done now, `already` stood so before and was not sent, `failed` is what Meta refuses, and
    `untouched` was refused with the others and stands as it stood: which of these fail, nobody knows yet.
    """

    changed: frozenset[str]
    already: frozenset[str]
    failed: frozenset[str]
    untouched: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether everything stands now as it was wished."""
        return not self.failed and not self.untouched


def read_user(row: Any) -> str:
    """Read one approved creator's id."""
    user_id = id_of(row)
    if user_id is None:
        raise ValueError("an approved creator without an id")
    return user_id
