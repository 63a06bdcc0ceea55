"""Several things in one sentence, joined as the language does it."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from bot.words.saying import spoken


def all_of(names: Sequence[str]) -> str:
    """Say that it is all of them: `A, B, and C`."""
    return format_list(names, style="standard", locale=spoken().locale)


def any_of(names: Sequence[str]) -> str:
    """Say that one of them is enough: `A, B, or C`."""
    return format_list(names, style="or", locale=spoken().locale)
