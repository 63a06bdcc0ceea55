"""Why a file or a pasted list cannot be read at all, and where that shows."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with the whole; what is wrong with one row is a verdict."""

    EMPTY = "empty"
    """Nothing in it, or headings only."""
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    IMAGE = "image"
    WORKBOOK = "workbook"
    """Excel, Numbers or OpenDocument: it can be saved as CSV."""
    ARCHIVE = "archive"
    DOCUMENT = "document"
    """PDF, a web page and the like."""
    NOT_TEXT = "not_text"
    """Bytes or characters that no list has."""
    DAMAGED_TEXT = "damaged_text"
    """Text that was cut or mixed from two encodings; read on, it would garble names."""
    OPEN_QUOTE = "open_quote"
    """A quotation mark opens a cell, and none closes it."""
    LONG_CELL = "long_cell"
    NO_CREATORS = "no_creators"
    """No column is headed as creators, or holds anything that reads as a handle."""
    HEADING_TWICE = "heading_twice"


class Unreadable(Exception):
    """The list cannot be read. What a person is told is made from this where it is told."""

    def __init__(self, reason: Reason, *, byte: int | None = None, row: int | None = None) -> None:
        """`byte` counts from 0; `row` from 1, as a spreadsheet numbers them. At most one of them is known."""
        super().__init__(reason.value)
        self.reason = reason
        self.byte = byte
        self.row = row
