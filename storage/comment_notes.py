"""The tables of what a campaign's channel is told of comments, and of when somebody should look."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, ChannelId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class NoteKind(StrEnum):
    """Which message about comments it is."""

    HEAD = "head"
    """The one whose thread holds the others: one for each creator's account and channel."""
    NEWS = "news"
    """New comments, several together."""
    DEED = "deed"
    """What somebody did with a comment."""
    END = "end"
    """They are not followed any more."""
    UNREAD = "unread"
    """Those on ads wait for a login that may tell whose the ads are."""
    EDITS = "edits"
    """Some that were told have a keyword since they were edited."""


_UNPOSTED = text("ts IS NULL")
_OUTDATED = text("ts IS NOT NULL AND shown_version < version")
_UNPOSTED_NEWS = text("ts IS NULL AND kind = 'news'")


class CommentNote(Base):
    """One message about comments, posted once; the database keeps that an account has one at most of news unposted.

    What comes while one waits, for its channel or for its turn, is told together in the next.
    """

    __tablename__ = "comment_notes"
    __table_args__ = (
        Index(
            "uq_comment_notes_unposted",
            "asset_id",
            unique=True,
            sqlite_where=_UNPOSTED_NEWS,
            postgresql_where=_UNPOSTED_NEWS,
        ),
        Index("ix_comment_notes_sweep", "sweep_at", sqlite_where=_UNPOSTED, postgresql_where=_UNPOSTED),
        Index("ix_comment_notes_outdated", "sweep_at", sqlite_where=_OUTDATED, postgresql_where=_OUTDATED),
        Index("ix_comment_notes_asset", "asset_id", "created_at"),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Also carried as Slack message metadata, to be found again by."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"))
    kind: Mapped[NoteKind] = mapped_column(Word(NoteKind))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What is shown: settled when the message is begun (`bot.comments.batching`)."""
    channel_id: Mapped[ChannelId]
    """Where it is posted; as long as it surely was not, that follows the campaign."""
    ts: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    """How often a post was begun that may have arrived."""
    run: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    """Raised with whatever changes what it shows."""
    shown_version: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    """If it is not posted by then, it is tried again."""
    created_at: Mapped[datetime]


class CommentRules(Base):
    """Which comments of a campaign somebody should look at; a campaign without a row has no such rules."""

    __tablename__ = "comment_rules"

    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    keywords: Mapped[list[str]] = mapped_column(JSON)
    """As they were typed."""
    most: Mapped[int | None]
    """So many comments or more within `minutes` are too many; null: no number is."""
    minutes: Mapped[int | None]


CAPTION = 120
"""So many characters of a caption are kept; a longer one is cut."""


class CommentPost(Base):
    """Where comments stand: what was read of a post, so that it can be named and opened."""

    __tablename__ = "comment_posts"

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    media_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    permalink: Mapped[str | None] = mapped_column(String(500))
    """Null where Meta did not tell it."""
    caption: Mapped[str] = mapped_column(String(CAPTION))
    """Its beginning."""
