"""The tables of logins: connections, the ways by which profiles are reached, sign-ins under way, notices to one person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ChannelId, ConnectionId, PersonId, ProfileId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class Source(StrEnum):
    """Where a connection's token came from."""

    LOGIN = "login"
    """Somebody signed in with Facebook."""
    PASTED = "pasted"
    """Whoever runs Greenlight gave it to the command line."""


class Life(StrEnum):
    """How far a connection has come."""

    ALIVE = "alive"
    DEAD = "dead"
    """Meta takes its token no more; only a new sign-in helps."""
    LEAVING = "leaving"
    """Nobody here uses it any more; its token is kept until it was given back at Meta."""


class ConnectionKind(StrEnum):
    """Whose accounts a connection is for."""

    OWNED = "owned"
    """The team's own, from which requests are sent."""
    INFLUENCER = "influencer"
    """A creator's, for a while; nothing is ever sent from them."""


class Connection(Base):
    """One grant of somebody at Meta to this workspace, with its token."""

    __tablename__ = "connections"
    __table_args__ = (
        Index(
            "uq_connections_person",  # one for each person, workspace and kind: who signs in again renews it
            "workspace_id",
            "meta_user_id",
            "kind",
            unique=True,
            sqlite_where=text("source = 'login'"),
            postgresql_where=text("source = 'login'"),
        ),
        Index("ix_connections_meta_user", "meta_user_id"),
    )

    id: Mapped[ConnectionId] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    source: Mapped[Source] = mapped_column(Word(Source))
    kind: Mapped[ConnectionKind] = mapped_column(
        Word(ConnectionKind), default=ConnectionKind.OWNED, server_default=ConnectionKind.OWNED.value
    )
    meta_user_id: Mapped[str | None] = mapped_column(String(64))
    """Who granted it, as Meta numbers people for our app; null for a pasted token that was not inspected yet."""
    name: Mapped[str] = mapped_column(String(255))
    """The person's name at Meta; empty where Meta hides it."""
    sealed_token: Mapped[str] = mapped_column(Text)
    life: Mapped[Life] = mapped_column(Word(Life))
    dead_words: Mapped[str | None] = mapped_column(Text)
    """Why it is dead, in a person's words."""
    scopes: Mapped[list[str] | None]
    """What was granted; null until Meta was asked."""
    targets: Mapped[dict[str, Any]]
    """For a permission that holds for some accounts only: the ids of those, by permission."""
    expires_at: Mapped[datetime | None]
    """When the token ends; null where Meta names no end."""
    data_access_expires_at: Mapped[datetime | None]
    """When access to the person's data ends, the other clock; null where Meta names no end."""
    granted_by: Mapped[PersonId | None]
    """Who connected it, in Slack; null for a pasted token."""
    granted_at: Mapped[datetime]
    left_by: Mapped[PersonId | None]
    """Who gave up its last profile, and is told what became of it."""
    checked_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_checks: Mapped[int] = mapped_column(default=0)


class Way(Base):
    """One connection's way to one profile: several people may have connected the same account."""

    __tablename__ = "ways"

    profile_id: Mapped[ProfileId] = mapped_column(ForeignKey("profiles.id"), primary_key=True)
    connection_id: Mapped[ConnectionId] = mapped_column(ForeignKey("connections.id"), primary_key=True, index=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    tasks: Mapped[list[str] | None]
    """What the person may do with the account, in Meta's words; null where Meta does not say."""
    business_id: Mapped[str | None] = mapped_column(String(64))
    """The business at Meta among whose accounts it was picked; null where Meta named none."""
    lost_at: Mapped[datetime | None]
    """Since when Meta lists the account no more for this person; null while it does, or was not asked."""


class BusinessList(Base):
    """What is remembered of the list of a whole business, for one login: whether it can be believed."""

    __tablename__ = "business_lists"

    connection_id: Mapped[ConnectionId] = mapped_column(ForeignKey("connections.id"), primary_key=True)
    business_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    agreed_at: Mapped[datetime | None]
    """When it last said what the brands' own lists said."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row it was refused, or said something else."""
    rests_until: Mapped[datetime | None]
    """Until when it is not tried again."""


class SignIn(Base):
    """One sign-in with Facebook, from the link in Slack, or a creator's invite, to the accounts that were picked."""

    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Made with the link; that the row exists means that the link is used."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    person_id: Mapped[PersonId | None]
    """Who signs in, in Slack; null for a creator."""
    invite_id: Mapped[str | None] = mapped_column(String(32))
    """The invite by which a creator signs in; null for people in Slack."""
    scopes: Mapped[list[str] | None]
    """What is asked for; null: what a team's own accounts need."""
    profile_id: Mapped[ProfileId | None] = mapped_column(ForeignKey("profiles.id"))
    """The profile to be connected again; null when it is about any."""
    browser: Mapped[str] = mapped_column(String(64))
    """A digest of the cookie of the browser it was begun in."""
    ends_at: Mapped[datetime] = mapped_column(index=True)
    rounds: Mapped[int] = mapped_column(default=1)
    """How often Meta's dialog was opened for it."""
    returned: Mapped[int] = mapped_column(default=0)
    """The newest round that came back: each comes back once."""
    sealed_token: Mapped[str | None] = mapped_column(Text)
    login: Mapped[dict[str, Any] | None]
    """Who signed in and what was granted; null until Meta was asked."""
    accounts: Mapped[list[Any] | None]
    """The accounts Meta lists for the person; null until Meta was asked."""
    connected: Mapped[list[str] | None]
    """The profiles that were connected, or the creator's asset; null until somebody picked."""


class Notice(Base):
    """A direct message to one person about logins, sent once."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_unsent", "sweep_at", sqlite_where=text("ts IS NULL"), postgresql_where=text("ts IS NULL")),
    )

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    """What makes it the same notice; also carried as Slack message metadata, to be found again by."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[dict[str, Any]]
    """What it is drawn from, by the kind's own rules; ids and words, never a secret."""
    person_id: Mapped[PersonId | None]
    """To whom; null until it is decided, which is when it is sent."""
    channel_id: Mapped[ChannelId | None]
    ts: Mapped[str | None] = mapped_column(String(32))
    """Slack's name of the message, or `-` when it turned out that there is nobody to tell."""
    tries: Mapped[int] = mapped_column(default=0)
    run: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    created_at: Mapped[datetime]
