"""Steps of workflows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import RequestId, WorkspaceId
from storage.repositories.locking import locked
from storage.repositories.taken import is_taken
from storage.steps import Step, StepStage


class Steps:
    """The steps of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add_unless_known(self, step: Step) -> bool:
        """Add a step; return False, and add nothing, where Slack has delivered it before."""
        step.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(step)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def get(self, step_id: str, *, lock: bool = False) -> Step | None:
        """Return one step. Lock its request before it, never after."""
        found = self._ours().where(Step.id == step_id)
        return await self._session.scalar(locked(found) if lock else found)

    async def waiting_for(self, request_id: RequestId) -> Sequence[Step]:
        """Return the steps that wait for a request to come to an end, locked."""
        waiting = self._ours().where(Step.request_id == request_id, Step.stage == StepStage.ASKED)
        return (await self._session.scalars(locked(waiting))).all()

    def _ours(self) -> Select[Step]:
        return select(Step).where(Step.workspace_id == self._workspace_id)
