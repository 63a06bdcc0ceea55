"""The table of names that history speaks of, kept apart from it: history is never altered, and a name can be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import WorkspaceId
from storage.tables import Base


class KnownName(Base):
    """What somebody was called: a person in Slack, or a person at Meta behind a login."""

    __tablename__ = "names"
    __table_args__ = (Index("ix_names_meta_user", "meta_user_id"),)

    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A Slack user id, or the id of a connection. History names them by it."""
    name: Mapped[str | None] = mapped_column(String(255))
    """Null once it was erased."""
    meta_user_id: Mapped[str | None] = mapped_column(String(64))
    """Whose name it is at Meta, by which a wish to be forgotten finds it; erased with it."""
    erased_at: Mapped[datetime | None]
