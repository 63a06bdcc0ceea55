"""What people read, in their language: one folder for each, of GNU `.po` files; English is the one that is complete.

A sentence is asked for by its key. Adding one, and adding a language: CONTRIBUTING.md. Why this shape:
docs/decisions/0008-words.md.
"""

from __future__ import annotations

from bot.words.catalogue import ENGLISH, Language, english, read_language, shipped, shipped_codes
from bot.words.dates import written
from bot.words.lists import all_of, any_of
from bot.words.saying import say, speak, speaking, spoken

__all__ = [
    "ENGLISH",
    "Language",
    "all_of",
    "any_of",
    "english",
    "read_language",
    "say",
    "shipped",
    "shipped_codes",
    "speak",
    "speaking",
    "spoken",
    "written",
]
