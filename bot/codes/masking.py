"""Ad codes as people type them, and the little of one that is shown. Pure.

What a code is made of is not documented (one guide calls it numerical): anything printable in one piece is taken.
"""

from __future__ import annotations

from enum import StrEnum

from bot.words import say

SHORTEST, LONGEST = 4, 255
TAIL = 4
SHOWN_OF = 8
"""Characters a code must have for its last four to be shown: of a shorter one they would be half of it or more."""


class NotACode(StrEnum):
    """Why something is no ad code."""

    EMPTY = "empty"
    ADDRESS = "address"
    """A post's address, or another link."""
    PIECES = "pieces"
    """Several words."""
    ODD = "odd"
    """Something stands in it that cannot be printed, or it is far too short or long."""

    @property
    def why(self) -> str:
        """The reason in words that can stand beside the field."""
        return say(f"codes.no_code.{self}")


def read_code(text: str) -> str | NotACode:
    """Read a code as it was typed or pasted."""
    typed = text.strip()
    if not typed:
        return NotACode.EMPTY
    if "://" in typed or "instagram.com" in typed.lower():
        return NotACode.ADDRESS
    if any(character.isspace() for character in typed):
        return NotACode.PIECES
    if not SHORTEST <= len(typed) <= LONGEST or not typed.isprintable() or not typed.isascii():
        return NotACode.ODD
    return typed


def tail_of(code: str) -> str:
    """Return the end of a code that may be shown."""
    return code[-TAIL:] if len(code) >= SHOWN_OF else ""
