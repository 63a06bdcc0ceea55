"""One of the team's own accounts is a creator's after all, and the other way round: tokens and ways follow."""

from __future__ import annotations

from datetime import timedelta

from bot import policy
from bot.campaigns.place import workspace_roles
from bot.connections.leaving import Leaving
from bot.connections.ways import settle
from bot.errors import NotFound, Refused
from bot.influencers.ending import locked
from bot.influencers.lost import end_asset
from bot.influencers.means import InfluencerMeans
from bot.influencers.notices import Kind as NoticeKind
from bot.influencers.wishes import USUAL_DAYS
from bot.notices.announcing import announce
from bot.permissions.record import Recorder
from bot.policy import Act
from bot.words import say
from storage.ids import CampaignId, ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.influencers import Asset, Ending
from storage.logins import Connection, ConnectionKind, Life, Source
from storage.tables import Kind, Profile
from storage.unit_of_work import UnitOfWork


class MovingAssets:
    """The use cases."""

    def __init__(self, means: InfluencerMeans, *, leaving: Leaving, recorder: Recorder) -> None:
        self._means = means
        self._leaving = leaving
        self._recorder = recorder

    async def to_influencers(
        self, workspace_id: WorkspaceId, profile_id: ProfileId, *, campaign_id: CampaignId, by: PersonId
    ) -> None:
        """Make a profile a creator's account of a campaign, for the usual days. Nothing is sent from it any more.

        Nothing is monitored until somebody says what. Raises Refused for one without a login or that is a Page,
        NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        campaigns = self._means.campaigns
        campaign, _place, person = await campaigns.allowed(workspace_id, campaign_id, person_id=by, act=Act.INVITE)
        async with campaigns.storage.write(workspace_id) as uow:
            roles = await workspace_roles(uow)
            policy.check_workspace(policy.WorkspaceAct.DISCONNECT, person=person, workspace=roles)
            ways = await uow.connections.ways_to(profile_id)
            connections = [await uow.connections.get(each.id, lock=True) for _way, each in ways]
            profile = await uow.profiles.get(profile_id, lock=True)
            if profile is None:
                raise NotFound(say("profiles.gone"), todo=say("profiles.gone_todo"))
            used = next((each for each in connections if each is not None and each.id == profile.connection_id), None)
            if used is None or used.life is not Life.ALIVE or profile.kind is not Kind.INSTAGRAM:
                raise Refused(say("influencers.cannot_move"), todo=say("influencers.cannot_move_todo"))
            theirs = await self._copied(uow, used, kind=ConnectionKind.INFLUENCER)
            asset = await self._asset(uow, profile, theirs, campaign_id=campaign.id)
            await self._leaving.let_go(uow, profile, [each for each in connections if each is not None], by=by)
            self._means.note(uow, asset, tag="person:asset:moved-here", by=by, after={"profile": profile.id})
            about = {"asset": asset.id, "campaign": asset.campaign_id}
            of = f"{asset.id}:{asset.version}"
            await announce(uow, NoticeKind.JOINED, of=of, about=about, to=None, now=self._means.logins.now())

    async def to_owned(self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId) -> None:
        """Make a creator's account one of the team's own again; its requests are followed again.

        Only an account that was one before: a creator's own never becomes the team's by a button.
        Raises Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        campaigns, now = self._means.campaigns, self._means.logins.now()
        _seen, person = await self._means.asset_for(workspace_id, asset_id, by=by)
        async with campaigns.storage.write(workspace_id) as uow:
            roles = await workspace_roles(uow)
            policy.check_workspace(policy.WorkspaceAct.CONNECT, person=person, workspace=roles)
            asset, theirs = await locked(uow, asset_id)
            profile = await uow.profiles.get(asset.profile_id, lock=True) if asset and asset.profile_id else None
            if asset is None or theirs is None or theirs.life is not Life.ALIVE or profile is None:
                raise Refused(say("influencers.cannot_move_back"), todo=say("influencers.cannot_move_back_todo"))
            owned = await self._copied(uow, theirs, kind=ConnectionKind.OWNED)
            await uow.connections.lead(owned, to=profile.id, tasks=None)
            await settle(uow, profile, now=now)
            await end_asset(uow, asset, theirs, ending=Ending.MOVED, by=by, now=now)
            for request in await uow.requests.states_of_profile(profile.id):
                await self._recorder.show(uow, request)

    async def _copied(self, uow: UnitOfWork, connection: Connection, *, kind: ConnectionKind) -> Connection:
        """Return the person's connection of the other kind, with the same token; whoever had none gets one."""
        found = None
        if connection.source is Source.LOGIN and connection.meta_user_id is not None:
            found = await uow.connections.of_person(connection.meta_user_id, kind=kind)
        if found is None:
            found = Connection(id=ConnectionId(self._means.logins.new_id()), source=connection.source, kind=kind)
            uow.connections.add(found)
        elif found.life is Life.ALIVE and found.granted_at >= connection.granted_at:
            return found  # a newer login of the same person
        found.meta_user_id, found.name = connection.meta_user_id, connection.name
        found.sealed_token, found.life, found.dead_words = connection.sealed_token, Life.ALIVE, None
        found.scopes, found.targets = connection.scopes, connection.targets
        found.expires_at = connection.expires_at
        found.data_access_expires_at = connection.data_access_expires_at
        found.granted_by, found.granted_at, found.left_by = connection.granted_by, connection.granted_at, None
        found.checked_at = connection.checked_at
        found.next_check_at, found.failed_checks = self._means.logins.now(), 0
        await uow.flush()
        return found

    async def _asset(
        self, uow: UnitOfWork, profile: Profile, connection: Connection, *, campaign_id: CampaignId
    ) -> Asset:
        now = self._means.logins.now()
        asset = await uow.assets.standing(campaign_id, profile.ig_id)
        if asset is None:
            asset = Asset(
                id=self._means.logins.new_id(),
                campaign_id=campaign_id,
                ig_id=profile.ig_id,
                username=profile.username,
                name=profile.username,
                hears_ads=False,
                hears_organic=False,
                profile_ids=[],
                domains=[],
                link_contains="",
                caption_contains="",
                connected_at=now,
                ends_at=now + timedelta(days=USUAL_DAYS),
                version=0,
            )
            uow.assets.add(asset)
        asset.connection_id, asset.profile_id = connection.id, profile.id
        asset.version += 1
        await uow.flush()
        # As what a creator connects: it can be erased, should whoever granted the login ask Meta to be forgotten.
        await uow.names.note(asset.id, asset.username, meta_user_id=connection.meta_user_id)
        return asset
