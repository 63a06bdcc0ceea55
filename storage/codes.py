"""The tables of ad codes: what creators gave for single posts, and which campaigns use it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class CodeOrigin(StrEnum):
    """How a code came."""

    MADE = "made"
    """By Greenlight, with the creator's own connection."""
    COLLECTED = "collected"
    """The creator gave it to somebody, who typed it in."""


class CodeStage(StrEnum):
    """How far a code is."""

    MAKING = "making"
    """It is to be made; nothing has left yet."""
    SENT = "sent"
    """The call may have left, committed before it leaves: from then on Meta may have made it."""
    UNSURE = "unsure"
    """The call left and its answer was lost. Nothing is repeated before a person decides."""
    LIVE = "live"
    DELETING = "deleting"
    GONE = "gone"
    """It was taken back, or another took its place."""
    FAILED = "failed"
    """It could not be made; the words say why."""


STANDING_STAGES = (CodeStage.MAKING, CodeStage.SENT, CodeStage.UNSURE, CodeStage.LIVE, CodeStage.DELETING)
"""Stages in which a post has this code, or may have it: one for each post."""
UNDER_WAY = frozenset({CodeStage.MAKING, CodeStage.SENT, CodeStage.DELETING})
"""Stages that end by themselves."""


class CodeVerdict(StrEnum):
    """What Meta said of a code when it was last asked."""

    UNCHECKED = "unchecked"
    OPENS = "opens"
    """It opens the post it was given for."""
    OTHER_POST = "other_post"
    NOTHING = "nothing"
    """It opens no post for this brand, or no more."""


_STANDING = text("stage IN ({})".format(", ".join(f"'{stage}'" for stage in STANDING_STAGES)))


class AdCode(Base):
    """One ad code of one post. The plain code is in no column but the sealed one, and in no log or history."""

    __tablename__ = "ad_codes"
    __table_args__ = (
        Index(
            "uq_ad_codes_post",  # never two for one post: the database's promise
            "workspace_id",
            "post_key",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_ad_codes_creator", "workspace_id", "creator_ig_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    post_key: Mapped[str] = mapped_column(String(80))
    """What makes it the same post: the name in its address, or its id where it has no such address."""
    media_id: Mapped[str | None] = mapped_column(String(64))
    """Null for a post that nobody has found at Meta yet."""
    permalink: Mapped[str | None] = mapped_column(String(255))
    creator_ig_id: Mapped[str | None] = mapped_column(String(64))
    creator_username: Mapped[str] = mapped_column(String(64))
    profile_id: Mapped[ProfileId | None] = mapped_column(ForeignKey("profiles.id"))
    """With whose login it was last tried; null where a creator made it, and nobody has tried it."""
    origin: Mapped[CodeOrigin] = mapped_column(Word(CodeOrigin))
    stage: Mapped[CodeStage] = mapped_column(Word(CodeStage))
    sealed_code: Mapped[str | None] = mapped_column(Text)
    """Encrypted with `storage.secrets`: whoever has the code can make an ad of the post."""
    tail: Mapped[str] = mapped_column(String(4), default="")
    """The last characters, by which people tell codes apart; empty where they would be too much of it."""
    verdict: Mapped[CodeVerdict] = mapped_column(Word(CodeVerdict))
    words: Mapped[str | None] = mapped_column(Text)
    """Why it is in this stage or has this verdict, in a person's words."""
    got_by: Mapped[str] = mapped_column(String(64))
    """Who had it made or typed it in: a person in Slack, or `creator`."""
    got_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)


class CodeUse(Base):
    """A campaign uses a code: whoever may see the campaign may see that the code is there."""

    __tablename__ = "ad_code_uses"

    code_id: Mapped[str] = mapped_column(ForeignKey("ad_codes.id"), primary_key=True)
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"), primary_key=True, index=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    by: Mapped[PersonId | None]
    """Who took it into use; null where the creator made it for the campaign."""
    used_at: Mapped[datetime]
