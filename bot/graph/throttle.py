"""How long Meta wants us to wait, from the headers of its answer."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from bot.words import say

LONGEST_WAIT = 24 * 3600.0


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Read the longest wait any header asks for, in seconds; None when none does.

    `X-Business-Use-Case-Usage` counts in minutes, `X-Ad-Account-Usage` in seconds (Meta's rate-limit guide).
    `Retry-After` is not documented there; it is honoured when it comes as seconds.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    waits = [
        *(60 * minutes for minutes in _regain_minutes(json_of(lowered.get("x-business-use-case-usage")))),
        *numbers_of(field_of(json_of(lowered.get("x-ad-account-usage")), "reset_time_duration")),
        *numbers_of(json_of(lowered.get("retry-after"))),
    ]
    longest = max((wait for wait in waits if wait > 0), default=None)
    return None if longest is None else min(longest, LONGEST_WAIT)


def in_words(seconds: float) -> str:
    """Say a wait as a person would: a minute, 15 minutes, 2 hours."""
    minutes = max(1, math.ceil(seconds / 60))
    if minutes <= 90:
        return say("graph.wait.minutes", count=minutes)
    return say("graph.wait.hours", count=math.ceil(minutes / 60))


def json_of(text: str | None) -> Any:
    """Parse a header; None for one that is missing or is no JSON."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def field_of(document: Any, name: str) -> Any:
    """Return a field of what may be no object at all."""
    return document.get(name) if isinstance(document, dict) else None


def _regain_minutes(usage: Any) -> Iterator[float]:
    """Walk `{"<object id>": [{"estimated_time_to_regain_access": minutes, ...}]}`."""
    for entries in usage.values() if isinstance(usage, dict) else ():
        for entry in entries if isinstance(entries, list) else ():
            yield from numbers_of(field_of(entry, "estimated_time_to_regain_access"))


def numbers_of(value: Any) -> Iterator[float]:
    """Give the number, if it is a finite one; one too large for a float counts as the longest wait."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    try:
        number = float(value)
    except OverflowError:
        number = LONGEST_WAIT
    if math.isfinite(number):
        yield number
