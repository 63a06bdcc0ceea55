"""Saying something: the key of a sentence and its values become what a person reads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from babel.numbers import format_decimal

from bot.words.catalogue import PLACE, Language, english

log = logging.getLogger(__name__)

_spoken: ContextVar[Language | None] = ContextVar("_spoken", default=None)


def spoken() -> Language:
    """Return the language that is spoken here: a listener's or a workflow's, and English where nobody chose."""
    return _spoken.get() or english()


def speak(language: Language) -> None:
    """Speak a language from here on in this task, and in those it starts."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(key: str, /, *, count: int | None = None, **values: str | int) -> str:
    """Return the sentence called `key` in the language spoken here, its values in their places.

    `count` chooses the plural form, and goes into `{count}`. Numbers are written the language's way. A sentence that is
    not there is never a person's trouble: its key is shown, and the log has it as an error.
    """
    language = spoken()
    text = language.text(key, count=count)
    if text is None:
        log.error("no language has the words %s", key)
        return key
    if count is not None:
        values["count"] = count

    def put(name: str) -> str:
        if name not in values:
            log.error("the words %s were not given %s", key, name)
            return f"{{{name}}}"
        value = values[name]
        return format_decimal(value, locale=language.locale) if isinstance(value, int) else value

    return PLACE.sub(lambda place: put(place[1]), text)
