"""Ids that people and programs hand over, before they go into a call."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.graph.errors import InputRefused
from bot.words import say

_NUMBER = re.compile(r"[1-9][0-9]{0,29}")


def numbers(ids: Iterable[str]) -> tuple[str, ...]:
    """Check that all are ids as Meta's are, digits only, and drop repeats; raises InputRefused for another.

    They stay text: Meta's ids exceed 2^53. A comma or a bracket in one would change the meaning of a list.
    """
    unique = tuple(dict.fromkeys(each.strip() for each in ids))
    if wrong := [each for each in unique if not _NUMBER.fullmatch(each)]:
        raise InputRefused(
            say("graph.ids.happened", id=wrong[0][:40]),
            why=say("graph.ids.why"),
            todo=say("graph.ids.todo"),
        )
    return unique
