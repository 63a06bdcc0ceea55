"""A creator who has connected an account comes back to their own page: by the sign-in that connected it, or by another.

The link alone opens nothing any more; whoever signs in with it has to be somebody whom Meta lists the account for.
"""

from __future__ import annotations

from bot.connections.connecting import Connecting
from bot.connections.refused import SignInOver
from bot.connections.who import listed, recognised, still_open
from bot.influencers.ending import locked
from bot.influencers.facts import CreatorAccount, monitored_facts, widened_since
from bot.influencers.joining import PAGE_LASTS, Joining, fitting
from bot.influencers.means import InfluencerMeans
from bot.influencers.refused import ConnectionOver, InviteOver
from bot.influencers.status import InviteState
from storage.ids import ProfileId
from storage.logins import ConnectionKind


class Returning:
    """The use cases."""

    def __init__(self, means: InfluencerMeans, *, joining: Joining, connecting: Connecting) -> None:
        self._means = means
        self._joining = joining
        self._connecting = connecting

    async def recognise(self, sign_in_id: str, *, browser: str) -> bool:
        """Tell whether a sign-in by a used invite is of whoever connected the account; then it opens their page.

        Their login is renewed by it. False for an invite that was not used. Raises InviteOver for anybody else,
        AccountMissing where a permission was left out, SignInOver, NotSignedIn, StateRefused, GraphError, DatabaseDown.
        """
        means, row = self._means.logins, await self._joining.row(sign_in_id, browser=browser)
        if row.connected is not None or row.invite_id is None:
            return row.connected is not None
        async with means.storage.read(row.workspace_id) as uow:
            invite = await uow.invites.get(row.invite_id)
            if invite is None or invite.used_at is None:
                return False
            asset = await uow.assets.of_invite(invite.id)
        if asset is None:
            raise InviteOver(InviteState.USED)
        token, login = await recognised(means, row)
        found = await listed(means, row, token=token)
        theirs = [each for each in found if each.id == asset.ig_id]
        if not theirs:
            raise InviteOver(InviteState.USED)  # a stranger learns nothing of whose account it is
        hears = asset.hears_ads or asset.hears_organic
        fitting(theirs, username=None, hears_something=hears, login=login, sign_in_id=row.id)
        async with means.storage.write(row.workspace_id) as uow:
            kept = still_open(await uow.sign_ins.get(row.id, lock=True), as_read=row)
            standing, connection = await locked(uow, asset.id)
            if standing is None or standing.ended_at is not None or connection is None:
                raise InviteOver(InviteState.USED)
            if connection.meta_user_id == login.user_id:
                await self._connecting.renew(uow, kept, login, kind=ConnectionKind.INFLUENCER)
                await uow.hooks.look_at(standing.id, at=means.now())  # more may be granted now
            kept.sealed_token = kept.login = kept.accounts = None
            kept.connected = [standing.id]
            kept.ends_at = means.now() + PAGE_LASTS
        return True

    async def account(self, sign_in_id: str, *, browser: str) -> CreatorAccount:
        """Return the account whose page a sign-in opens. Raises ConnectionOver once that has ended, SignInOver, StateRefused."""
        row = await self._joining.row(sign_in_id, browser=browser)
        if not row.connected:
            raise SignInOver
        now = self._means.logins.now()
        async with self._means.logins.storage.read(row.workspace_id) as uow:
            asset = await uow.assets.get(row.connected[0])
            if asset is None or asset.ended_at is not None or asset.ends_at <= now:
                raise ConnectionOver
            return CreatorAccount(
                workspace_id=row.workspace_id,
                campaign_id=asset.campaign_id,
                ig_id=asset.ig_id,
                username=asset.username,
                profile_ids=[ProfileId(each) for each in asset.profile_ids],
                monitored=await monitored_facts(uow, asset),
                ends_at=asset.ends_at,
                widened=await widened_since(uow, asset),
            )
