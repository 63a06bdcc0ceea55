"""The table of digests: what a campaign's channel is told of a stretch of time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, ChannelId, PersonId, WorkspaceId
from storage.tables import Base

_UNPOSTED = text("ts IS NULL")


class DigestRow(Base):
    """One digest, posted once; the database keeps that a campaign has one at most that is not posted yet."""

    __tablename__ = "digests"
    __table_args__ = (
        Index("uq_digests_unposted", "campaign_id", unique=True, sqlite_where=_UNPOSTED, postgresql_where=_UNPOSTED),
        Index("ix_digests_sweep", "sweep_at", sqlite_where=_UNPOSTED, postgresql_where=_UNPOSTED),
        Index("ix_digests_campaign", "campaign_id", "until"),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`digest:<id>`; also carried as Slack message metadata, to be found again by."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"))
    wanted_by: Mapped[PersonId | None]
    """Who wanted it at once; null: it came by the campaign's plan."""
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    """Which stretch of time it tells: settled when posting begins, and not before, because its channel may be closed for days."""
    channel_id: Mapped[ChannelId]
    """Where it is posted; as long as it surely was not, that follows the campaign."""
    ts: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    """How often a post was begun that may have arrived."""
    run: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    """If it is not posted by then, it is tried again: its work was lost, or its channel may be open again."""
    created_at: Mapped[datetime]
