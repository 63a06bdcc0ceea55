"""The table of rounds of tag approval: who may name the brand in the paid-partnership label, looked up or changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class TagWish(StrEnum):
    """What somebody wants of a round."""

    CHECK = "check"
    APPROVE = "approve"
    REMOVE = "remove"


class TagStage(StrEnum):
    """How far a round is."""

    RUNNING = "running"
    REFUSED = "refused"
    """Meta took none of a group, and does not say whose fault it is: whoever asked decides whether the rest is applied."""
    DONE = "done"
    FAILED = "failed"
    """It came to an end before its time; the words say why. What was done until then stands."""


class TagRound(Base):
    """One round: some creators of one profile's list, looked up or changed together."""

    __tablename__ = "tag_rounds"
    __table_args__ = (Index("ix_tag_rounds_workspace", "workspace_id", "begun_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    profile_id: Mapped[ProfileId] = mapped_column(ForeignKey("profiles.id"))
    campaign_id: Mapped[CampaignId | None] = mapped_column(ForeignKey("campaigns.id"))
    """For which campaign; null where it is for none."""
    wish: Mapped[TagWish] = mapped_column(Word(TagWish))
    applies_rest: Mapped[bool]
    """Whoever asked has agreed that those who fail are searched for, and everybody else is applied on the way."""
    creators: Mapped[list[Any]]
    """Whom it is about and what came of each, as `bot.tags.rows` writes them; no secret."""
    stage: Mapped[TagStage] = mapped_column(Word(TagStage))
    words: Mapped[str | None] = mapped_column(Text)
    """Why it failed, or what it waits for, in a person's words."""
    by: Mapped[PersonId]
    view_id: Mapped[str | None] = mapped_column(String(64))
    """The window in which it is shown, for as long as that is open."""
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)
