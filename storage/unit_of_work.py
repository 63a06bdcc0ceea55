"""The unit of work: state, audit and outgoing work change together or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.database import failures_named
from storage.ids import WorkspaceId
from storage.repositories import (
    Addresses,
    Arrivals,
    Assets,
    Audit,
    Batches,
    Budgets,
    BusinessLists,
    Campaigns,
    Codes,
    CommentAds,
    CommentDeeds,
    CommentNotes,
    CommentPages,
    Comments,
    Connections,
    Creators,
    Digests,
    Handles,
    Homes,
    Hooks,
    Invites,
    Letters,
    Messages,
    Names,
    Notices,
    Pages,
    Profiles,
    Reading,
    Requests,
    Roles,
    RunningAds,
    SignIns,
    SignOffs,
    Steps,
    TagRounds,
    Workspaces,
)
from storage.turns import Turns


@dataclass(frozen=True, kw_only=True)
class Job:
    """Durable work to be done after the commit: which workflow, on which queue, under which id.

    The id makes it happen once: enqueueing an id that exists changes nothing. Arguments are plain text, because they are
    kept in the database and read by later versions of the program; never a secret.
    """

    workflow: str
    queue: str
    id: str
    args: tuple[str, ...] = ()
    partition: str | None = None
    delay_seconds: float = 0.0


class Enqueue(Protocol):
    """How the durable engine takes a job inside our transaction."""

    def __call__(self, connection: Connection, job: Job, /) -> None: ...


class UnitOfWork:
    """One transaction of one workspace: its repositories, and the work to be done once it is committed.

    Every repository here sees the rows of `workspace_id` only.
    """

    def __init__(self, session: AsyncSession, *, workspace_id: WorkspaceId, enqueue: Enqueue) -> None:
        self._session = session
        self._enqueue = enqueue
        self.workspace_id = workspace_id
        self.profiles = Profiles(session, workspace_id)
        self.connections = Connections(session, workspace_id)
        self.business_lists = BusinessLists(session, workspace_id)
        self.sign_ins = SignIns(session, workspace_id)
        self.sign_offs = SignOffs(session, workspace_id)
        self.notices = Notices(session, workspace_id)
        self.campaigns = Campaigns(session, workspace_id)
        self.digests = Digests(session, workspace_id)
        self.roles = Roles(session, workspace_id)
        self.creators = Creators(session, workspace_id)
        self.requests = Requests(session, workspace_id)
        self.pages = Pages(session, workspace_id)
        self.handles = Handles(session, workspace_id)
        self.homes = Homes(session, workspace_id)
        self.messages = Messages(session, workspace_id)
        self.letters = Letters(session, workspace_id)
        self.addresses = Addresses(session, workspace_id)
        self.batches = Batches(session, workspace_id)
        self.audit = Audit(session, workspace_id)
        self.steps = Steps(session, workspace_id)
        self.invites = Invites(session, workspace_id)
        self.assets = Assets(session, workspace_id)
        self.hooks = Hooks(session, workspace_id)
        self.comments = Comments(session, workspace_id)
        self.comment_ads = CommentAds(session, workspace_id)
        self.running_ads = RunningAds(session, workspace_id)
        self.comment_deeds = CommentDeeds(session, workspace_id)
        self.comment_notes = CommentNotes(session, workspace_id)
        self.comment_pages = CommentPages(session, workspace_id)
        self.tag_rounds = TagRounds(session, workspace_id)
        self.codes = Codes(session, workspace_id)
        self.names = Names(session, workspace_id)
        self.reading = Reading(session, workspace_id)

    async def flush(self) -> None:
        """Write what was added so far, so that rows which refer to it may follow."""
        await self._session.flush()

    async def enqueue(self, job: Job) -> None:
        """Hand `job` to the durable engine; it exists if and only if this transaction commits."""
        await _handed(self._session, self._enqueue, job)


class Incoming:
    """One transaction about what was delivered and is of no workspace yet, and the work of reading it."""

    def __init__(self, session: AsyncSession, *, enqueue: Enqueue) -> None:
        self._session = session
        self._enqueue = enqueue
        self.arrivals = Arrivals(session)

    async def enqueue(self, job: Job) -> None:
        """Hand `job` to the durable engine, as a unit of work does."""
        await _handed(self._session, self._enqueue, job)


class Storage:
    """The door to the database: opens units of work and nothing else."""

    def __init__(self, engine: AsyncEngine, *, enqueue: Enqueue) -> None:
        self._engine = engine
        self._enqueue = enqueue
        # PostgreSQL needs no turns: it locks rows, not the whole.
        self._turns = Turns() if engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def write(self, workspace_id: WorkspaceId) -> AsyncIterator[UnitOfWork]:
        """Open a unit of work that commits at its end, and rolls back when its body raises.

        Raises `storage.database.DatabaseDown` when the database is locked, full or gone; nothing was changed then.
        """
        with failures_named():
            async with self._turn(), self._session("IMMEDIATE") as session:
                await session.connection()  # begin now: a database that is down is to be known before any work
                yield UnitOfWork(session, workspace_id=workspace_id, enqueue=self._enqueue)
                await session.commit()

    @asynccontextmanager
    async def read(self, workspace_id: WorkspaceId) -> AsyncIterator[UnitOfWork]:
        """Open a unit of work for reading; whatever it changed is thrown away."""
        with failures_named():
            async with self._session("DEFERRED") as session:
                yield UnitOfWork(session, workspace_id=workspace_id, enqueue=self._enqueue)

    @asynccontextmanager
    async def across_workspaces(self) -> AsyncIterator[Workspaces]:
        """Open the one repository that sees every workspace: for start-up and for schedules, never for a person."""
        with failures_named():
            async with self._turn(), self._session("IMMEDIATE") as session:
                yield Workspaces(session)
                await session.commit()

    @asynccontextmanager
    async def budgets(self, *, to_write: bool = False) -> AsyncIterator[Budgets]:
        """Open what is known of Meta's limits, which are no workspace's; commits where it is `to_write`."""
        with failures_named():
            turn = self._turn() if to_write else nullcontext()
            async with turn, self._session("IMMEDIATE" if to_write else "DEFERRED") as session:
                yield Budgets(session)
                await session.commit()

    @asynccontextmanager
    async def incoming(self, *, to_write: bool = True) -> AsyncIterator[Incoming]:
        """Open what was delivered and is of no workspace yet; commits where it is `to_write`."""
        with failures_named():
            turn = self._turn() if to_write else nullcontext()
            async with turn, self._session("IMMEDIATE" if to_write else "DEFERRED") as session:
                yield Incoming(session, enqueue=self._enqueue)
                if to_write:
                    await session.commit()

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    def _turn(self) -> AbstractAsyncContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.one()

    @asynccontextmanager
    async def _session(self, begin_mode: str) -> AsyncIterator[AsyncSession]:
        engine = self._engine.execution_options(begin_mode=begin_mode)
        async with AsyncSession(engine, expire_on_commit=False) as session:
            yield session


async def _handed(session: AsyncSession, enqueue: Enqueue, job: Job) -> None:
    await session.flush()
    connection = await session.connection()
    await connection.run_sync(enqueue, job)
