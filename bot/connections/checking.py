"""Checking connections: what Meta says of each token, daily; who is asked to sign in again, and when.

https://developers.facebook.com/docs/graph-api/reference/debug_token
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.connections.burying import bury
from bot.connections.clocks import next_check, reminder_due
from bot.connections.means import LoginMeans
from bot.connections.notices import ask_to_reconnect
from bot.connections.scopes import Scope
from bot.connections.ways import clocks_of, settle, stand_ins
from bot.engine import Schedule
from bot.graph import Found, GraphClient, GraphError, GraphNonsense, LoginDead, TokenFacts
from bot.notices.announcing import LATE, notify_job
from bot.queues import CHORES
from bot.words import say
from storage.ids import ConnectionId, WorkspaceId
from storage.logins import Connection, Life, Source
from storage.secrets import SealBroken
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

INSPECT = "inspect"
TEND = "tend"
DUE_AT_ONCE = 200


class Checking:
    """The durable work of checking, and of beginning again what stands still."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._means.engine.workflow(INSPECT, self._inspect)
        self._means.engine.schedule(Schedule(name=TEND, cron="*/10 * * * * *", run=self._tend))

    async def _tend(self, scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("tend", self._tend_once)

    async def _tend_once(self) -> None:
        """Enqueue what is due, begin again what was lost, forget sign-ins that are over."""
        now, storage = self._means.now(), self._means.storage
        async with storage.across_workspaces() as everywhere:
            due = await everywhere.connections_due(now=now, limit=DUE_AT_ONCE)
            unsent = await everywhere.notices_unsent(now=now, limit=DUE_AT_ONCE)
            await everywhere.forget_sign_ins(before=now)
        for each in due:
            async with storage.write(each.workspace_id) as uow:
                connection = await uow.connections.get(each.id, lock=True)
                if connection is None or connection.next_check_at is None or connection.next_check_at > now:
                    continue  # another worker was faster
                job = _inspect_job(connection)
                # The check itself says when the next one is due. Should it be lost, this says so.
                connection.next_check_at = next_check(clocks_of(connection), now=now, failed=1)
                await uow.enqueue(job)
        for notice in unsent:
            async with storage.write(notice.workspace_id) as uow:
                lost = await uow.notices.get(notice.key, lock=True)
                if lost is None or lost.ts is not None or lost.run != notice.run:
                    continue
                lost.run += 1
                lost.sweep_at = now + LATE
                await uow.enqueue(notify_job(lost))

    async def _inspect(self, workspace_id: str, connection_id: str) -> None:
        await self._means.engine.step("inspect", self._inspect_once, workspace_id, connection_id)

    async def _inspect_once(self, workspace_id: str, connection_id: str) -> None:
        """Ask Meta about one connection and write down what it says; doing it twice tells nothing twice."""
        ws, cid, means = WorkspaceId(workspace_id), ConnectionId(connection_id), self._means
        async with means.storage.read(ws) as uow:
            connection = await uow.connections.get(cid)
        if connection is None or connection.life is not Life.ALIVE:
            return
        sealed, graph = connection.sealed_token, means.graph.in_background()
        facts: TokenFacts | None = None
        found: Found | None = None
        try:
            token = means.secrets.open(sealed)
            facts = await _asked(graph, connection, token=token) if means.app_id else None
            if facts is not None and not facts.is_valid:
                raise facts.trouble if isinstance(facts.trouble, LoginDead) else LoginDead()
            if connection.source is Source.LOGIN:
                found = await graph.accounts.usable(token)
        except LoginDead as error:
            await self._dead(ws, cid, error, sealed=sealed)
            return
        except (GraphError, SealBroken) as error:
            log.warning("a login could not be checked: %s", error)
            if facts is None:
                await self._failed(ws, cid, sealed=sealed)
                return  # its roles are not read then; what was known of them stays
        await self._write(ws, cid, sealed=sealed, facts=facts, found=found)

    async def _write(
        self, ws: WorkspaceId, cid: ConnectionId, *, sealed: str, facts: TokenFacts | None, found: Found | None
    ) -> None:
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is None or connection.sealed_token != sealed:
                return  # renewed meanwhile: what was asked is about the token before
            if facts is not None:
                _note(connection, facts, now=now)
            if found is not None:
                await _note_roles(uow, connection, found, now=now)
            await uow.flush()
            for _way, profile in await uow.connections.profiles_of(cid):
                await settle(uow, profile, now=now)
            connection.failed_checks = 0
            connection.next_check_at = next_check(clocks_of(connection), now=now)
            due = reminder_due(clocks_of(connection), now=now)
            if due is not None and await stand_ins(uow, connection, now=now):
                await ask_to_reconnect(uow, connection, when=due, now=now)

    async def _failed(self, ws: WorkspaceId, cid: ConnectionId, *, sealed: str) -> None:
        """Come back later. The clocks go on meanwhile: a reminder does not wait for Meta."""
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is None or connection.sealed_token != sealed:
                return
            connection.failed_checks += 1
            connection.next_check_at = next_check(clocks_of(connection), now=now, failed=connection.failed_checks)
            due = reminder_due(clocks_of(connection), now=now)
            if due and await stand_ins(uow, connection, now=now):
                await ask_to_reconnect(uow, connection, when=due, now=now)

    async def _dead(self, ws: WorkspaceId, cid: ConnectionId, error: LoginDead, *, sealed: str) -> None:
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is not None and connection.sealed_token == sealed:
                await bury(uow, connection, error, now=self._means.now())


async def _asked(graph: GraphClient, connection: Connection, *, token: SecretStr) -> TokenFacts:
    """Ask Meta what a token is good for. Raises GraphError, also for an answer about somebody else's."""
    facts = await graph.login.inspect(token)
    if connection.meta_user_id and facts.user_id not in (None, connection.meta_user_id):
        raise GraphNonsense(why=say("connect.two_people"))
    return facts


def _note(connection: Connection, facts: TokenFacts, *, now: datetime) -> None:
    """Write down what Meta says of a token. An end that Meta does not name is left as it was known."""
    connection.meta_user_id = connection.meta_user_id or facts.user_id
    connection.scopes = list(facts.scopes)
    connection.targets = {scope: sorted(ids) for scope, ids in facts.targets.items()}
    if facts.expires_at is not None or facts.never_expires:
        connection.expires_at = facts.expires_at
    if facts.data_access_expires_at is not None or facts.data_access_never_expires:
        connection.data_access_expires_at = facts.data_access_expires_at
    connection.checked_at = now


async def _note_roles(uow: UnitOfWork, connection: Connection, found: Found, *, now: datetime) -> None:
    """Write down which of its profiles the person may still use, as what, and in which business they are.

    An account that is not listed was lost only if every list could be read: without `pages_show_list` Meta shows an empty
    one of Pages.
    """
    is_whole = not found.gaps and Scope.LIST in (connection.scopes or ())
    tasks: dict[str, Collection[str] | None] = {each.ig_id: each.tasks for each in found.accounts}
    businesses = {each.ig_id: each.business_id for each in found.accounts}
    tasks |= {page.id: page.tasks for page in found.pages}
    for way, profile in await uow.connections.profiles_of(connection.id):
        if profile.ig_id in tasks:
            known = tasks[profile.ig_id]
            way.business_id = businesses.get(profile.ig_id) or way.business_id
            way.tasks = None if known is None else sorted(known)
            way.lost_at = None
        elif is_whole:
            way.lost_at = way.lost_at or now


def _inspect_job(connection: Connection) -> Job:
    return Job(
        workflow=INSPECT,
        queue=CHORES.name,
        id=f"inspect:{connection.id}:{connection.next_check_at:%Y%m%dT%H%M%S.%f}",
        args=(connection.workspace_id, connection.id),
    )
