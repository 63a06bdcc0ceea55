"""Budgets: what the workers tell one another of Meta's limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.budgets import Budget

_READ = ("used", "read_at", "window_seconds", "rise", "tight_since")


class Budgets:
    """Every limit that is near, whoever's it is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def near(self, *, lifted_since: datetime) -> Sequence[Row[Any]]:
        """Return those that are half used, or whose wall has not lifted before that moment, with a budget's columns.

        Rows and not objects: each worker asks for all of them once a second.
        """
        near = or_(Budget.tight_since.is_not(None), Budget.lifts_at > lifted_since)
        return (await self._session.execute(select(*Budget.__table__.columns).where(near))).all()

    async def keep(self, news: Sequence[Budget]) -> None:
        """Add what was heard, at most once for each bucket: the newer reading stays, and of two walls the later.

        Two workers may do so at once; whichever comes second changes nothing that it should not.
        """
        # In one order, so that two workers cannot wait for each other's rows.
        rows = [_values(each) for each in sorted(news, key=lambda each: each.bucket)]
        dialect = self._session.get_bind().dialect.name
        insert = (postgresql if dialect == "postgresql" else sqlite).insert(Budget).values(rows)
        heard = insert.excluded
        is_newer = or_(heard.read_at > Budget.read_at, (heard.read_at == Budget.read_at) & (heard.used > Budget.used))
        is_later = or_(Budget.lifts_at.is_(None), heard.lifts_at > Budget.lifts_at)
        newest: dict[str, Any] = {name: case((is_newer, heard[name]), else_=getattr(Budget, name)) for name in _READ}
        latest = case((is_later, heard.lifts_at), else_=Budget.lifts_at)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=[Budget.bucket], set_={**newest, "lifts_at": latest})
        )

    async def forget(self, *, before: datetime) -> None:
        """Delete what nobody has heard of since that moment."""
        is_over = or_(Budget.lifts_at.is_(None), Budget.lifts_at < before)
        await self._session.execute(delete(Budget).where(Budget.read_at < before, is_over))


def _values(budget: Budget) -> dict[str, Any]:
    return {name: getattr(budget, name) for name in ("bucket", "lifts_at", *_READ)}
