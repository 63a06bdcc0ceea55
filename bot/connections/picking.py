"""Picking accounts: what a sign-in shows, what is missing for each, and connecting those that somebody ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.connections.accounts import Account, Offer, offer
from bot.connections.connecting import Connecting
from bot.connections.means import LoginMeans
from bot.connections.notices import Kind as NoticeKind
from bot.connections.refused import SignInOver
from bot.connections.scopes import EXPECTED, READ_ADS, Scope
from bot.connections.sentences import shown_name
from bot.connections.signing_in import SigningIn
from bot.connections.who import Login, listed, recognised, still_open
from bot.errors import WrongInput
from bot.notices.announcing import announce, notice_key
from bot.permissions.record import Recorder
from bot.words import say
from storage.ids import ConnectionId, ProfileId
from storage.logins import Life, SignIn
from storage.tables import Kind, Profile
from storage.unit_of_work import UnitOfWork

PICKED = "accounts"
"""The field by which the form knows what was ticked."""


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
        self._connecting = Connecting(means, recorder=recorder)

    async def choices(self, sign_in_id: str, *, browser: str) -> Choices:
        """Ask Meta, afresh each time, what the person who signed in may use.

        Raises SignInOver when accounts were picked already, NotSignedIn where another round of the dialog may help,
        NotAllowed, StateRefused to another browser, GraphError when Meta cannot be asked just now (try again), SlackError,
        DatabaseDown.
        """
        row = await self._signing_in.row(sign_in_id, browser=browser)
        if row.connected is not None:
            raise SignInOver
        await self._signing_in.check_person(row.workspace_id, row.person_id)
        token, login = await recognised(self._means, row)
        accounts = await listed(self._means, row, token=token)
        async with self._means.storage.write(row.workspace_id) as uow:
            kept = still_open(await uow.sign_ins.get(row.id, lock=True), as_read=row)
            kept.accounts = [each.model_dump(mode="json") for each in accounts]
            connected = {f"{each.kind}:{each.ig_id}" for each in await uow.profiles.connected()}
            wanted = await uow.profiles.get(row.profile_id) if row.profile_id else None
        return Choices(
            sign_in_id=row.id,
            name=login.name,
            offers=[offer(each, granted=login.granted, connected=connected) for each in accounts],
            declined=[scope for scope in _expected(row) if scope not in login.scopes],
            wanted=f"{wanted.kind}:{wanted.ig_id}" if wanted else None,
            wanted_name=shown_name(wanted.kind, wanted.username) if wanted else None,
        )

    async def connect(self, sign_in_id: str, *, browser: str, picked: Collection[str]) -> None:
        """Connect the accounts that were ticked, by their keys; one that is connected already gets the new login.

        All of it happens, with the notice to the person, or nothing. Raises WrongInput when nothing that can be picked was
        picked, SignInOver, StateRefused, NotAllowed, SlackError, DatabaseDown.
        """
        row = await self._signing_in.row(sign_in_id, browser=browser)
        await self._signing_in.check_person(row.workspace_id, row.person_id)
        async with self._means.storage.write(row.workspace_id) as uow:
            row = still_open(await uow.sign_ins.get(sign_in_id, lock=True))
            if row.login is None or row.accounts is None or row.sealed_token is None:
                raise SignInOver
            login = Login.model_validate(row.login)
            accounts = [Account.model_validate(each) for each in row.accounts]
            offers = [offer(each, granted=login.granted, connected=()) for each in accounts if each.key in picked]
            chosen = [each.account for each in offers if each.can_be_picked]
            if not chosen:
                raise WrongInput(PICKED, say("connect.none_picked"), todo=say("connect.none_picked_todo"))
            connection = await self._connecting.renew(uow, row, login)
            profiles = [await self._connecting.reach(uow, row, account, connection) for account in chosen]
            if not READ_ADS.isdisjoint(login.scopes):
                await uow.running_ads.look_again(at=self._means.now())
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
            notice = await uow.notices.get(notice_key(NoticeKind.CONNECTED, of=row.id))
            assert notice is not None, "announced with what was connected"
            return await what_was_connected(uow, [ProfileId(each) for each in row.connected], at=notice.created_at)

    async def _look_at_others(self, user_id: str, *, but: ConnectionId) -> None:
        """Have the person's connections to other workspaces checked: what was declined now is gone there too."""
        async with self._means.storage.across_workspaces() as everywhere:
            for each in await everywhere.connections_of(user_id):
                if each.id != but and each.life is Life.ALIVE:
                    each.next_check_at = self._means.now()


def _expected(row: SignIn) -> tuple[Scope, ...]:
    """Return what is missed if it is declined: what was asked for because somebody chose it is, too."""
    return (*EXPECTED, Scope.ADS) if Scope.ADS in (row.scopes or ()) else EXPECTED


async def what_was_connected(uow: UnitOfWork, profile_ids: Sequence[ProfileId], *, at: datetime) -> Picked:
    """Gather the profiles of a sign-in that was done `at` that moment, and what was adopted for each that was read since.

    What an earlier sign-in brought for a profile that is connected again is no news.
    """
    profiles = [each for each in [await uow.profiles.get(profile_id) for profile_id in profile_ids] if each is not None]
    read = [each.id for each in profiles if each.last_read_at is not None and each.last_read_at >= at]
    adopted = {profile_id: await uow.requests.adopted(profile_id, since=at) for profile_id in read}
    return Picked(profiles=profiles, adopted=adopted)
