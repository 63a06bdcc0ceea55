"""Changing a campaign: its basics, its channel, what the channel hears; closing it and opening it again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.campaigns.basics import Basics, check_profile, name_taken, of_channel, writable
from bot.campaigns.means import CampaignMeans
from bot.campaigns.moving import move
from bot.campaigns.ruling import Ruling
from bot.digests.planning import DigestPlan, plan_digest
from bot.errors import Refused
from bot.letters.template import default_template
from bot.permissions.status import State
from bot.policy import Act
from bot.words import say
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork


class Editing:
    """The use cases. Each is for those who manage the campaign: NotAllowed to others, NotFound where it is hidden."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def edit(
        self, workspace_id: WorkspaceId, campaign_id: CampaignId, basics: Basics, *, version: int, by: PersonId
    ) -> Campaign:
        """Change the basics. Another channel moves it: new cards and news go there, and old cards say so.

        `version` is that of the campaign as the form showed it. Raises WrongInput (fields `name`, `channel`, `profile`,
        `template`), Refused where somebody has changed it meanwhile, SlackError, DatabaseDown.
        """
        means = self._means
        async with means.storage.read(workspace_id) as uow:
            usual = await uow.letters.usual_template() or default_template()
        columns = basics.columns(usual_template=usual)
        campaign, _place, person = await means.allowed(workspace_id, campaign_id, person_id=by, act=Act.EDIT)
        channel = None
        if basics.channel_id != campaign.channel_id:
            channel = await writable(basics.channel_id, by=by, slack=means.slack, people=means.people)
        async with means.storage.write(workspace_id) as uow:
            campaign = await means.locked(uow, campaign_id, person=person, act=Act.EDIT)
            _check_version(campaign, version)
            if basics.default_profile_id != campaign.default_profile_id:
                await check_profile(uow, basics.default_profile_id)
            if channel is not None:
                columns |= of_channel(channel)
            was_private = campaign.is_private
            await self._change(uow, campaign, columns, deed="moved" if channel else "edited", by=by)
            if channel is not None:
                await move(uow, campaign, was_private=was_private)
        return campaign

    async def tell(
        self,
        workspace_id: WorkspaceId,
        campaign_id: CampaignId,
        *,
        states: Collection[State],
        mentions_asker: bool,
        digest: DigestPlan,
        version: int,
        by: PersonId,
    ) -> Campaign:
        """Say which states the whole channel hears of, whether who asked is mentioned, and when it gets a digest.

        Raises as `edit` does.
        """
        _campaign, _place, person = await self._means.allowed(workspace_id, campaign_id, person_id=by, act=Act.EDIT)
        told = {"told_states": sorted(state.value for state in states), "mentions_asker": mentions_asker}
        columns = told | digest.columns()
        async with self._means.storage.write(workspace_id) as uow:
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.EDIT)
            _check_version(campaign, version)
            await self._change(uow, campaign, columns, deed="edited", by=by)
            plan_digest(campaign, now=self._means.now())
        return campaign

    async def rule(
        self,
        workspace_id: WorkspaceId,
        campaign_id: CampaignId,
        ruling: Ruling,
        *,
        version: int,
        by: PersonId,
    ) -> Campaign:
        """Set the rules of asking.

        What was asked before keeps the rules it was asked under; nudges and terms follow the new ones, in the new zone. Raises as `edit` does, and
        WrongInput for the fields of `ruling`.
        """
        _campaign, _place, person = await self._means.allowed(workspace_id, campaign_id, person_id=by, act=Act.EDIT)
        columns = ruling.columns()
        async with self._means.storage.write(workspace_id) as uow:
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.EDIT)
            _check_version(campaign, version)
            await self._change(uow, campaign, columns, deed="edited", by=by)
            plan_digest(campaign, now=self._means.now())
            await uow.requests.think_of_nudges(campaign_id, at=self._means.now())
            await uow.requests.think_of_terms(campaign_id, at=self._means.now())
        return campaign

    async def close(self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, by: PersonId) -> Campaign:
        """Close a campaign: nothing more is asked in it, and what stands at Meta stays and is still heard.

        Raises Refused where it is closed already.
        """
        _campaign, _place, person = await self._means.allowed(workspace_id, campaign_id, person_id=by, act=Act.SEE)
        async with self._means.storage.write(workspace_id) as uow:
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.SEE)
            if campaign.closed_at is not None:
                raise Refused(
                    say("campaign.closed_already.happened", campaign=campaign.name, person=f"<@{campaign.closed_by}>")
                    if campaign.closed_by
                    else say("campaign.closed_already.long_ago", campaign=campaign.name),
                    todo=say("campaign.closed_already.todo"),
                )
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.CLOSE)
            await self._change(uow, campaign, {"closed_at": self._means.now(), "closed_by": by}, deed="closed", by=by)
            plan_digest(campaign, now=self._means.now())
            await uow.requests.think_of_nudges(campaign_id, at=self._means.now())
        return campaign

    async def reopen(self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, by: PersonId) -> Campaign:
        """Open a closed campaign again; opening an open one changes nothing.

        Raises WrongInput (field `name`) where an open campaign of its channel has its name.
        """
        _campaign, _place, person = await self._means.allowed(workspace_id, campaign_id, person_id=by, act=Act.REOPEN)
        async with self._means.storage.write(workspace_id) as uow:
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.REOPEN)
            if campaign.closed_at is not None:
                await self._change(uow, campaign, {"closed_at": None, "closed_by": None}, deed="reopened", by=by)
                plan_digest(campaign, now=self._means.now())
                await uow.requests.think_of_nudges(campaign_id, at=self._means.now())
        return campaign

    async def _change(
        self, uow: UnitOfWork, campaign: Campaign, columns: dict[str, Any], *, deed: str, by: PersonId
    ) -> None:
        before = {name: getattr(campaign, name) for name in columns}
        if not await uow.campaigns.change_unless_taken(campaign, **columns, version=campaign.version + 1):
            raise name_taken(columns.get("name", campaign.name))
        changed = {name: value for name, value in columns.items() if value != before[name]}
        self._means.note(
            uow,
            campaign,
            deed=deed,
            by=by,
            before={name: _plain(before[name]) for name in changed},
            after={name: _plain(value) for name, value in changed.items()},
        )


def _check_version(campaign: Campaign, version: int) -> None:
    if campaign.version != version:
        raise Refused(
            say("campaign.outdated.happened", campaign=campaign.name),
            why=say("campaign.outdated.why"),
            todo=say("campaign.outdated.todo"),
        )


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return value if isinstance(value, bool | int | list | None) else str(value)
