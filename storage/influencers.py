"""The tables of the creator's side: invites, and the accounts that creators connected by them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CampaignId, ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.tables import Base
from storage.words import Word

CONNECTED = "creator:asset:connected"
"""The line of history that names the invite by which an account was connected: a renewed asset knows its newest alone."""


class Ending(StrEnum):
    """How it ended that an account was connected."""

    EXPIRED = "expired"
    """Its days were over."""
    STOPPED = "stopped"
    """Somebody of the team ended it."""
    WITHDRAWN = "withdrawn"
    """The creator took it back at Meta, or the login ended there."""
    MOVED = "moved"
    """It is one of the team's own accounts again."""


class Monitored:
    """What is monitored of one creator's account, and what narrows that down; an invite and its asset have the same."""

    hears_ads: Mapped[bool]
    """Comments on partnership ads."""
    hears_organic: Mapped[bool]
    """Comments on posts that are no ads."""
    profile_ids: Mapped[list[str]]
    """The brand's Instagram accounts that run the partnership ads; none: any."""
    domains: Mapped[list[str]]
    """The brand's websites that ads on Facebook lead to; none: any."""
    link_contains: Mapped[str] = mapped_column(String(100), default="")
    caption_contains: Mapped[str] = mapped_column(String(100), default="")


class Invite(Monitored, Base):
    """A time-boxed link by which a creator connects an account. The plain link is in no table, log or history."""

    __tablename__ = "invites"
    __table_args__ = (
        Index("uq_invites_digest", "digest", unique=True),
        Index("ix_invites_campaign", "campaign_id", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"))
    """Whose channel hears of it, and whose people see it."""
    name: Mapped[str] = mapped_column(String(80))
    """What the team calls the creator; the creator does not see it."""
    username: Mapped[str | None] = mapped_column(String(64))
    """The only account that may be connected; null: any one."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the link's token, which has 256 random bits: a digest that leaks opens nothing."""
    days: Mapped[int]
    """How long the connection lasts."""
    made_by: Mapped[PersonId]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    """When the newest link was made: another one ends those before it."""
    link_ends_at: Mapped[datetime]
    opens: Mapped[int] = mapped_column(default=0)
    first_opened_at: Mapped[datetime | None]
    last_opened_at: Mapped[datetime | None]
    questions: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[PersonId | None]
    """Null, once it is revoked: whoever it was for asked to be forgotten."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_forgotten(self) -> bool:
        """Whether whoever it was for asked to be forgotten before they used it: nobody knows whose account it asks for."""
        return self.revoked_at is not None and self.revoked_by is None


_STANDS = text("ended_at IS NULL")


class Asset(Monitored, Base):
    """One creator's Instagram account, connected to a campaign for a while."""

    __tablename__ = "assets"
    __table_args__ = (
        Index(
            "uq_assets_account",  # connected again, it is the same one
            "campaign_id",
            "ig_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_assets_account", "workspace_id", "ig_id"),
        Index("ix_assets_end", "ends_at", sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"))
    invite_id: Mapped[str | None] = mapped_column(ForeignKey("invites.id"))
    profile_id: Mapped[ProfileId | None] = mapped_column(ForeignKey("profiles.id"))
    """The team's own account that it was before it was moved; null for one that came by an invite."""
    connection_id: Mapped[ConnectionId | None] = mapped_column(ForeignKey("connections.id"), index=True)
    """Null once it has ended: its token is forgotten."""
    ig_id: Mapped[str] = mapped_column(String(64))
    username: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(80))
    """What the team calls the creator."""
    connected_at: Mapped[datetime]
    """When its creator last agreed."""
    ads_from: Mapped[datetime | None]
    """From when on comments on ads are taken in; null: from when it was connected. Later, where the team wanted more of them
    than before; earlier, where its creator agreed again to what was monitored already."""
    organic_from: Mapped[datetime | None]
    """The same of comments on other posts: who widens the one loses nothing of the other."""
    rules_before: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """By what rules it was heard before wider ones, the newest last, and from when on (`bot.comments.agreement`)."""
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))
    words: Mapped[str | None] = mapped_column(Text)
    """Why it ended, in a person's words, where Meta said so."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_followed(self) -> bool:
        """Whether it stands, and comments of at least one kind are monitored."""
        return self.ended_at is None and (self.hears_ads or self.hears_organic)

    def heard_from(self, *, is_on_ad: bool) -> datetime:
        """From when on comments are taken in: nobody agreed to what was written before."""
        return (self.ads_from if is_on_ad else self.organic_from) or self.connected_at

    def followed_from(self, *, is_on_ad: bool) -> datetime:
        """From when on comments may be known, and what becomes of them is followed."""
        return min(self.heard_from(is_on_ad=is_on_ad), self.connected_at)
