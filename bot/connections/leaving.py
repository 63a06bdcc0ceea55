"""Disconnecting: every token of a profile is removed here at once; what nothing uses any more is given back at Meta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import policy
from bot.campaigns.place import someone_here, workspace_roles
from bot.connections.giving_back import give_back_job
from bot.connections.means import LoginMeans
from bot.connections.ways import settle
from bot.errors import NotFound
from bot.permissions.record import Recorder
from bot.permissions.status import OPEN, State
from bot.words import say
from storage.ids import PersonId, ProfileId, WorkspaceId
from storage.logins import Connection, Life, Source
from storage.tables import AuditEntry, Health, Profile
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Stake:
    """What stops when a profile is disconnected."""

    open: int
    """Requests that wait for an answer nobody would hear any more."""
    approved: int
    """Permissions that stay at Meta, and whose end nobody would hear of."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """What becomes of the logins that led to a profile that was disconnected."""

    is_told: bool = False
    """A login is to be given back at Meta; whoever disconnected is told what came of it."""
    is_kept: bool = False
    """A login stays, because it leads to other profiles too."""


class Leaving:
    """The use case."""

    def __init__(self, means: LoginMeans, *, recorder: Recorder) -> None:
        self._means = means
        self._recorder = recorder

    async def stake(self, workspace_id: WorkspaceId, profile_id: ProfileId, *, person_id: PersonId) -> Stake:
        """Count what would stop, of what is there for a person: private campaigns of others stay unmentioned.

        Raises SlackError, DatabaseDown.
        """
        sight = await self._means.people.sight(person_id)
        async with self._means.storage.read(workspace_id) as uow:
            live = await uow.requests.states_of_profile(profile_id, sight=sight)
        return Stake(
            open=sum(each.state in OPEN for each in live),
            approved=sum(each.state == State.APPROVED for each in live),
        )

    async def disconnect(self, workspace_id: WorkspaceId, profile_id: ProfileId, *, person_id: PersonId) -> Left:
        """Remove every token of a profile. Its requests and their history stay.

        A second time changes nothing. Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        storage, people = self._means.storage, self._means.people
        person, _roles = await someone_here(workspace_id, person_id, storage=storage, people=people, is_afresh=True)
        async with storage.write(workspace_id) as uow:
            roles = await workspace_roles(uow)
            policy.check_workspace(policy.WorkspaceAct.DISCONNECT, person=person, workspace=roles)
            # Connections are locked before profiles, here as elsewhere.
            ways = await uow.connections.ways_to(profile_id)
            connections = [await uow.connections.get(each.id, lock=True) for _way, each in ways]
            profile = await uow.profiles.get(profile_id, lock=True)
            if profile is None:
                raise NotFound(say("profiles.gone"), todo=say("profiles.gone_todo"))
            if profile.health is Health.DISCONNECTED:
                return Left()
            known = [each for each in connections if each is not None]
            leaving = await self.let_go(uow, profile, known, by=person_id)
            uow.audit.append(
                AuditEntry(
                    id=self._means.new_id(),
                    at=self._means.now(),
                    tag="person:profile:disconnected",
                    actor=person_id,
                    subject_id=profile.id,
                    before={"connections": [each.id for _way, each in ways]},
                    after={},
                    labels={"profile": profile.username},
                )
            )
            return Left(
                is_told=any(each.source is not Source.PASTED for each in leaving),
                is_kept=len(leaving) < len(known),
            )

    async def let_go(
        self, uow: UnitOfWork, profile: Profile, connections: Sequence[Connection], *, by: PersonId
    ) -> Sequence[Connection]:
        """Take every token from a profile, whose ways' connections are locked; return those that lead nowhere any more."""
        await uow.connections.close_ways_to(profile.id)
        await self._quieten(uow, profile)
        leaving = [each for each in connections if not await uow.connections.profiles_of(each.id)]
        for connection in leaving:
            await self._leave(uow, connection, profile, person_id=by)
        for request in await uow.requests.states_of_profile(profile.id):
            await self._recorder.show(uow, request)  # their cards say that nobody follows it
        return leaving

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
        await uow.enqueue(give_back_job(connection, profiles=[profile.username]))
