"""The table of what people do with comments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class DeedKind(StrEnum):
    """What is done with a comment; all but the last at Meta."""

    HIDE = "hide"
    SHOW = "show"
    """Undo hiding."""
    REPLY = "reply"
    ASSIGN = "assign"
    """Somebody is to look after it: done at once, and of the team alone."""


AT_META = frozenset({DeedKind.HIDE, DeedKind.SHOW, DeedKind.REPLY})


class DeedStage(StrEnum):
    """How far it is."""

    WANTED = "wanted"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"
    """Taken back before it left for Meta."""


_WANTED = text("stage = 'wanted'")


class CommentDeed(Base):
    """One thing that somebody does with a comment; the database keeps that it is one at a time for each comment."""

    __tablename__ = "comment_deeds"
    __table_args__ = (
        Index(
            "uq_comment_deeds_wanted",
            "asset_id",
            "comment_id",
            unique=True,
            sqlite_where=_WANTED,
            postgresql_where=_WANTED,
        ),
        Index("ix_comment_deeds_comment", "asset_id", "comment_id", "at"),
        Index("ix_comment_deeds_sweep", "sweep_at", sqlite_where=_WANTED, postgresql_where=_WANTED),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"))
    comment_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[DeedKind] = mapped_column(Word(DeedKind))
    text: Mapped[str] = mapped_column(Text)
    """What is replied; empty otherwise."""
    assigned_to: Mapped[PersonId | None]
    """Who is to look after it."""
    by: Mapped[PersonId]
    at: Mapped[datetime]
    leaves_at: Mapped[datetime | None]
    """Until then it is held back, and can be undone; null once it has left, or where nothing is held."""
    stage: Mapped[DeedStage] = mapped_column(Word(DeedStage))
    words: Mapped[str | None] = mapped_column(Text)
    """Why it failed."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often Meta was asked, and may have done it."""
    run: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    """If it is not over by then, it is begun again."""
