"""Sign-ins with Facebook that are under way."""

from __future__ import annotations

from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import WorkspaceId
from storage.logins import SignIn
from storage.repositories.locking import locked, own


class SignIns:
    """The sign-ins of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def begin(self, sign_in: SignIn) -> bool:
        """Add a sign-in; return False, and add nothing, when its link was used before. The database decides."""
        sign_in.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(sign_in)
        except IntegrityError:
            return False
        return True

    async def come_back(self, sign_in_id: str, *, turn: int) -> bool:
        """Note that Meta's dialog led back from this round; return False when it did so before, or was not opened."""
        mine = (SignIn.workspace_id == self._workspace_id, SignIn.id == sign_in_id)
        noted = update(SignIn).where(*mine, SignIn.rounds == turn, SignIn.returned < turn).values(returned=turn)
        done = await self._session.execute(noted, execution_options={"synchronize_session": False})
        return cast("CursorResult[object]", done).rowcount == 1

    async def get(self, sign_in_id: str, *, lock: bool = False) -> SignIn | None:
        """Return one sign-in of this workspace; `lock` keeps others from changing it until the commit."""
        if not lock:
            return await own(self._session, SignIn, sign_in_id, workspace_id=self._workspace_id)
        ours = select(SignIn).where(SignIn.workspace_id == self._workspace_id, SignIn.id == sign_in_id)
        return await self._session.scalar(locked(ours))
