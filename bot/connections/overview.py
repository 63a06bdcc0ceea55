"""Profiles and how their logins stand, as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.connections.facts import LoginFacts, ProfileFacts
from bot.connections.means import LoginMeans
from bot.connections.ways import clocks_of, lacking
from bot.errors import NotFound
from bot.words import say
from storage.ids import PersonId, ProfileId, WorkspaceId
from storage.logins import Connection, Life, Way
from storage.tables import Health, Kind, Profile

Ways = Sequence[tuple[Way, Connection]]
FRESH_FOR = timedelta(days=1)
"""How long the Home tab tells what a new profile brought."""


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A profile that was connected lately, and how many permissions were found at Meta for it, by state."""

    name: str
    adopted: dict[str, int]


class Overview:
    """Reads profiles for people."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    async def all(self, workspace_id: WorkspaceId, *, text: str = "") -> Sequence[ProfileFacts]:
        """Return the profiles whose name contains `text`: those that need somebody first, the disconnected ones last."""
        async with self._means.storage.read(workspace_id) as uow:
            profiles = await uow.profiles.find(text.lstrip("@"), limit=1000)
            ways = await uow.connections.all_ways()
            found = [_facts(profile, ways.get(profile.id, [])) for profile in profiles]
        return sorted(found, key=lambda each: (each.health is Health.DISCONNECTED, not self._is_urgent(each)))

    async def one(self, workspace_id: WorkspaceId, profile_id: ProfileId) -> ProfileFacts:
        """Return one profile; raises NotFound."""
        async with self._means.storage.read(workspace_id) as uow:
            profile = await uow.profiles.get(profile_id)
            if profile is None:
                raise NotFound(say("profiles.gone"), todo=say("profiles.gone_todo"))
            return _facts(profile, await uow.connections.ways_to(profile_id))

    async def fresh(self, workspace_id: WorkspaceId, *, person_id: PersonId) -> Sequence[Fresh]:
        """Return what this person connected within the last day and Meta's lists were read of."""
        since = self._means.now() - FRESH_FOR
        async with self._means.storage.read(workspace_id) as uow:
            profiles = await uow.connections.fresh(person_id, since=since)
            return [Fresh(name=each.username, adopted=await uow.requests.adopted(each.id)) for each in profiles]

    def _is_urgent(self, facts: ProfileFacts) -> bool:
        return facts.needs_somebody or facts.is_ending(now=self._means.now())


def _facts(profile: Profile, ways: Ways) -> ProfileFacts:
    used = next(((way, each) for way, each in ways if each.id == profile.connection_id), None)
    return ProfileFacts(
        id=profile.id,
        kind=Kind(profile.kind),
        name=profile.username,
        health=profile.health,
        health_words=profile.health_words,
        unreadable_since=profile.unreadable_since,
        last_read_at=profile.last_read_at,
        login=_login(profile, *used, ways=ways) if used else None,
    )


def _login(profile: Profile, way: Way, connection: Connection, *, ways: Ways) -> LoginFacts:
    return LoginFacts(
        source=connection.source,
        name=connection.name,
        granted_by=connection.granted_by,
        granted_at=connection.granted_at,
        clocks=clocks_of(connection),
        checked_at=connection.checked_at,
        lacks=lacking(profile, way, connection),
        others=sum(each.life is Life.ALIVE for _way, each in ways if each.id != connection.id),
    )
