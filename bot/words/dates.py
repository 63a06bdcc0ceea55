"""Moments in words, for places that do not know the reader's own zone; the patterns are a language's to choose."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from bot.words.saying import spoken


def written(moment: datetime, pattern: str) -> str:
    """Write a moment in its own time zone by a pattern of CLDR's, with the names of the language spoken here.

    https://cldr.unicode.org/translation/date-time/date-time-patterns
    """
    return format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=spoken().locale)
