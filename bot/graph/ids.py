"""Ids that people and programs hand over, before they go into a call."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.graph.errors import InputRefused

_NUMBER = re.compile(r"[1-9][0-9]{0,29}")


def numbers(ids: Iterable[str]) -> tuple[str, ...]:
    """Check that all are ids as Meta's are, digits only, and drop repeats; raises InputRefused for another.

    They stay text: Meta's ids exceed 2^53. A comma or a bracket in one would change the meaning of a list.
    """
    unique = tuple(dict.fromkeys(each.strip() for each in ids))
    if wrong := [each for each in unique if not _NUMBER.fullmatch(each)]:
        raise InputRefused(
            f"“{wrong[0][:40]}” is not an id of an account or a post at Meta, so nothing was sent.",
            why="Meta's ids are digits only.",
            todo="Give the id as it came from Meta; a handle or an address is something else.",
        )
    return unique
