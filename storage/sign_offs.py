"""The table of sign-offs: what waits for a second person, or was decided by one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import BatchId, CampaignId, PersonId, RequestId, SignOffId, WorkspaceId
from storage.tables import Base

_OPEN = text("stage = 'open'")


class SignOffRow(Base):
    """One thing put before a second person: an ask, a revoke, or a whole list of asks."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        Index("uq_sign_offs_open_request", "request_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_sign_offs_open_batch", "batch_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_sign_offs_due", "stage", "expires_at"),
        CheckConstraint("(request_id IS NULL) <> (batch_id IS NULL)", name="about_one_thing"),
    )

    id: Mapped[SignOffId] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"))
    request_id: Mapped[RequestId | None] = mapped_column(ForeignKey("requests.id"))
    batch_id: Mapped[BatchId | None] = mapped_column(String(32), ForeignKey("batches.id"))
    """Set where it is about a list as a whole."""
    matter: Mapped[str] = mapped_column(String(16))
    """`request` or `revoke`."""
    content: Mapped[str] = mapped_column(String(32))
    """A fingerprint of all that would be done, as the asker put it."""
    asked_by: Mapped[PersonId]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(16))
    """`open`, or how it was settled; `bot.permissions.signing.rules` names the words."""
    settled_by: Mapped[PersonId | None]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
