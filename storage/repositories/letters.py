"""Letters to creators, and the addresses they go to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import RequestId, WorkspaceId
from storage.letters import Address, Letter, LetterState
from storage.repositories.locking import locked
from storage.tables import Request, Workspace


class Letters:
    """The letters of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, letter: Letter) -> None:
        """Add a letter to a request that is written already."""
        letter.workspace_id = self._workspace_id
        self._session.add(letter)

    async def get(self, letter_id: str, *, lock: bool = False) -> Letter | None:
        """Return one letter; `lock` keeps others from changing it until the commit."""
        query = self._ours().where(Letter.id == letter_id)
        return await self._session.scalar(locked(query) if lock else query)

    async def of(self, request_id: RequestId, *, purpose: str, lock: bool = False) -> Letter | None:
        """Return the letter of a request for one purpose."""
        query = self._ours().where(Letter.request_id == request_id, Letter.purpose == purpose)
        return await self._session.scalar(locked(query) if lock else query)

    async def newest_of(self, request_id: RequestId) -> Letter | None:
        """Return the letter of a request that was made last."""
        query = self._ours().where(Letter.request_id == request_id).order_by(Letter.made_at.desc(), Letter.id)
        return await self._session.scalar(query.limit(1))

    async def told_with(self, letter: Letter, request: Request) -> Sequence[Letter]:
        """Return the letters that share a thread entry with one, itself among them: to creators of the same list."""
        of_list = select(Request.id).where(Request.submission_id == request.submission_id)
        query = self._ours().where(Letter.request_id.in_(of_list), Letter.told_key == letter.told_key)
        query = query.order_by(Letter.request_id, Letter.id)
        return (await self._session.scalars(query)).all()

    async def unsent_but(self, request_id: RequestId, *, purpose: str) -> Sequence[Letter]:
        """Return the letters of a request that surely have not left, all but one purpose's, locked until the commit."""
        may_have_left = and_(Letter.state == LetterState.SENDING, Letter.begun_at.is_not(None))
        unsent = Letter.state.in_((LetterState.PREPARED, LetterState.SENDING))
        query = self._ours().where(Letter.request_id == request_id, Letter.purpose != purpose, unsent, ~may_have_left)
        return (await self._session.scalars(locked(query.order_by(Letter.made_at, Letter.id)))).all()

    async def usual_template(self) -> str | None:
        """Return what new campaigns begin with; None where the workspace has written nothing of its own."""
        return await self._session.scalar(select(Workspace.template).where(Workspace.id == self._workspace_id))

    async def use_template(self, template: str | None) -> None:
        """Keep what new campaigns begin with."""
        ours = update(Workspace).where(Workspace.id == self._workspace_id)
        await self._session.execute(ours.values(template=template))

    def _ours(self) -> Select[Letter]:
        return select(Letter).where(Letter.workspace_id == self._workspace_id)


class Addresses:
    """The addresses of creators that one workspace knows."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, creators: Collection[str]) -> dict[str, Address]:
        """Return what is known, by handle."""
        query = select(Address).where(
            Address.workspace_id == self._workspace_id, Address.creator_username.in_(creators)
        )
        return {address.creator_username: address for address in await self._session.scalars(query)}

    async def put(self, address: Address) -> None:
        """Keep an address in place of the one before."""
        address.workspace_id = self._workspace_id
        await self._session.merge(address)

    async def follow(self, former: str, *, to: str, ig_id: str | None) -> None:
        """Have the address of an account follow it to its new handle, unless one is known there."""
        known = await self.of([former, to])
        address = known.get(former)
        if address is None or to in known or address.creator_ig_id not in (None, ig_id):
            return
        address.creator_username, address.creator_ig_id = to, ig_id

    async def forget(self, creator: str) -> None:
        """Delete what is known of one creator."""
        theirs = (Address.workspace_id == self._workspace_id, Address.creator_username == creator)
        await self._session.execute(delete(Address).where(*theirs))
