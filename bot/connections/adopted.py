"""How it is said what was found at Meta for a profile: “12 permissions adopted: 9 approved, 3 waiting”."""

from __future__ import annotations

from collections.abc import Mapping

from bot.permissions.status import State
from bot.words import say


def adopted_words(adopted: Mapping[str, int]) -> str:
    """Say how many permissions were taken in, and how they stand."""
    total = sum(adopted.values())
    if not total:
        return say("connect.adopted.none")
    parts = [say(f"connect.adopted_state.{state}", count=adopted[state]) for state in State if adopted.get(state)]
    return say("connect.adopted.some", count=total, parts=", ".join(parts))
