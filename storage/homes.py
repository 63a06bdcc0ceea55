"""The table of Home tabs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId, WorkspaceId
from storage.tables import Base


class Home(Base):
    """The Home tab of one person, once they have opened it: until then nothing is shown there."""

    __tablename__ = "homes"
    __table_args__ = (Index("ix_homes_opened", "opened_at"),)

    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    drawn: Mapped[str] = mapped_column(String(64), default="")
    """A digest of what it shows, its moment left out, so that nothing is published for nothing."""
