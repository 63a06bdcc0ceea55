"""Disconnecting: a profile's token is removed here at once, and given back at Meta when nothing stands on it any more.

At Meta there is one grant for each person and app. Taking it back (`DELETE /me/permissions`) ends every token that ever
came of it, whichever workspace or profile uses one. So it is taken back only when

- no connection of any workspace, signed in or pasted, stands on the same person's grant, and
- there is none of which nobody knows whose it is (a pasted token that Meta was not asked about yet).

A pasted token is never given back: whoever runs Greenlight made it, for this or for more than this.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import policy
from bot.connections.means import LoginMeans
from bot.connections.notices import Kind, announce, grant_of
from bot.connections.ways import settle
from bot.engine import Queue
from bot.errors import NotFound
from bot.graph import (
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnreachable,
    LoginDead,
)
from bot.permissions.record import Recorder
from bot.permissions.status import OPEN, State
from bot.words import say
from storage.ids import ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.logins import Connection, Life, Source
from storage.secrets import SealBroken
from storage.tables import AuditEntry, Health, Profile
from storage.unit_of_work import Job, UnitOfWork

log = logging.getLogger(__name__)

GIVE_BACK = "give-back"
GIVING_BACK = Queue(name="giving-back", at_once=2, poll_seconds=1.0)
TRY_AGAIN = (GraphUnreachable, GraphUnanswered, GraphTransient, GraphThrottled, GraphNonsense)
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 14
"""With the pauses between them about a day; the token is forgotten then all the same."""


@dataclass(frozen=True, kw_only=True)
class Stake:
    """What stops when a profile is disconnected."""

    open: int
    """Requests that wait for an answer nobody would hear any more."""
    approved: int
    """Permissions that stay at Meta, and whose end nobody would hear of."""


class Leaving:
    """The use case, and its durable work at Meta."""

    def __init__(self, means: LoginMeans, *, recorder: Recorder) -> None:
        self._means = means
        self._recorder = recorder

    def register(self) -> None:
        """Give the engine this use case's workflow and queue."""
        self._means.engine.workflow(GIVE_BACK, self._give_back)
        self._means.engine.queue(GIVING_BACK)

    async def stake(self, workspace_id: WorkspaceId, profile_id: ProfileId) -> Stake:
        """Count what would stop."""
        async with self._means.storage.read(workspace_id) as uow:
            live = await uow.requests.states_of_profile(profile_id)
        return Stake(
            open=sum(each.state in OPEN for each in live),
            approved=sum(each.state == State.APPROVED for each in live),
        )

    async def disconnect(self, workspace_id: WorkspaceId, profile_id: ProfileId, *, person: policy.Person) -> str:
        """Remove every token of a profile; return its name. Its requests and their history stay.

        A second time changes nothing. Raises NotAllowed for guests, NotFound.
        """
        policy.check_member(policy.WorkspaceAct.DISCONNECT, is_member=not person.is_guest)
        async with self._means.storage.write(workspace_id) as uow:
            # Connections are locked before profiles, here as elsewhere.
            ways = await uow.connections.ways_to(profile_id)
            connections = [await uow.connections.get(each.id, lock=True) for _way, each in ways]
            profile = await uow.profiles.get(profile_id, lock=True)
            if profile is None:
                raise NotFound(say("profiles.gone"), todo=say("profiles.gone_todo"))
            if profile.health is Health.DISCONNECTED:
                return profile.username
            await uow.connections.close_ways_to(profile.id)
            await self._quieten(uow, profile)
            for connection in connections:
                if connection is not None and not await uow.connections.profiles_of(connection.id):
                    await self._leave(uow, connection, profile, person_id=PersonId(person.id))
            uow.audit.append(
                AuditEntry(
                    id=self._means.new_id(),
                    at=self._means.now(),
                    tag="person:profile:disconnected",
                    actor=person.id,
                    subject_id=profile.id,
                    before={"connections": [each.id for _way, each in ways]},
                    after={},
                    labels={"profile": profile.username},
                )
            )
            for request in await uow.requests.states_of_profile(profile.id):
                await self._recorder.show(uow, request)
            return profile.username

    async def _quieten(self, uow: UnitOfWork, profile: Profile) -> None:
        await settle(uow, profile, now=self._means.now())
        profile.health = Health.DISCONNECTED
        profile.health_words = profile.unreadable_since = profile.next_look_at = None
        profile.failed_looks = 0

    async def _leave(self, uow: UnitOfWork, connection: Connection, profile: Profile, *, person_id: PersonId) -> None:
        """Let a connection go that leads nowhere any more: a pasted one at once, another after it was given back."""
        if connection.source is Source.PASTED:
            await uow.connections.remove(connection)
            return
        connection.life = Life.LEAVING
        connection.left_by = person_id
        connection.next_check_at = None
        connection.failed_checks = 0
        await uow.enqueue(_give_back_job(connection, profiles=[profile.username]))

    async def _give_back(self, workspace_id: str, connection_id: str, *profiles: str) -> None:
        await self._means.engine.step("give back", self._give_back_once, workspace_id, connection_id, list(profiles))

    async def _give_back_once(self, workspace_id: str, connection_id: str, profiles: Sequence[str]) -> None:
        """Take the grant back at Meta if nothing else stands on it, and forget the token. A repeat finds it gone."""
        ws, cid = WorkspaceId(workspace_id), ConnectionId(connection_id)
        async with self._means.storage.read(ws) as uow:
            connection = await uow.connections.get(cid)
        if connection is None or connection.life is not Life.LEAVING:
            return
        is_shared, is_given_back = await self._is_shared(connection), False
        if not is_shared:
            try:
                await self._means.graph.login.revoke(self._means.secrets.open(connection.sealed_token))
                is_given_back = True
            except LoginDead:
                is_given_back = True  # there is nothing left to give back
            except (GraphError, SealBroken) as error:
                if isinstance(error, TRY_AGAIN) and connection.failed_checks < MOST_TRIES:
                    await self._later(ws, cid, error, profiles=profiles)
                    return
                log.warning("a login could not be given back: %s", error)
        await self._forget(ws, cid, profiles=profiles, is_given_back=is_given_back, is_shared=is_shared)
        if is_given_back:
            await self._look_at_others(connection)

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
        self, ws: WorkspaceId, cid: ConnectionId, error: GraphError | SealBroken, *, profiles: Sequence[str]
    ) -> None:
        async with self._means.storage.write(ws) as uow:
            connection = await uow.connections.get(cid, lock=True)
            if connection is None or connection.life is not Life.LEAVING:
                return
            connection.failed_checks += 1
            pause = min(FIRST_PAUSE * float(2 ** (connection.failed_checks - 1)), LONGEST_PAUSE).total_seconds()
            told = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
            await uow.enqueue(_give_back_job(connection, profiles=profiles, delay_seconds=max(pause, told)))

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
                    labels={"login": connection.name, "profiles": list(profiles)},
                )
            )
            await announce(uow, Kind.LEFT, of=grant_of(connection), about=about, to=connection.left_by, now=now)
            await uow.connections.remove(connection)


def _give_back_job(connection: Connection, *, profiles: Sequence[str], delay_seconds: float = 0.0) -> Job:
    """Return the work of giving a login back; each try has its own id. Names of profiles are for the message at its end."""
    return Job(
        workflow=GIVE_BACK,
        queue=GIVING_BACK.name,
        id=f"give-back:{grant_of(connection)}:{connection.failed_checks}",
        args=(connection.workspace_id, connection.id, *profiles),
        delay_seconds=delay_seconds,
    )
