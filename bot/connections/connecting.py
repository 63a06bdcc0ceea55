"""Connecting what was picked: the person's connection, the profiles, and the ways between them."""

from __future__ import annotations

from bot.connections.accounts import Account
from bot.connections.means import LoginMeans
from bot.connections.ways import settle
from bot.connections.who import Login
from bot.permissions.record import Recorder
from storage.ids import ConnectionId, ProfileId
from storage.logins import Connection, ConnectionKind, Life, SignIn, Source
from storage.tables import AuditEntry, Health, Kind, Profile
from storage.unit_of_work import UnitOfWork


class Connecting:
    """Writes it down, in the caller's unit of work."""

    def __init__(self, means: LoginMeans, *, recorder: Recorder) -> None:
        self._means = means
        self._recorder = recorder

    async def renew(
        self, uow: UnitOfWork, row: SignIn, login: Login, *, kind: ConnectionKind = ConnectionKind.OWNED
    ) -> Connection:
        """Renew the person's connection of this kind, or make it."""
        now = self._means.now()
        connection = await uow.connections.of_person(login.user_id, kind=kind)
        if connection is None:
            connection = Connection(
                id=ConnectionId(self._means.new_id()),
                source=Source.LOGIN,
                kind=kind,
                meta_user_id=login.user_id,
                failed_checks=0,
            )
            uow.connections.add(connection)
        connection.name = login.name[:255]
        connection.sealed_token = row.sealed_token or ""
        connection.life, connection.dead_words = Life.ALIVE, None
        connection.scopes = list(login.scopes)
        connection.targets = {scope: list(ids) for scope, ids in login.targets.items()}
        connection.expires_at = login.expires_at
        connection.data_access_expires_at = login.data_access_expires_at
        connection.granted_by, connection.granted_at = row.person_id, now
        connection.left_by = None
        connection.checked_at = now
        connection.next_check_at, connection.failed_checks = now, 0
        await uow.flush()
        await uow.business_lists.forget(connection.id)  # it may be read now
        for _way, profile in await uow.connections.profiles_of(connection.id):  # they get the new token as well
            await settle(uow, profile, now=now)
        return connection

    async def reach(self, uow: UnitOfWork, row: SignIn, account: Account, connection: Connection) -> Profile:
        """Make a profile of an account, or find it, and lead the connection to it."""
        now = self._means.now()
        profile = await uow.profiles.by_ig_id(account.id)
        before = {"connection": profile.connection_id} if profile else {}
        if profile is None:
            profile = Profile(
                id=ProfileId(self._means.new_id()),
                kind=account.kind,
                ig_id=account.id,
                sealed_token="",
                health=Health.NEW,
                created_at=now,
                failed_looks=0,
            )
            uow.profiles.add(profile)
        profile.username = account.name
        was_disconnected = profile.health is Health.DISCONNECTED
        await uow.flush()
        await uow.connections.lead(connection, to=profile.id, tasks=account.tasks, business_id=account.business_id)
        await settle(uow, profile, now=now)
        if (
            profile.kind is Kind.INSTAGRAM and not profile.failed_looks
        ):  # else Meta's own wait, or the back-off, is kept
            profile.next_look_at = now  # whoever connected it is told what there is now, also where its token stays
        if was_disconnected:
            for request in await uow.requests.states_of_profile(profile.id):
                await self._recorder.show(uow, request)  # the cards said that nobody follows it
        uow.audit.append(
            AuditEntry(
                id=self._means.new_id(),
                at=now,
                tag="person:profile:reconnected" if before else "person:profile:connected",
                actor=row.person_id or "",
                subject_id=profile.id,
                before=before,
                after={"connection": connection.id, "ig_id": account.id, "scopes": connection.scopes},
                labels={"profile": account.name, "login": connection.id},
            )
        )
        await uow.names.note(connection.id, connection.name, meta_user_id=connection.meta_user_id)
        return profile
