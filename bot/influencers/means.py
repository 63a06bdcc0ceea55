"""What use cases about creators' connections are made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.connections.means import LoginMeans
from bot.errors import NotFound
from bot.policy import Act, Person
from bot.words import say
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset, Invite
from storage.tables import AuditEntry
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class InfluencerMeans:
    """They act in campaigns, and on logins."""

    campaigns: CampaignMeans
    logins: LoginMeans

    async def asset_for(
        self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId, act: Act = Act.INVITE
    ) -> tuple[Asset, Person]:
        """Return an asset and who somebody is in its campaign, once they may do that there.

        Raises NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        async with self.logins.storage.read(workspace_id) as uow:
            asset = await uow.assets.get(asset_id)
        if asset is None:
            raise NotFound(say("influencers.gone"), todo=say("influencers.gone_todo"))
        _campaign, _place, person = await self.campaigns.allowed(workspace_id, asset.campaign_id, person_id=by, act=act)
        return asset, person

    def note(
        self,
        uow: UnitOfWork,
        subject: Invite | Asset,
        *,
        tag: str,
        by: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str = "",
    ) -> None:
        """Write one line of history. The link is in none: who reads history may not use it."""
        uow.audit.append(
            AuditEntry(
                id=self.logins.new_id(),
                at=self.logins.now(),
                tag=tag,
                actor=by,
                subject_id=subject.id,
                before=dict(before or {}),
                after=dict(after or {}),
                labels={"campaign": subject.campaign_id},
                why=why,
            )
        )
