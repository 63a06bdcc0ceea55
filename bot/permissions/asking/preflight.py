"""The pre-flight: what can be known about a creator before asking, shown while the person is still typing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.graph import Access, CreatorNotFound, GraphClient, GraphError, LoginDead
from bot.permissions.status import Standing, State, standing_of
from bot.profiles.access import NoLogin, access_of
from bot.words import say
from storage.ids import ProfileId, WorkspaceId
from storage.secrets import Secrets
from storage.unit_of_work import Storage

AT_ONCE = 5
SECONDS = 6.0
"""A person is waiting: what is not known by then is said to be unknown."""


class Verdict(StrEnum):
    """What the pre-flight found."""

    READY = "ready"
    PENDING = "pending"
    APPROVED = "approved"
    NOT_FOUND = "not_found"
    CHANGED_HANDS = "changed_hands"
    """The handle belongs to another account than the one we knew by it: asking stops until a person has confirmed it."""
    UNKNOWN = "unknown"
    """Meta could not be asked; asking is possible all the same."""
    BLOCKED = "blocked"
    """The profile itself cannot ask: its login is dead."""


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """What there is to say about one creator before asking."""

    creator_username: str
    verdict: Verdict
    followers: int | None = None
    words: str | None = None
    last_state: State | None = None
    """How the last request of this profile to this creator ended, and when, where that is known."""
    last_changed_at: datetime | None = None


class Preflights:
    """Looks creators up, as one profile. Nothing is changed and nothing is kept."""

    def __init__(self, *, storage: Storage, graph: GraphClient, secrets: Secrets) -> None:
        self._storage = storage
        self._graph = graph
        self._secrets = secrets

    async def look(
        self, workspace_id: WorkspaceId, *, profile_id: ProfileId, creators: Sequence[str]
    ) -> list[Preflight]:
        """Return what is known of each creator, in the order given."""
        async with self._storage.read(workspace_id) as uow:
            profile = await uow.profiles.get(profile_id)
            lasts = {
                creator: await uow.requests.last_with(profile_id=profile_id, creator_username=creator)
                for creator in creators
            }
            accounts = {creator: await uow.handles.account_of(creator) for creator in creators}
            for creator, last in lasts.items():
                campaign = await uow.campaigns.get(last.campaign_id) if last and last.campaign_id else None
                if campaign is not None and campaign.is_private:
                    lasts[creator] = None  # how it went in a private campaign is for its channel
        if profile is None:
            return []
        try:
            access = access_of(profile, self._secrets)
        except NoLogin as error:
            return [
                Preflight(creator_username=each, verdict=Verdict.BLOCKED, words=error.sentence) for each in creators
            ]
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(creator: str) -> Preflight:
            last = lasts[creator]
            found = await self._one(access, creator, turn, known=accounts[creator])
            if last is None:
                return found
            return Preflight(
                creator_username=creator,
                verdict=found.verdict,
                followers=found.followers,
                words=found.words,
                last_state=State(last.state),
                last_changed_at=None if last.is_as_found else last.changed_at,
            )

        return list(await asyncio.gather(*(one(creator) for creator in creators)))

    async def _one(self, access: Access, creator: str, turn: asyncio.Semaphore, *, known: str | None) -> Preflight:
        try:
            async with asyncio.timeout(SECONDS), turn:
                return await self._asked(access, creator, known=known)
        except TimeoutError:
            return Preflight(creator_username=creator, verdict=Verdict.UNKNOWN, words=say("preflight.slow"))

    async def _asked(self, access: Access, creator: str, *, known: str | None) -> Preflight:
        try:
            standings = {
                standing_of(row.status)
                async for row in self._graph.permissions.listed(access, creator_username=creator)
            }
            if Standing.APPROVED in standings:
                return Preflight(creator_username=creator, verdict=Verdict.APPROVED)
            if Standing.PENDING in standings:
                return Preflight(creator_username=creator, verdict=Verdict.PENDING)
            account = await self._graph.creators.discover(access, username=creator)
        except CreatorNotFound as error:
            return Preflight(creator_username=creator, verdict=Verdict.NOT_FOUND, words=error.why)
        except LoginDead as error:
            return Preflight(creator_username=creator, verdict=Verdict.BLOCKED, words=error.sentence)
        except GraphError as error:
            return Preflight(creator_username=creator, verdict=Verdict.UNKNOWN, words=error.happened)
        if known not in (None, account.ig_id):
            words = say("preflight.changed_hands", known=known, now=account.ig_id)
            return Preflight(creator_username=creator, verdict=Verdict.CHANGED_HANDS, words=words)
        return Preflight(creator_username=creator, verdict=Verdict.READY, followers=account.followers)
