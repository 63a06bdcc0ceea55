"""How single values of Meta's JSON are read: tolerant of type, strict about never inventing one."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

LONGEST_ID = 64
"""In characters. Those of a comment at Facebook, the longest of Meta's, have some forty; a column takes no more."""


def clean(text: str) -> str:
    """Drop what neither PostgreSQL nor Slack can hold: control characters and lone surrogates."""
    if text.isprintable():  # nearly every value, and there are many
        return text.strip()
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs")).strip()


def prose_of(value: Any) -> str:
    """Read what somebody wrote, with its line breaks; anything but text is nothing."""
    return "\n".join(map(clean, value.splitlines())).strip() if isinstance(value, str) else ""


def text_of(value: Any) -> str | None:
    """Read an id or a name: a string, or an integer with all its digits; anything else is absent.

    Meta's lists disagree on whether ids are strings or integers. A float is refused, as its digits are lost.
    """
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def id_of(value: Any) -> str | None:
    """Read an id that comes bare or as a node, `{"id": ...}`; what is far longer than any of Meta's is none."""
    found = text_of(value.get("id")) if isinstance(value, dict) else text_of(value)
    return found if found and len(found) <= LONGEST_ID else None


def handle_of(value: Any) -> str | None:
    """Read a username in the form we keep: lower case, no `@`."""
    text = text_of(value)
    return (text.lstrip("@").lower() or None) if text else None


def plain_username(username: str) -> str:
    """Bring a handle into the form Meta's filters take: no `@`, lower case."""
    return clean(username).lstrip("@").lower()


def mapping_of(value: Any) -> dict[str, Any]:
    """Read a JSON object; raises ValueError for anything else."""
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def without_nulls(row: Any) -> Any:
    """Drop the fields that are null: one in the first spelling must not hide a value in the second."""
    if isinstance(row, dict) and None in row.values():  # hardly any has one, and there are many
        return {name: value for name, value in row.items() if value is not None}
    return row


def secret_of(value: Any) -> SecretStr | None:
    """Read a token or a code, which nothing may show; anything but text is absent."""
    return SecretStr(value.strip()) if isinstance(value, str) and value.strip() else None


def success_of(document: Any) -> bool:
    """Read `{"success": true}`, the answer of most writes; raises ValueError where Meta says neither."""
    success = document if isinstance(document, bool) else mapping_of(document).get("success")
    if not isinstance(success, bool):
        raise ValueError("not said whether it was done")
    return success


def count_of(value: Any) -> int | None:
    """Read a count: a whole number that is not negative."""
    number = whole_of(value)
    return number if number is not None and number >= 0 else None


def whole_of(value: Any) -> int | None:
    """Read an integer that may come as digits in a string."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) <= 20 and value.strip().removeprefix("-").isdecimal():
        return int(value)
    return None


def raw_of(value: Any) -> str:
    """Keep a value as Meta wrote it: text as it is, anything else as its JSON, nothing as nothing."""
    if value is None:
        return ""
    return clean(value if isinstance(value, str) else json.dumps(value, default=str))


def moment_of(value: Any) -> datetime | None:
    """Read a time given in Unix seconds or in ISO 8601 with an offset; one without an offset is refused."""
    try:
        seconds = whole_of(value)
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC)
        if not isinstance(value, str | datetime):
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def link_of(value: Any) -> str | None:
    """Read a web address; any scheme but http and https is refused, since people will click it."""
    text = text_of(value)
    return text if text and text.startswith(("https://", "http://")) else None
