"""The table of roles: what people and Slack user groups may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import Base

_OF_CAMPAIGN, _OF_WORKSPACE = text("campaign_id IS NOT NULL"), text("campaign_id IS NULL")


class GivenRole(Base):
    """A role that was given to one person or user group, in the workspace or in one campaign; one in each place."""

    __tablename__ = "roles"
    __table_args__ = (
        Index(
            "uq_roles_campaign_holder",
            "campaign_id",
            "holder_id",
            unique=True,
            sqlite_where=_OF_CAMPAIGN,
            postgresql_where=_OF_CAMPAIGN,
        ),
        Index(
            "uq_roles_workspace_holder",
            "workspace_id",
            "holder_id",
            unique=True,
            sqlite_where=_OF_WORKSPACE,
            postgresql_where=_OF_WORKSPACE,
        ),
        CheckConstraint("role IN ('viewer','requester','manager','admin')", name="role"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId | None] = mapped_column(ForeignKey("campaigns.id"))
    """Where it counts; null: in the whole workspace."""
    holder_id: Mapped[str] = mapped_column(String(64))
    """A Slack user id, or the id of a user group (`S...`)."""
    role: Mapped[str] = mapped_column(String(16))
    given_by: Mapped[PersonId]
    given_at: Mapped[datetime]
