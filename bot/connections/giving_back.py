"""Giving a login back at Meta, once nothing here uses it any more.

At Meta there is one grant for each person and app. Taking it back (`DELETE /me/permissions`) ends every token that ever
came of it, whichever workspace or profile uses one. So it is taken back only when

- no connection of any workspace, signed in or pasted, stands on the same person's grant, and
- there is none of which nobody knows whose it is (a pasted token that Meta was not asked about yet).

While that person is signing in again it waits: what they are about to connect would stand on the same grant.

A pasted token is never given back: whoever runs Greenlight made it, for this or for more than this.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.connections.means import LoginMeans
from bot.connections.notices import Kind, grant_of
from bot.graph import (
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnreachable,
    LoginDead,
)
from bot.notices.announcing import announce
from bot.queues import CHORES
from storage.ids import ConnectionId, WorkspaceId
from storage.logins import Connection, ConnectionKind, Life
from storage.secrets import SealBroken
from storage.tables import AuditEntry
from storage.unit_of_work import Job

log = logging.getLogger(__name__)

GIVE_BACK = "give-back"
TRY_AGAIN = (GraphUnreachable, GraphUnanswered, GraphTransient, GraphThrottled, GraphNonsense)
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 14
"""With the pauses between them about a day; the token is forgotten then all the same."""
WAIT = timedelta(seconds=45)
MOST_WAITS = 6
"""For somebody who has come back from Meta's dialog and has to pick an account; whoever went away holds up nothing for long."""


class GivingBack:
    """The durable work of giving back."""

    def __init__(self, means: LoginMeans, *, parting: Callable[[Connection], Awaitable[None]]) -> None:
        """`parting` undoes at Meta what the login did there, while that can be done; it raises GraphError to be tried again."""
        self._means = means
        self._parting = parting

    def register(self) -> None:
        """Give the engine this workflow."""
        self._means.engine.workflow(GIVE_BACK, self._give_back)

    async def _give_back(self, workspace_id: str, connection_id: str, *profiles: str) -> None:
        await self._means.engine.step("give back", self._give_back_once, workspace_id, connection_id, list(profiles))

    async def _give_back_once(self, workspace_id: str, connection_id: str, profiles: Sequence[str]) -> None:
        """Take the grant back at Meta if nothing else stands on it, and forget the token. A repeat finds it gone."""
        ws, cid = WorkspaceId(workspace_id), ConnectionId(connection_id)
        async with self._means.storage.read(ws) as uow:
            connection = await uow.connections.get(cid)
        if connection is None or connection.life is not Life.LEAVING:
            return
        if connection.failed_checks < MOST_WAITS and await self._is_signing_in_again(connection):
            await self._later(ws, cid, profiles=profiles, pause=WAIT)
            return
        try:
            await self._parting(connection)
        except GraphError as error:
            if isinstance(error, TRY_AGAIN) and connection.failed_checks < MOST_TRIES:
                await self._later(ws, cid, profiles=profiles, error=error)
                return
            log.warning("a login leaves something behind at Meta: %s", error)
        is_shared, is_given_back = await self._is_shared(connection), False
        if not is_shared:
            try:
                await self._means.graph.login.revoke(self._means.secrets.open(connection.sealed_token))
                is_given_back = True
            except LoginDead:
                is_given_back = True  # there is nothing left to give back
            except (GraphError, SealBroken) as error:
                if isinstance(error, TRY_AGAIN) and connection.failed_checks < MOST_TRIES:
                    await self._later(ws, cid, profiles=profiles, error=error)
                    return
                log.warning("a login could not be given back: %s", error)
        await self._forget(ws, cid, profiles=profiles, is_given_back=is_given_back, is_shared=is_shared)
        if is_given_back:
            await self._look_at_others(connection)

    async def _is_signing_in_again(self, connection: Connection) -> bool:
        """Tell whether the person has come back from Meta's dialog, and has not picked an account yet."""
        async with self._means.storage.across_workspaces() as everywhere:
            under_way = await everywhere.sign_ins_under_way(now=self._means.now())
        people = [each.login["user_id"] if each.login else None for each in under_way]  # None: Meta was not asked yet
        return any(each in (None, connection.meta_user_id) for each in people)

    async def _is_shared(self, connection: Connection) -> bool:
        """Tell whether something else stands, or may stand, on the same grant (see above)."""
        async with self._means.storage.across_workspaces() as everywhere:
            same = await everywhere.connections_of(connection.meta_user_id or "")
            unknown = await everywhere.unknown_grants()
        return bool(unknown) or any(each.id != connection.id and each.life is Life.ALIVE for each in same)

    async def _look_at_others(self, connection: Connection) -> None:
        """Have connections checked that were made while the grant was taken back: they may have died of it."""
        async with self._means.storage.across_workspaces() as everywhere:
            for each in await everywhere.connections_of(connection.meta_user_id or ""):
                if each.life is Life.ALIVE:
                    each.next_check_at = self._means.now()

    async def _later(
        self,
        ws: WorkspaceId,
        cid: ConnectionId,
        *,
        profiles: Sequence[str],
        error: GraphError | SealBroken | None = None,
        pause: timedelta | None = None,
    ) -> None:
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is None or connection.life is not Life.LEAVING:
                return
            connection.failed_checks += 1
            longer = min(FIRST_PAUSE * float(2 ** (connection.failed_checks - 1)), LONGEST_PAUSE)
            told = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
            delay = max((pause or longer).total_seconds(), told)
            await uow.enqueue(give_back_job(connection, profiles=profiles, delay_seconds=delay))

    async def _forget(
        self, ws: WorkspaceId, cid: ConnectionId, *, profiles: Sequence[str], is_given_back: bool, is_shared: bool
    ) -> None:
        now = self._means.now()
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is None:
                return
            if connection.life is not Life.LEAVING:
                connection.next_check_at = (
                    now  # signed in again meanwhile: what was taken back may have been the new one
                )
                return
            about = {
                "profiles": list(profiles),
                "name": connection.name,
                "is_given_back": is_given_back,
                "is_shared": is_shared,
            }
            uow.audit.append(
                AuditEntry(
                    id=self._means.new_id(),
                    at=now,
                    tag="greenlight:connection:left",
                    actor="greenlight",
                    subject_id=connection.id,
                    before={},
                    after={"is_given_back": is_given_back, "is_shared": is_shared},
                    labels={"login": connection.id, "profiles": list(profiles)},
                )
            )
            if connection.kind is ConnectionKind.OWNED:  # a creator's end was told to the campaign's channel
                await announce(uow, Kind.LEFT, of=grant_of(connection), about=about, to=connection.left_by, now=now)
            await uow.connections.remove(connection)


def give_back_job(connection: Connection, *, profiles: Sequence[str], delay_seconds: float = 0.0) -> Job:
    """Return the work of giving a login back; each try has its own id. Names of profiles are for the message at its end."""
    return Job(
        workflow=GIVE_BACK,
        queue=CHORES.name,
        id=f"give-back:{grant_of(connection)}:{connection.failed_checks}",
        args=(connection.workspace_id, connection.id, *profiles),
        delay_seconds=delay_seconds,
    )
