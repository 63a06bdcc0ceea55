"""Profiles: connecting one with a pasted token, and finding those that requests can be sent from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from bot.connections.ways import settle
from bot.creators.handles import Misread, read_handle
from bot.errors import WrongInput
from bot.graph import Access, GraphClient, GraphTransient, GraphUnanswered, GraphUnreachable
from bot.profiles.access import access_of
from storage.ids import ConnectionId, ProfileId, WorkspaceId
from storage.logins import Connection, Life, Source
from storage.secrets import Secrets
from storage.tables import AuditEntry, Health, Profile
from storage.unit_of_work import Storage, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class NewProfile:
    """What `greenlight profiles add` takes."""

    ig_id: str
    username: str
    token: SecretStr


@dataclass(frozen=True, kw_only=True)
class Connected:
    """What became of it. `unproved` says why the token could not be tried yet, or None when it works."""

    profile: Profile
    is_new: bool
    unproved: str | None


class Profiles:
    """The use cases."""

    def __init__(
        self,
        *,
        storage: Storage,
        graph: GraphClient,
        secrets: Secrets,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._graph = graph
        self._secrets = secrets
        self._now = now
        self._new_id = new_id

    async def connect(self, workspace_id: WorkspaceId, new: NewProfile) -> Connected:
        """Try the token at Meta, seal it and keep it; connecting a profile again renews its pasted token.

        Raises WrongInput for what is malformed, and GraphError when Meta refuses the token. Meta being out of reach
        refuses nothing: the profile is kept and tried at the first look.
        """
        username = read_handle(new.username)
        if isinstance(username, Misread):
            raise WrongInput("username", f"“{new.username}” is not a handle: {username.why}.")
        if not new.ig_id.isdigit():
            raise WrongInput("ig-id", f"“{new.ig_id}” is not an Instagram account id: it has digits only.")
        if not new.token.get_secret_value().strip():
            raise WrongInput(
                "token",
                "The token is empty.",
                todo='Pipe it in: `printf %s "$TOKEN" | greenlight profiles add … --token-stdin`.',
            )
        token = SecretStr(new.token.get_secret_value().strip())
        unproved = await self._tried(Access(ig_id=new.ig_id, token=token))
        async with self._storage.write(workspace_id) as uow:
            profile = await uow.profiles.by_ig_id(new.ig_id)
            is_new = profile is None
            if profile is None:
                profile = self._new(new.ig_id)
                uow.profiles.add(profile)
            profile.username = username
            await uow.flush()
            connection = await self._pasted(uow, profile, token)
            await uow.connections.lead(connection, to=profile.id, tasks=None)
            await settle(uow, profile, now=self._now())
            uow.audit.append(
                AuditEntry(
                    id=self._new_id(),
                    at=self._now(),
                    tag="operator:profile:connected" if is_new else "operator:profile:reconnected",
                    actor="operator",
                    subject_id=profile.id,
                    before={},
                    after={"ig_id": new.ig_id, "username": username},
                    labels={"profile": username},
                )
            )
        return Connected(profile=profile, is_new=is_new, unproved=unproved)

    async def suggest(
        self, workspace_id: WorkspaceId, *, text: str = "", first: ProfileId | None = None
    ) -> Sequence[Profile]:
        """Return the profiles that requests can be sent from whose handle contains `text`, the one named `first` on top."""
        async with self._storage.read(workspace_id) as uow:
            found = await uow.profiles.find(text.lstrip("@"), can_send=True)
        return sorted(found, key=lambda profile: profile.id != first)

    async def all(self, workspace_id: WorkspaceId) -> Sequence[Profile]:
        """Return every profile, Pages and disconnected ones too, by name."""
        async with self._storage.read(workspace_id) as uow:
            return await uow.profiles.find(limit=1000)

    async def get(self, workspace_id: WorkspaceId, profile_id: ProfileId) -> Profile | None:
        """Return one profile."""
        async with self._storage.read(workspace_id) as uow:
            return await uow.profiles.get(profile_id)

    async def prove(self, profile: Profile) -> None:
        """Read a little with the profile's stored token. Raises GraphError, or NoLogin when there is none that opens."""
        async for _permission in self._graph.permissions.listed(access_of(profile, self._secrets), page_size=1):
            break

    def _new(self, ig_id: str) -> Profile:
        return Profile(
            id=ProfileId(self._new_id()),
            ig_id=ig_id,
            sealed_token="",
            health=Health.NEW,
            created_at=self._now(),
            failed_looks=0,
        )

    async def _pasted(self, uow: UnitOfWork, profile: Profile, token: SecretStr) -> Connection:
        """Renew the profile's pasted connection, or make it. Whose token it is, is asked by the running app."""
        now = self._now()
        ways = await uow.connections.ways_to(profile.id)
        connection = next((each for _way, each in ways if each.source is Source.PASTED), None)
        if connection is None:
            connection = Connection(id=ConnectionId(self._new_id()), source=Source.PASTED, name="")
            uow.connections.add(connection)
        connection.sealed_token = self._secrets.seal(token)
        connection.life, connection.dead_words = Life.ALIVE, None
        connection.meta_user_id = connection.scopes = None
        connection.targets = {}
        connection.expires_at = connection.data_access_expires_at = connection.checked_at = None
        connection.granted_at = connection.next_check_at = now
        connection.failed_checks = 0
        await uow.flush()
        return connection

    async def _tried(self, access: Access) -> str | None:
        try:
            async for _permission in self._graph.permissions.listed(access, page_size=1):
                break
        except (GraphUnreachable, GraphUnanswered, GraphTransient) as error:
            return error.sentence
        return None
