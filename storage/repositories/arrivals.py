"""What Meta delivered and nobody has read yet: of no workspace before it is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.comments import Arrival


class Arrivals:
    """Every body that waits to be read."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, arrivals: Sequence[Arrival]) -> None:
        """Keep bodies; one that waits already is left as it is."""
        dialect = self._session.get_bind().dialect.name
        # In one order, so that two workers cannot wait for each other's rows.
        rows = {each.id: {"id": each.id, "body": each.body, "at": each.at} for each in arrivals}
        insert = (postgresql if dialect == "postgresql" else sqlite).insert(Arrival)
        await self._session.execute(insert.on_conflict_do_nothing(), [rows[key] for key in sorted(rows)])

    async def oldest(self, *, count: int, size: int) -> Sequence[Arrival]:
        """Return the oldest bodies: `count` at the most, and as many as fit into `size` bytes, but one at least."""
        waiting = select(Arrival.id, func.length(Arrival.body)).order_by(Arrival.at, Arrival.id).limit(count)
        ids, left = list[str](), size
        for arrival_id, length in await self._session.execute(waiting):
            left -= length
            if ids and left < 0:
                break
            ids.append(arrival_id)
        found = select(Arrival).where(Arrival.id.in_(ids)).order_by(Arrival.at, Arrival.id)
        return (await self._session.scalars(found)).all()

    async def remove(self, ids: Collection[str]) -> None:
        """Remove what was read."""
        await self._session.execute(delete(Arrival).where(Arrival.id.in_(ids)))
