"""What became of each row of a list, for a file to take away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.batches.keeping import opened
from bot.errors import NotFound
from bot.permissions.durable import DurableWork
from bot.permissions.status import State
from bot.words import say
from storage.batches import BatchRow, Outcome
from storage.ids import BatchId, CampaignId, WorkspaceId
from storage.tables import Request


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """One row, as it was typed, and what became of it."""

    number: int
    cells: Mapping[str, Any]
    verdict: str
    about: Mapping[str, Any]
    """What there is to say of the verdict."""
    outcome: Outcome | None
    outcome_words: str | None
    state: State | None
    """Where its request stands now."""
    state_words: str | None

    @property
    def is_failed(self) -> bool:
        """Whether somebody has to mend it, if this creator is still to be asked."""
        return self.verdict == "faulty" or self.outcome is Outcome.REFUSED or self.state is State.FAILED


class Results(DurableWork):
    """The use case."""

    async def campaign_of(self, workspace_id: WorkspaceId, batch_id: BatchId) -> CampaignId:
        """Return for which campaign a list was; raises NotFound."""
        async with self.storage.read(workspace_id) as uow:
            batch = await uow.batches.get(batch_id)
        if batch is None:
            raise NotFound(say("import.gone.happened"), todo=say("import.gone.todo"))
        return batch.campaign_id

    async def of(self, workspace_id: WorkspaceId, batch_id: BatchId) -> Sequence[RowResult]:
        """Return every row of a list in its order."""
        async with self.storage.read(workspace_id) as uow:
            found = await uow.batches.rows(batch_id)
        return await asyncio.to_thread(self._opened, found)

    def _opened(self, found: Sequence[tuple[BatchRow, Request | None]]) -> Sequence[RowResult]:
        return [
            RowResult(
                number=row.number,
                cells=opened(row.cells, self.secrets),
                verdict=row.verdict,
                about=row.about,
                outcome=row.outcome,
                outcome_words=row.outcome_words,
                state=State(request.state) if request else None,
                state_words=request.state_words if request else None,
            )
            for row, request in found
        ]
