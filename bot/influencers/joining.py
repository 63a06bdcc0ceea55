"""A creator has signed in: which account the invite takes, and connecting it, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.comments.hooking import hook_job
from bot.comments.notes import tell_end
from bot.comments.sifting import sift_untold
from bot.connections.accounts import Account
from bot.connections.connecting import Connecting
from bot.connections.lacks import Granted
from bot.connections.refused import SignInOver
from bot.connections.signing_in import SigningIn
from bot.connections.who import Login, listed, recognised, still_open
from bot.errors import WrongInput
from bot.influencers.agreed import ON_ADS, ON_POSTS, Wider, wider
from bot.influencers.facts import AssetFacts, asset_facts, rules_of, state_of
from bot.influencers.means import InfluencerMeans
from bot.influencers.notices import Kind as NoticeKind
from bot.influencers.refused import AccountMissing, InviteOver, InviteUnknown, Missing
from bot.influencers.scopes import needed_of_creator
from bot.influencers.status import InviteState
from bot.notices.announcing import announce
from bot.words import say
from storage.influencers import CONNECTED, Asset, Invite
from storage.logins import Connection, ConnectionKind, SignIn
from storage.tables import Kind
from storage.unit_of_work import UnitOfWork

PAGE_LASTS = timedelta(hours=1)
"""How long a sign-in that is done opens the creator's page, in the browser it was begun in: as long as that keeps us."""
PICKED = "account"
"""The field by which the form knows which account was chosen."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The accounts that can be connected; one at least."""

    sign_in_id: str
    accounts: Sequence[Account]
    ends_at: datetime


class Joining:
    """The use cases."""

    def __init__(self, means: InfluencerMeans, *, signing_in: SigningIn, connecting: Connecting) -> None:
        self._means = means
        self._signing_in = signing_in
        self._connecting = connecting

    async def candidates(self, sign_in_id: str, *, browser: str) -> Candidates:
        """Ask Meta, afresh each time, which accounts the creator has.

        Raises AccountMissing where there is none that fits, InviteOver when somebody else was faster, SignInOver,
        NotSignedIn where another round of the dialog may help, StateRefused, GraphError (try again), DatabaseDown.
        """
        means, row = self._means.logins, await self.row(sign_in_id, browser=browser)
        if row.connected is not None:
            raise SignInOver
        async with means.storage.read(row.workspace_id) as uow:
            invite = await self._open(uow, row)
        token, login = await recognised(means, row)
        found = await listed(means, row, token=token)
        hears = invite.hears_ads or invite.hears_organic
        fit = fitting(found, username=invite.username, hears_something=hears, login=login, sign_in_id=row.id)
        async with means.storage.write(row.workspace_id) as uow:
            kept = still_open(await uow.sign_ins.get(row.id, lock=True), as_read=row)
            kept.accounts = [each.model_dump(mode="json") for each in fit]
        return Candidates(sign_in_id=row.id, accounts=fit, ends_at=means.now() + timedelta(days=invite.days))

    async def connect(self, sign_in_id: str, *, browser: str, picked: str) -> None:
        """Connect the account that was chosen, and use the invite up: all of it happens, or nothing.

        Raises WrongInput when none was chosen, InviteOver, SignInOver, StateRefused, DatabaseDown.
        """
        means, row = self._means.logins, await self.row(sign_in_id, browser=browser)
        async with means.storage.write(row.workspace_id) as uow:
            row = still_open(await uow.sign_ins.get(sign_in_id, lock=True))
            if row.login is None or row.accounts is None or row.sealed_token is None:
                raise SignInOver
            invite = await self._open(uow, row, lock=True)
            login = Login.model_validate(row.login)
            accounts = [Account.model_validate(each) for each in row.accounts]
            account = next((each for each in accounts if each.key == picked), None)
            if account is None:
                raise WrongInput(PICKED, say("invite.page.none_chosen"))
            connection = await self._connecting.renew(uow, row, login, kind=ConnectionKind.INFLUENCER)
            asset = await self._asset(uow, invite, account, connection)
            now = means.now()
            await uow.hooks.look_at(asset.id, at=now)
            await uow.enqueue(hook_job(asset, due_at=now))
            invite.used_at = now
            invite.version += 1
            row.sealed_token = row.login = row.accounts = None
            row.connected = [asset.id]
            row.ends_at = now + PAGE_LASTS
            after = {"ig_id": asset.ig_id, "connection": connection.id, "ends_at": asset.ends_at.isoformat()}
            self._means.note(uow, asset, tag=CONNECTED, by="creator", after={**after, "invite": invite.id})
            # What it is called can be erased by its id, should the creator ask Meta to be forgotten.
            await uow.names.note(asset.id, asset.username, meta_user_id=login.user_id)
            about = {"asset": asset.id, "campaign": asset.campaign_id}
            await announce(uow, NoticeKind.JOINED, of=row.id, about=about, to=None, now=now)

    async def joined(self, sign_in_id: str, *, browser: str) -> AssetFacts:
        """Tell what was connected. Raises SignInOver when nothing was, or not any more, StateRefused."""
        row = await self.row(sign_in_id, browser=browser)
        async with self._means.logins.storage.read(row.workspace_id) as uow:
            asset = await uow.assets.get(row.connected[0]) if row.connected else None
            if asset is None:
                raise SignInOver
            return await asset_facts(uow, asset, now=self._means.logins.now())

    async def row(self, sign_in_id: str, *, browser: str) -> SignIn:
        """Return a creator's sign-in to the browser it was begun in. Raises SignInOver, StateRefused."""
        row = await self._signing_in.any_row(sign_in_id, browser=browser)
        if row.invite_id is None:
            raise SignInOver
        return row

    async def _open(self, uow: UnitOfWork, row: SignIn, *, lock: bool = False) -> Invite:
        invite = await uow.invites.get(row.invite_id or "", lock=lock)
        if invite is None:
            raise InviteUnknown
        state = state_of(invite, now=self._means.logins.now())
        if state not in (InviteState.OPEN, InviteState.EXPIRED):  # whoever began in time may finish
            raise InviteOver(state)
        return invite

    async def _asset(self, uow: UnitOfWork, invite: Invite, account: Account, connection: Connection) -> Asset:
        """Make the asset, or renew the one that stands: the newest invite's rules hold."""
        now = self._means.logins.now()
        asset = await uow.assets.standing(invite.campaign_id, account.id)
        was_heard = asset is not None and rules_of(asset).hears_something
        if asset is None:
            asset = Asset(id=self._means.logins.new_id(), campaign_id=invite.campaign_id, ig_id=account.id, version=0)
            uow.assets.add(asset)
        else:
            # What is let through as before is heard as before: what was written meanwhile was agreed to, while it lasted.
            more = set(wider(rules_of(asset), now=rules_of(invite)) if asset.ends_at > now else Wider)
            asset.ads_from = None if more & ON_ADS else asset.heard_from(is_on_ad=True)
            asset.organic_from = None if more & ON_POSTS else asset.heard_from(is_on_ad=False)
            asset.rules_before = None
        asset.invite_id, asset.connection_id = invite.id, connection.id
        asset.username, asset.name = account.name, invite.name
        asset.hears_ads, asset.hears_organic = invite.hears_ads, invite.hears_organic
        asset.profile_ids, asset.domains = list(invite.profile_ids), list(invite.domains)
        asset.link_contains, asset.caption_contains = invite.link_contains, invite.caption_contains
        # Meta tells moments to the second: what is written in this one is heard.
        asset.connected_at, asset.ends_at = now.replace(microsecond=0), now + timedelta(days=invite.days)
        asset.version += 1
        await uow.flush()
        await sift_untold(uow, asset)
        if was_heard and not rules_of(asset).hears_something:
            await tell_end(uow, asset, now=now)
        return asset


def fitting(
    found: Sequence[Account], *, username: str | None, hears_something: bool, login: Login, sign_in_id: str
) -> list[Account]:
    """Return the accounts that an invite takes, for `username` alone where it has one.

    Raises AccountMissing that says why there is none.
    """
    needed = needed_of_creator(hears_something=hears_something)
    if Granted(scopes=login.scopes).without(needed, ids=()):
        raise AccountMissing(sign_in_id, Missing.DECLINED)
    own = [each for each in found if each.kind is Kind.INSTAGRAM and each.is_there and each.is_professional]
    if not own:
        raise AccountMissing(sign_in_id, Missing.NO_PROFESSIONAL)
    if username is not None:
        own = [each for each in own if each.name.casefold() == username.casefold()]
        if not own:
            raise AccountMissing(sign_in_id, Missing.WRONG_ACCOUNT, wanted=username)
    fit = [each for each in own if not login.granted.without(needed, ids=each.ids)]
    if not fit:
        raise AccountMissing(sign_in_id, Missing.DECLINED)
    return fit
