"""Making invites, and what people do with them: another link, taking one back, leaving it open for longer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.connections.refused import NotConfigured
from bot.creators.handles import Misread, read_handle
from bot.errors import NotFound, Refused
from bot.influencers.facts import InviteFacts, invite_facts, rules_of
from bot.influencers.links import address_of, digest_of, new_token
from bot.influencers.means import InfluencerMeans
from bot.influencers.status import InviteState
from bot.influencers.wishes import USUAL_DAYS, Rules, Wishes
from bot.policy import Act, Person
from bot.words import say
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.influencers import Invite
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork

LINK_LASTS = timedelta(days=14)
"""How long a link can be opened; leaving it open for longer begins these days anew."""


@dataclass(frozen=True, kw_only=True)
class MadeInvite:
    """An invite and its link, which is shown to its maker now and can be shown to nobody later."""

    facts: InviteFacts
    link: str


class Inviting:
    """The use cases."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings without which no creator can sign in; empty when it is set up."""
        logins = self._means.logins
        needed = {"GREENLIGHT_META_APP_ID": logins.app_id, "GREENLIGHT_PUBLIC_URL": logins.public_url}
        return tuple(name for name, value in needed.items() if not value)

    async def make(
        self,
        workspace_id: WorkspaceId,
        campaign_id: CampaignId,
        wishes: Wishes,
        *,
        by: PersonId,
        held: Collection[str] = (),
    ) -> MadeInvite:
        """Make an invite; `held` are brand's accounts that it may name although they are not connected any more.

        Raises WrongInput (field `profiles`), NotAllowed, NotFound, NotConfigured, SlackError, DatabaseDown.
        """
        if self.missing:
            raise NotConfigured(self.missing)
        campaigns, now, token = self._means.campaigns, self._means.logins.now(), new_token()
        _campaign, _place, person = await campaigns.allowed(workspace_id, campaign_id, person_id=by, act=Act.INVITE)
        async with campaigns.storage.write(workspace_id) as uow:
            campaign = await campaigns.locked(uow, campaign_id, person=person, act=Act.INVITE)
            wishes = wishes.of_profiles({each.id for each in await uow.profiles.connected()}.union(held))
            columns = asdict(wishes) | {"profile_ids": list(wishes.profile_ids), "domains": list(wishes.domains)}
            invite = Invite(
                id=self._means.logins.new_id(),
                campaign_id=campaign.id,
                digest=digest_of(token) or "",
                made_by=by,
                made_at=now,
                sent_at=now,
                link_ends_at=now + LINK_LASTS,
                opens=0,
                questions=0,
                version=1,
                **columns,
            )
            uow.invites.add(invite)
            await uow.flush()
            self._means.note(uow, invite, tag="person:invite:made", by=by, after={"days": invite.days})
            facts = await invite_facts(uow, invite, campaign=campaign, now=now)
        return MadeInvite(facts=facts, link=address_of(token, public_url=self._means.logins.public_url))

    async def again(
        self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId, rules: Rules | None = None
    ) -> MadeInvite:
        """Make a fresh invite for whoever connected an account, and for that account alone.

        `rules` are what it asks for; None: what held. Raises Refused for one whose creator asked to be forgotten, and as
        `make` does.
        """
        asset, _person = await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.read(workspace_id) as uow:
            invite = await uow.invites.get(asset.invite_id) if asset.invite_id else None
        username = read_handle(asset.username)
        if isinstance(username, Misread):
            raise Refused(say("influencers.nameless"), todo=say("influencers.invite"))
        wishes = Wishes(
            name=asset.name,
            username=username,
            days=invite.days if invite is not None else USUAL_DAYS,
            **vars(rules or rules_of(asset)),
        )
        return await self.make(workspace_id, asset.campaign_id, wishes, by=by, held=asset.profile_ids)

    async def all(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId
    ) -> Sequence[InviteFacts]:
        """Return the invites of a campaign, the newest first. Raises NotFound, NotAllowed, SlackError."""
        campaigns = self._means.campaigns
        campaign, _place, _person = await campaigns.allowed(workspace_id, campaign_id, person_id=person_id, act=Act.SEE)
        async with campaigns.storage.read(workspace_id) as uow:
            found = await uow.invites.of_campaign(campaign_id)
            return [await invite_facts(uow, each, campaign=campaign, now=self._means.logins.now()) for each in found]

    async def resend(self, workspace_id: WorkspaceId, invite_id: str, *, by: PersonId) -> MadeInvite:
        """Make another link for an invite that nobody has used: the one before opens nothing from now on.

        One that was declined, revoked or is over is open again. Raises Refused for one that was used, or whose creator asked
        to be forgotten, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        person, token, now = await self._person(workspace_id, invite_id, by=by), new_token(), self._means.logins.now()
        async with self._means.campaigns.storage.write(workspace_id) as uow:
            invite, campaign = await self._locked(uow, invite_id, person=person)
            invite.digest = digest_of(token) or ""
            invite.sent_at, invite.link_ends_at = now, now + LINK_LASTS
            invite.declined_at = invite.revoked_at = invite.revoked_by = None
            invite.version += 1
            self._means.note(uow, invite, tag="person:invite:resent", by=by)
            facts = await invite_facts(uow, invite, campaign=campaign, now=now)
        return MadeInvite(facts=facts, link=address_of(token, public_url=self._means.logins.public_url))

    async def revoke(self, workspace_id: WorkspaceId, invite_id: str, *, by: PersonId) -> None:
        """Take an invite back: its link opens nothing any more. A second time changes nothing. Raises as `resend`."""
        person = await self._person(workspace_id, invite_id, by=by)
        async with self._means.campaigns.storage.write(workspace_id) as uow:
            invite, _campaign = await self._locked(uow, invite_id, person=person)
            if invite.revoked_at is None:
                invite.revoked_at, invite.revoked_by = self._means.logins.now(), by
                invite.version += 1
                self._means.note(uow, invite, tag="person:invite:revoked", by=by)

    async def extend(self, workspace_id: WorkspaceId, invite_id: str, *, by: PersonId) -> datetime:
        """Leave the same link open for fourteen days from now; return until when.

        Raises Refused for one that was declined or revoked too, which only a new link opens again; else as `resend`.
        """
        person, now = await self._person(workspace_id, invite_id, by=by), self._means.logins.now()
        async with self._means.campaigns.storage.write(workspace_id) as uow:
            invite, campaign = await self._locked(uow, invite_id, person=person)
            facts = await invite_facts(uow, invite, campaign=campaign, now=now)
            if facts.state in (InviteState.DECLINED, InviteState.REVOKED):
                raise Refused(say("invite.not_open", name=invite.name), todo=say("invite.not_open_todo"))
            invite.link_ends_at = now + LINK_LASTS
            invite.version += 1
            self._means.note(uow, invite, tag="person:invite:extended", by=by)
            return invite.link_ends_at

    async def _person(self, workspace_id: WorkspaceId, invite_id: str, *, by: PersonId) -> Person:
        async with self._means.campaigns.storage.read(workspace_id) as uow:
            invite = await uow.invites.get(invite_id)
        if invite is None:
            raise no_such_invite()
        _campaign, _place, person = await self._means.campaigns.allowed(
            workspace_id, invite.campaign_id, person_id=by, act=Act.INVITE
        )
        return person

    async def _locked(self, uow: UnitOfWork, invite_id: str, *, person: Person) -> tuple[Invite, Campaign]:
        """Return an invite that nobody else changes until the commit; one that was used, or is forgotten, is refused."""
        invite = await uow.invites.get(invite_id, lock=True)
        if invite is None:
            raise no_such_invite()
        campaign = await self._means.campaigns.locked(uow, invite.campaign_id, person=person, act=Act.INVITE)
        if invite.used_at is not None:
            raise Refused(say("invite.was_used", name=invite.name), todo=say("invite.was_used_todo"))
        if invite.is_forgotten:  # without its handle its link would be good for anybody's account
            raise Refused(say("invite.forgotten"), todo=say("invite.forgotten_todo"))
        return invite, campaign


def no_such_invite() -> NotFound:
    """Say that an invite is not there: the same words whether it never was or is hidden."""
    return NotFound(say("invite.gone"), todo=say("invite.gone_todo"))
