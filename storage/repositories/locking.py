"""How a row is kept for one unit of work."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select

Row = TypeVar("Row")


def locked(query: Select[Row]) -> Select[Row]:
    """Lock what `query` finds until the commit, and read it afresh even if this unit of work has seen it before.

    Rows that merely refer to it may still be added by others. On SQLite a writing unit of work has the whole file anyway.
    """
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)
