"""How typed text is looked for: anywhere in a column, whatever its case."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute


def containing(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Match rows whose `column` contains `text`; `%` and `_` stand for themselves."""
    return func.lower(column).contains(text.strip().lower(), autoescape=True)
