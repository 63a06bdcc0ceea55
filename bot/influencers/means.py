"""What use cases about creators' connections are made with; the composition root puts it together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.campaigns.means import CampaignMeans
from bot.connections.means import LoginMeans
from storage.influencers import Asset, Invite
from storage.tables import AuditEntry
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class InfluencerMeans:
    """They act in campaigns, and on logins."""

    campaigns: CampaignMeans
    logins: LoginMeans

    def note(
        self,
        uow: UnitOfWork,
        subject: Invite | Asset,
        *,
        tag: str,
        by: str,
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
                before={},
                after=dict(after or {}),
                labels={"campaign": subject.campaign_id},
                why=why,
            )
        )
