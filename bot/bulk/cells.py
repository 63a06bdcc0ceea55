"""What a single cell of a list says, whatever clung to it on its way here."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.creators.handles import Misread, read_handle
from bot.reports.formulas import unguarded

# The shape of an address only: whether it exists, its server says. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]{1,64}@(?:[^\s@<>(),;:\"\\.]+\.)+[^\s@<>(),;:\"\\.]{2,63}")
LONGEST_ADDRESS = 254
_POINTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLACK_LINK = re.compile(r"<(?:mailto:)?([^|>]+)(?:\|[^>]*)?>")


def plain(cell: str) -> str:
    """Return one line of text without what nobody can see: marks of direction, zero-width characters, other blanks.

    Handles and addresses copied from phones and web pages come with them.
    """
    even = unguarded(cell.strip())
    if even.isascii():
        return even.strip()
    even = unicodedata.normalize("NFKC", even)
    return "".join(character for character in even if unicodedata.category(character) != "Cf").strip()


def told(cell: str) -> str:
    """Return text that is for people as they wrote it, without blanks around it."""
    return unguarded(cell.strip())


def read_creator(cell: str) -> str | Misread:
    """Read a handle in any of its spellings: `@name`, `name`, a profile's address, with Slack's brackets around it."""
    return read_handle(_SLACK_LINK.sub(r"\1", plain(cell)))


def read_address(cell: str) -> str | None:
    """Read an e-mail address by its shape; None where it has none."""
    address = _SLACK_LINK.sub(r"\1", plain(cell)).removeprefix("mailto:")
    return address if len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else None


def read_date(cell: str) -> date | None:
    """Read `2026-12-31` or `31.12.2026`; None otherwise.

    `12/11/2026` is December in one country and November in another, so it is not read at all.
    """
    typed = plain(cell)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        pass
    if (pointed := _POINTED_DATE.fullmatch(typed)) is None:
        return None
    day, month, year = (int(part) for part in pointed.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def reads_as_creator(cell: str) -> bool:
    """Tell whether a cell holds a handle in some spelling."""
    return not isinstance(read_creator(cell), Misread)


def is_marked_creator(cell: str) -> bool:
    """Tell whether a cell can be nothing but a handle: `@name` or a profile's address, not a word that might be one."""
    return plain(cell).startswith(("@", "<@", "<http", "http", "www.", "instagram.com")) and reads_as_creator(cell)
