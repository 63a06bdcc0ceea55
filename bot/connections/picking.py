"""Picking accounts: what a sign-in shows, what is missing for each, and connecting those that somebody ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.connections.accounts import Account, Offer, accounts_of, offer
from bot.connections.lacks import Granted
from bot.connections.means import LoginMeans
from bot.connections.notices import Kind as NoticeKind
from bot.connections.notices import announce
from bot.connections.refused import NotSignedIn, SignInOver
from bot.connections.scopes import EXPECTED, Scope
from bot.connections.signing_in import SigningIn
from bot.connections.ways import settle
from bot.errors import WrongInput
from bot.graph import GraphNonsense, InputRefused, LoginDead, ScopeMissing, SetupWrong, TokenFacts
from bot.permissions.record import Recorder
from bot.words import say
from storage.ids import ConnectionId, ProfileId
from storage.logins import Connection, Life, SignIn, Source
from storage.tables import AuditEntry, Health, Kind, Profile
from storage.unit_of_work import UnitOfWork

PICKED = "accounts"
"""The field by which the form knows what was ticked."""


class Login(BaseModel):
    """Who signed in, and what was granted; kept with the sign-in until somebody picks."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    name: str
    scopes: tuple[str, ...]
    targets: dict[str, tuple[str, ...]]
    expires_at: datetime | None
    data_access_expires_at: datetime | None

    @property
    def granted(self) -> Granted:
        """What was granted, as the rules take it."""
        return Granted(scopes=self.scopes, targets=self.targets)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What there is to pick from."""

    sign_in_id: str
    name: str
    """Who signed in, by the name at Meta; empty where Meta hides it."""
    offers: Sequence[Offer]
    declined: Sequence[Scope]
    """Permissions that Greenlight asked for and did not get."""
    wanted: str | None
    """The key of the account that was to be connected again; None when it is about any."""
    wanted_name: str | None


@dataclass(frozen=True, kw_only=True)
class Picked:
    """What was connected, and what Meta lists for it so far."""

    profiles: Sequence[Profile]
    adopted: dict[ProfileId, dict[str, int]]
    """How many permissions were found at Meta, by state, for each profile that was read by now."""

    @property
    def is_read(self) -> bool:
        """Whether Meta's lists of all of them were read."""
        return all(each.id in self.adopted for each in self.profiles if each.kind is Kind.INSTAGRAM)


class Picking:
    """The use case."""

    def __init__(self, means: LoginMeans, *, signing_in: SigningIn, recorder: Recorder) -> None:
        self._means = means
        self._signing_in = signing_in
        self._recorder = recorder

    async def choices(self, sign_in_id: str, *, browser: str) -> Choices:
        """Ask Meta, afresh each time, what the person who signed in may use.

        Raises SignInOver when accounts were picked already, NotSignedIn where another round of the dialog may help,
        StateRefused to another browser, GraphError when Meta cannot be asked just now (try again), DatabaseDown.
        """
        row = await self._signing_in.row(sign_in_id, browser=browser)
        if row.connected is not None:
            raise SignInOver
        token, login = await self._login(row)
        try:
            accounts = accounts_of(await self._means.graph.accounts.usable(token))
        except ScopeMissing:
            accounts = []  # the page names the permissions that are missing
        except LoginDead as error:
            raise NotSignedIn.because(row.id, error) from None
        async with self._means.storage.write(row.workspace_id) as uow:
            kept = _still_open(await uow.sign_ins.get(row.id, lock=True))
            kept.accounts = [each.model_dump(mode="json") for each in accounts]
            connected = {f"{each.kind}:{each.ig_id}" for each in await uow.profiles.connected()}
            wanted = await uow.profiles.get(row.profile_id) if row.profile_id else None
        return Choices(
            sign_in_id=row.id,
            name=login.name,
            offers=[offer(each, granted=login.granted, connected=connected) for each in accounts],
            declined=[scope for scope in EXPECTED if scope not in login.scopes],
            wanted=f"{wanted.kind}:{wanted.ig_id}" if wanted else None,
            wanted_name=wanted.username if wanted else None,
        )

    async def connect(self, sign_in_id: str, *, browser: str, picked: Collection[str]) -> None:
        """Connect the accounts that were ticked, by their keys; one that is connected already gets the new login.

        All of it happens, with the notice to the person, or nothing. Raises WrongInput when nothing that can be picked was
        picked, SignInOver, StateRefused, NotAllowed, SlackError, DatabaseDown.
        """
        row = await self._signing_in.row(sign_in_id, browser=browser)
        await self._signing_in.check_person(row.person_id)
        async with self._means.storage.write(row.workspace_id) as uow:
            row = _still_open(await uow.sign_ins.get(sign_in_id, lock=True))
            if row.login is None or row.accounts is None or row.sealed_token is None:
                raise SignInOver
            login = Login.model_validate(row.login)
            accounts = [Account.model_validate(each) for each in row.accounts]
            offers = [offer(each, granted=login.granted, connected=()) for each in accounts if each.key in picked]
            chosen = [each.account for each in offers if each.can_be_picked]
            if not chosen:
                raise WrongInput(PICKED, say("connect.none_picked"), todo=say("connect.none_picked_todo"))
            connection = await self._connection(uow, row, login)
            profiles = [await self._profile(uow, row, account, connection) for account in chosen]
            row.sealed_token = row.login = row.accounts = None
            row.connected = [each.id for each in profiles]
            about = {"profiles": row.connected}
            await announce(uow, NoticeKind.CONNECTED, of=row.id, about=about, to=row.person_id, now=self._means.now())
        await self._look_at_others(login.user_id, but=connection.id)

    async def picked(self, sign_in_id: str, *, browser: str) -> Picked:
        """Tell what a sign-in has connected. Raises SignInOver when it has not, or not any more, StateRefused."""
        row = await self._signing_in.row(sign_in_id, browser=browser)
        if row.connected is None:
            raise SignInOver
        async with self._means.storage.read(row.workspace_id) as uow:
            return await what_was_connected(uow, [ProfileId(each) for each in row.connected])

    async def _login(self, row: SignIn) -> tuple[SecretStr, Login]:
        """Find out who signed in, once: the token is traded for one that lasts and asked what it is good for."""
        if row.sealed_token is None:
            raise NotSignedIn(
                row.id, say("connect.not_yet"), why=say("connect.not_yet_why"), todo=say("connect.again_here")
            )
        token = self._means.secrets.open(row.sealed_token)
        if row.login is not None:
            return token, Login.model_validate(row.login)
        graph = self._means.graph.login
        try:
            prolonged = await graph.prolong(token)
            facts = await graph.inspect(prolonged.token)
            self._check(facts)
            person = await graph.who(prolonged.token)
        except (InputRefused, LoginDead, SetupWrong, ScopeMissing) as error:
            raise NotSignedIn.because(row.id, error) from None
        if facts.user_id not in (None, person.id):
            raise GraphNonsense(why=say("connect.two_people"))
        token = prolonged.token
        lasts = self._means.now() + prolonged.lasts if prolonged.lasts and not facts.never_expires else None
        login = Login(
            user_id=person.id,
            name=person.name or "",
            scopes=facts.scopes,
            targets={scope: tuple(sorted(ids)) for scope, ids in facts.targets.items()},
            expires_at=facts.expires_at or lasts,
            data_access_expires_at=facts.data_access_expires_at,
        )
        async with self._means.storage.write(row.workspace_id) as uow:
            kept = _still_open(await uow.sign_ins.get(row.id, lock=True))
            kept.sealed_token = self._means.secrets.seal(token)
            kept.login = login.model_dump(mode="json")
        return token, login

    def _check(self, facts: TokenFacts) -> None:
        """Refuse a token of another app, or one that is dead on arrival. Whether it has expired is Meta's to say."""
        if facts.app_id is not None and facts.app_id != self._means.app_id:
            raise SetupWrong(
                say("connect.other_app"), why=say("connect.other_app_why"), todo=say("connect.other_app_todo")
            )
        if not facts.is_valid:
            raise LoginDead(say("connect.failed"), why=say("connect.failed_why"), todo=say("connect.again_here"))

    async def _connection(self, uow: UnitOfWork, row: SignIn, login: Login) -> Connection:
        """Renew the person's connection, or make it."""
        now = self._means.now()
        connection = await uow.connections.of_person(login.user_id)
        if connection is None:
            connection = Connection(
                id=ConnectionId(self._means.new_id()), source=Source.LOGIN, meta_user_id=login.user_id, failed_checks=0
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
        for _way, profile in await uow.connections.profiles_of(connection.id):  # they get the new token as well
            await settle(uow, profile, now=now)
        return connection

    async def _profile(self, uow: UnitOfWork, row: SignIn, account: Account, connection: Connection) -> Profile:
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
        await uow.connections.lead(connection, to=profile.id, tasks=account.tasks)
        await settle(uow, profile, now=now)
        if was_disconnected:
            for request in await uow.requests.states_of_profile(profile.id):
                await self._recorder.show(uow, request)  # the cards said that nobody follows it
        uow.audit.append(
            AuditEntry(
                id=self._means.new_id(),
                at=now,
                tag="person:profile:reconnected" if before else "person:profile:connected",
                actor=row.person_id,
                subject_id=profile.id,
                before=before,
                after={"connection": connection.id, "ig_id": account.id, "scopes": connection.scopes},
                labels={"profile": account.name, "login": connection.name},
            )
        )
        return profile

    async def _look_at_others(self, user_id: str, *, but: ConnectionId) -> None:
        """Have the person's connections to other workspaces checked: what was declined now is gone there too."""
        async with self._means.storage.across_workspaces() as everywhere:
            for each in await everywhere.connections_of(user_id):
                if each.id != but and each.life is Life.ALIVE:
                    each.next_check_at = self._means.now()


async def what_was_connected(uow: UnitOfWork, profile_ids: Sequence[ProfileId]) -> Picked:
    """Gather the profiles of a sign-in, and what was adopted for each that was read."""
    profiles = [each for each in [await uow.profiles.get(profile_id) for profile_id in profile_ids] if each is not None]
    adopted = {each.id: await uow.requests.adopted(each.id) for each in profiles if each.adopted_at is not None}
    return Picked(profiles=profiles, adopted=adopted)


def _still_open(row: SignIn | None) -> SignIn:
    if row is None or row.connected is not None:
        raise SignInOver
    return row
