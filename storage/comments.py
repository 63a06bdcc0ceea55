"""The tables of comments under creators' posts and ads, and of what Meta delivered and nobody has read yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class CommentState(StrEnum):
    """How a comment stands at Meta."""

    LIVE = "live"
    HIDDEN = "hidden"
    GONE = "gone"
    """Somebody deleted it: its text and whose it was are forgotten here too."""


class Reading(StrEnum):
    """Whether the team may read a comment: what the creator agreed to decides."""

    LET = "let"
    OPEN = "open"
    """Not before more is known of its post."""


class Arrival(Base):
    """One body that Meta delivered and signed, until it was read."""

    __tablename__ = "arrivals"
    __table_args__ = (Index("ix_arrivals_at", "at", "id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the body: delivered again meanwhile, it is the same one."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


_UNTOLD = text("told_in IS NULL")
_TOLD = text("told_in IS NOT NULL")
_SIGNED = text("author_id IS NOT NULL")
_OPEN = text("reading = 'open'")
_OPEN_ALARM = text("alarmed_at IS NOT NULL AND assigned_to IS NULL AND finished_at IS NULL")
_IN_HANDS = text("assigned_to IS NOT NULL AND finished_at IS NULL")
_ORIGINAL = text("original_media_id IS NOT NULL")


class Comment(Base):
    """One comment under a post or an ad, for one influencer asset.

    Two campaigns that monitor one account have a row each: what they may read, and for how long, was agreed apart.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_asset", "asset_id", "written_at"),
        Index("ix_comments_author", "author_id", sqlite_where=_SIGNED, postgresql_where=_SIGNED),
        Index("ix_comments_heard", "workspace_id", "heard_at"),
        Index("ix_comments_media", "asset_id", "media_id"),
        Index(
            "ix_comments_original",
            "asset_id",
            "original_media_id",
            sqlite_where=_ORIGINAL,
            postgresql_where=_ORIGINAL,
        ),
        Index("ix_comments_open", "asset_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_comments_nobodys", "workspace_id", "asset_id", sqlite_where=_OPEN_ALARM, postgresql_where=_OPEN_ALARM
        ),
        Index(
            "ix_comments_in_hands", "workspace_id", "assigned_to", sqlite_where=_IN_HANDS, postgresql_where=_IN_HANDS
        ),
        Index("ix_comments_told", "told_in", sqlite_where=_TOLD, postgresql_where=_TOLD),
        Index("ix_comments_untold", "asset_id", "heard_at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
    )

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    comment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    media_id: Mapped[str | None] = mapped_column(String(64))
    """The post, or the media that an ad shows."""
    original_media_id: Mapped[str | None] = mapped_column(String(64))
    """The post that an ad was made of."""
    ad_id: Mapped[str | None] = mapped_column(String(64))
    ad_title: Mapped[str | None] = mapped_column(String(255))
    is_on_ad: Mapped[bool]
    is_on_facebook: Mapped[bool] = mapped_column(default=False, server_default=false())
    """On a Page's post, of which nobody may know whether it is an ad."""
    is_own: Mapped[bool]
    """Whether the creator's account wrote it."""
    parent_id: Mapped[str | None] = mapped_column(String(64))
    author_id: Mapped[str | None] = mapped_column(String(64))
    """Scoped to the person and the account: no public id."""
    author_name: Mapped[str | None] = mapped_column(String(255))
    texts: Mapped[list[list[str]]] = mapped_column(JSON)
    """What it said, with the moment each text was told of, the oldest first."""
    state: Mapped[CommentState] = mapped_column(Word(CommentState))
    seen_at: Mapped[datetime | None]
    """When it was last hidden or shown."""
    went_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is gone, and was hidden until then."""
    reading: Mapped[Reading] = mapped_column(Word(Reading))
    written_at: Mapped[datetime]
    """As early as anybody told of it."""
    heard_at: Mapped[datetime]
    """When it was first heard of here: until when it is kept counts from then."""
    told_in: Mapped[str | None] = mapped_column(String(80))
    """The message that told the channel of it; null: none yet."""
    alarmed_at: Mapped[datetime | None]
    """When its channel was told that it has a keyword; null: it had none then."""
    assigned_to: Mapped[PersonId | None]
    """Who looks after it."""
    finished_at: Mapped[datetime | None]
    """When somebody said that nothing is left to be done about it."""

    @property
    def is_nobodys(self) -> bool:
        """Whether it has a keyword, stands for all to read, and nobody looks after it, or has."""
        is_open = self.alarmed_at is not None and self.assigned_to is None and self.finished_at is None
        return is_open and self.state is CommentState.LIVE


READ_EVERY = timedelta(minutes=15)
"""How often an account is read back. One whose turn is further off than that waits in the queue, or for a limit to pass."""


class CommentRead(Base):
    """When the comments of an influencer asset are read back next."""

    __tablename__ = "comment_reads"

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    next_at: Mapped[datetime]
    ads_sought_at: Mapped[datetime | None]
    """When it was last asked which ads run with the account's posts."""
    page_from: Mapped[datetime | None]
    """Before then the account's Page is left out: Meta wants fewer calls there."""


class CommentMark(Base):
    """How far back the comments of a post need not be read again: all up to that moment were read, without a gap."""

    __tablename__ = "comment_marks"

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    media_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    at: Mapped[datetime]
    whole_at: Mapped[datetime | None]
    """When what lies behind it was last read again, too."""


class CommentAd(Base):
    """What was read of an ad that comments stand under: what the creator agreed to is decided by it."""

    __tablename__ = "comment_ads"

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    media_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The media that the ad shows: an ad of dynamic media tells no id of its own."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    brand_ig_id: Mapped[str | None] = mapped_column(String(64))
    links: Mapped[list[str] | None]
    caption: Mapped[str | None] = mapped_column(Text)
    """Null in each of the three: nobody here could read it."""
    next_at: Mapped[datetime]
    """Not read again before."""


class RunningAd(Base):
    """An ad that was found to run with a creator's post, whether anybody commented on it or not."""

    __tablename__ = "running_ads"

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    ad_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    post_id: Mapped[str] = mapped_column(String(64))
    """The post that it was made of."""
    media_id: Mapped[str | None] = mapped_column(String(64))
    """The media that it shows, under which its comments stand; null: no login here could tell."""
    seen_at: Mapped[datetime]
    """When it was last seen to run."""
    next_at: Mapped[datetime]
    """Which media it shows is not read again before."""
