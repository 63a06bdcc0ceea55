"""The tables: what Greenlight knows, and the promises the database itself keeps."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String, Text, false, text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.ids import CampaignId, ChannelId, ConnectionId, PersonId, ProfileId, RequestId, SignOffId, WorkspaceId
from storage.instants import Instant
from storage.words import Word

LIVE_STATES = ("signing", "queued", "checking", "waiting", "unsure", "approved")
"""States in which a request stands for a permission that is asked for or held: one per profile and creator."""

TOLD_STATES = ("approved", "declined", "revoked", "failed")
"""What a new campaign's channel hears of."""


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values)


_UNTIL = text("until IS NOT NULL")
_TERMED = text("term_at IS NOT NULL")
_NUDGED = text("nudge_at IS NOT NULL")
_DIGESTED = text("digest_at IS NOT NULL")
_LIVE = text("state IN ({})".format(", ".join(f"'{state}'" for state in LIVE_STATES)))


class Base(DeclarativeBase):
    """Base of all tables; constraints get predictable names so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        datetime: Instant(),
        WorkspaceId: String(32),
        PersonId: String(64),
        ChannelId: String(32),
        ProfileId: String(32),
        ConnectionId: String(32),
        CampaignId: String(32),
        RequestId: String(32),
        SignOffId: String(32),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[Any]: JSON(),
    }


class Health(StrEnum):
    """How a profile's login stands, as of the last time Meta was read with it."""

    NEW = "new"
    OK = "ok"
    UNREADABLE = "unreadable"
    LOGIN_DEAD = "login_dead"
    DISCONNECTED = "disconnected"
    """Somebody disconnected it: nothing is read and nothing can be asked until it is connected again."""


class Kind(StrEnum):
    """What kind of account a profile is."""

    INSTAGRAM = "instagram"
    PAGE = "page"


class Origin(StrEnum):
    """Where a request came from: asked here, or found in Meta's list and adopted."""

    ASKED = "asked"
    ADOPTED = "adopted"


class ChannelState(StrEnum):
    """How a campaign's channel stands, as of the last look."""

    OPEN = "open"
    ARCHIVED = "archived"
    LEFT = "left"
    """It is there, and Greenlight is not in it."""
    GONE = "gone"
    """Slack does not show it to Greenlight: it was deleted, or it is private and Greenlight is not in it."""


class Workspace(Base):
    """One Slack workspace that installed Greenlight."""

    __tablename__ = "workspaces"

    id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    everybody: Mapped[str] = mapped_column(String(16), default="requester", server_default="requester")
    """The role of members who were given none."""
    template: Mapped[str | None] = mapped_column(Text)
    """What campaigns begin with as their template of letters; null: what Greenlight brings."""
    usual_rules: Mapped[dict[str, Any] | None]
    """What campaigns begin with as their rules, by the names of their columns; null: what Greenlight brings."""
    comment_days: Mapped[int] = mapped_column(default=90, server_default="90")
    """For how many days comments are kept."""
    created_at: Mapped[datetime]


class Profile(Base):
    """One brand account that requests are sent from."""

    __tablename__ = "profiles"
    __table_args__ = (Index("uq_profiles_workspace_ig", "workspace_id", "ig_id", unique=True),)

    id: Mapped[ProfileId] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[Kind] = mapped_column(Word(Kind), default=Kind.INSTAGRAM, server_default=Kind.INSTAGRAM.value)
    ig_id: Mapped[str] = mapped_column(String(64))
    """The account's id at Meta: of the Instagram account, or of the Page."""
    username: Mapped[str] = mapped_column(String(64))
    """The account's handle, or the Page's name."""
    sealed_token: Mapped[str] = mapped_column(Text)
    """The token of the connection in use, encrypted with `storage.secrets`; the plain token is in no column.

    Written by `bot.connections.ways` alone; empty while the profile is disconnected.
    """
    connection_id: Mapped[ConnectionId | None] = mapped_column(ForeignKey("connections.id"))
    """The connection in use, the healthiest of its ways."""
    health: Mapped[Health] = mapped_column(Word(Health), default=Health.NEW)
    health_words: Mapped[str | None] = mapped_column(Text)
    unreadable_since: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
    next_look_at: Mapped[datetime | None] = mapped_column(index=True)
    look_begun_at: Mapped[datetime | None]
    """When the look was enqueued that is under way; null while none is, and where it is another's that it comes along with."""
    failed_looks: Mapped[int] = mapped_column(default=0)
    own_read_at: Mapped[datetime | None]
    """When its own list at Meta was last read; a look may have read its business's list since."""
    share_digest: Mapped[str | None] = mapped_column(String(64))
    """What its business's list said of it just before that, digested; null where that list was not read."""
    adopted_at: Mapped[datetime | None]
    """When everything Meta already listed was taken in; null until the first whole read."""
    created_at: Mapped[datetime]

    @property
    def can_send(self) -> bool:
        """Whether requests can be sent from it at all, its login apart."""
        return self.kind is Kind.INSTAGRAM and self.health is not Health.DISCONNECTED


class Campaign(Base):
    """A named piece of work with a Slack channel, a default profile and a message template."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index(
            "uq_campaigns_open_name",  # within its channel: elsewhere the name may be a private campaign's, which nobody is told
            "workspace_id",
            "channel_id",
            "name_key",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_campaigns_channel", "workspace_id", "channel_id"),
        Index("ix_campaigns_digest", "digest_at", sqlite_where=_DIGESTED, postgresql_where=_DIGESTED),
    )

    id: Mapped[CampaignId] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))
    channel_id: Mapped[ChannelId]
    channel_name: Mapped[str] = mapped_column(String(80))
    is_private: Mapped[bool]
    default_profile_id: Mapped[ProfileId | None] = mapped_column(ForeignKey("profiles.id"))
    template: Mapped[str] = mapped_column(Text)
    everybody: Mapped[str | None] = mapped_column(String(16))
    """The role of members who were given none; null where the workspace decides."""
    created_by: Mapped[PersonId]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[PersonId | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows with each change by a person: a form that was opened before is out of date."""

    channel_state: Mapped[ChannelState] = mapped_column(
        Word(ChannelState), default=ChannelState.OPEN, server_default=ChannelState.OPEN.value
    )
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its channel is shared with another company, whose people read along there."""

    # The rules of the campaign; `bot.campaigns.rules` gives them their types.
    told_states: Mapped[list[str]] = mapped_column(default=lambda: list(TOLD_STATES), server_default=_json(TOLD_STATES))
    """The states that the whole channel hears of; the others are told in the card's thread alone."""
    mentions_asker: Mapped[bool] = mapped_column(default=True, server_default=true())
    nudge_days: Mapped[list[int]] = mapped_column(default=list, server_default=_json(()))
    """On which days after they were asked creators are nudged; none: never."""
    nudge_template: Mapped[str | None] = mapped_column(Text)
    """Null: what Greenlight brings."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    """Whose clock and calendar count, by its IANA name."""
    quiet_begins: Mapped[time] = mapped_column(default=time(0), server_default="00:00:00")
    quiet_ends: Mapped[time] = mapped_column(default=time(0), server_default="00:00:00")
    """Equal to the beginning: no hour is quiet."""
    weekdays_off: Mapped[list[int]] = mapped_column(default=list, server_default=_json(()))
    signed_matters: Mapped[list[str]] = mapped_column(default=list, server_default=_json(()))
    """What a second person signs: `request`, `revoke`."""
    undo_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    term_days: Mapped[int | None]
    """How long a permission may be used unless told otherwise; null: without an end."""
    digest: Mapped[str] = mapped_column(String(16), default="off", server_default="off")
    """How often the channel gets a digest: `off`, `daily`, `weekly`."""
    digest_hour: Mapped[time] = mapped_column(default=time(9), server_default="09:00:00")
    digest_weekday: Mapped[int] = mapped_column(default=0, server_default="0")
    """The day of a weekly one, as `date.weekday` counts: Monday is 0."""
    digest_at: Mapped[datetime | None]
    """When the next one is due; null: never."""


class Request(Base):
    """One intent: this profile asks this creator for permission, for this campaign."""

    __tablename__ = "requests"
    __table_args__ = (
        # The promise "one open request per profile and creator" is the database's to keep: by handle from the first
        # moment, by Instagram id once it is known (two handles may turn out to be one account).
        Index(
            "uq_requests_live_handle",
            "profile_id",
            "creator_username",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_requests_live_ig",
            "profile_id",
            "creator_ig_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        # A submission delivered twice finds the rows of its first delivery, even when they have ended since.
        Index("uq_requests_submission", "submission_id", "creator_username", unique=True),
        # Lists are read along one of these, newest change first (`storage.repositories.pages`).
        Index("ix_requests_changed", "workspace_id", "changed_at", "id"),
        Index("ix_requests_state", "workspace_id", "state", "changed_at", "id"),
        Index("ix_requests_asker", "workspace_id", "asked_by", "state", "changed_at", "id"),
        Index("ix_requests_campaign_changed", "campaign_id", "changed_at", "id"),
        Index("ix_requests_profile_changed", "profile_id", "changed_at", "id"),
        Index("ix_requests_creator", "workspace_id", "creator_username", "creator_ig_id"),
        Index("ix_requests_account", "workspace_id", "creator_ig_id"),
        Index("ix_requests_campaign", "campaign_id", "asked_at"),
        Index("ix_requests_asked", "workspace_id", "asked_at"),
        Index("ix_requests_profile_permission", "profile_id", "permission_id"),
        Index("ix_requests_until", "workspace_id", "asked_by", "until", sqlite_where=_UNTIL, postgresql_where=_UNTIL),
        Index("ix_requests_term", "term_at", sqlite_where=_TERMED, postgresql_where=_TERMED),
        Index("ix_requests_nudge", "nudge_at", sqlite_where=_NUDGED, postgresql_where=_NUDGED),
        CheckConstraint(
            "state IN ('signing','queued','checking','waiting','unsure',"
            "'approved','declined','cancelled','revoked','failed','unsigned')",
            name="state",
        ),
    )

    id: Mapped[RequestId] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    profile_id: Mapped[ProfileId] = mapped_column(ForeignKey("profiles.id"))
    campaign_id: Mapped[CampaignId | None] = mapped_column(ForeignKey("campaigns.id"))
    creator_username: Mapped[str] = mapped_column(String(64))
    creator_ig_id: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    state_words: Mapped[str | None] = mapped_column(Text)
    """Why it is in this state, in a person's words: set for failed and unsure, and while it waits to be tried again."""
    meta_status: Mapped[str | None] = mapped_column(String(64))
    """Meta's own value, exactly as it came."""
    permission_id: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(Word(Origin))
    asked_by: Mapped[PersonId | None]
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    last_checked_at: Mapped[datetime | None]
    submission_id: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    """How often the asking was begun; committed before each POST, so that a repeat is known to be one."""
    sent_at: Mapped[datetime | None]
    """When a POST was about to leave, committed before it leaves: from then on Meta may have it."""
    seen_before: Mapped[list[str] | None]
    """Permission ids Meta listed for this creator before the first POST: any other one is this request's own."""
    sweep_at: Mapped[datetime]
    """If it is still under way then, its durable work was lost, and the sweep begins it again."""
    run: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    ending_by: Mapped[PersonId | None]
    """Who asked to cancel or revoke it; null when nobody did."""
    other_ig_id: Mapped[str | None] = mapped_column(String(64))
    """Whose the handle turned out to be when it was to be asked: another account than the one we knew. Nobody was asked."""
    leaves_at: Mapped[datetime | None]
    """Until then it is held back, and can be undone; null once it has left, or where nothing is held."""
    sign_off_id: Mapped[SignOffId | None]
    """What about it waits for a second person: itself, the list it came with, or that it be revoked."""
    until: Mapped[date | None]
    """The last day of its use, on the calendar of its campaign's zone; null: without an end."""
    term_set_at: Mapped[datetime | None]
    """When that day was agreed or changed."""
    term_told: Mapped[int | None]
    """Which of the warnings of this very term was the newest, by its days; 0: that it is over."""
    term_at: Mapped[datetime | None]
    """When somebody is told of the term next; null: never."""
    nudges: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many nudges were written, by the plan or because somebody wanted one."""
    nudge_number: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which nudge of the plan the newest was."""
    nudged_at: Mapped[datetime | None]
    """When the newest step about a creator who does not answer was taken."""
    is_handed_off: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A person has taken over: the plan is at its end."""
    nudge_at: Mapped[datetime | None]
    """When the next step is due, or has to be thought about; null: never."""

    @property
    def is_as_found(self) -> bool:
        """Whether it stands as it was found at Meta, which does not say since when."""
        return self.origin is Origin.ADOPTED and self.changed_at == self.asked_at


class FormerHandle(Base):
    """A handle that a creator's account had and has no more: found by it, and not mistaken for whoever has it now."""

    __tablename__ = "former_handles"

    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    ig_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    left_at: Mapped[datetime]
    """When we learned that the account is called otherwise."""


class Message(Base):
    """One Slack message of ours, posted once: a card, or an entry in its thread."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_unposted", "sweep_at", sqlite_where=text("ts IS NULL"), postgresql_where=text("ts IS NULL")),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`card:<request>` or `tell:<audit entry>`; also carried as Slack message metadata, to be found again by."""
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    request_id: Mapped[RequestId] = mapped_column(ForeignKey("requests.id"), index=True)
    channel_id: Mapped[ChannelId]
    audit_id: Mapped[str | None] = mapped_column(ForeignKey("audit.id"))
    ts: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    shown_version: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    """If it is not posted by then, it is tried again: its work was lost, or its channel may be open again."""
    held_since: Mapped[datetime | None]
    held_words: Mapped[str | None] = mapped_column(Text)
    run: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class AuditEntry(Base):
    """One line of the history: who did what, when, and what it changed. The database refuses to update or delete it."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject_id", "at"),
        Index("ix_audit_workspace", "workspace_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(String(64))
    """`source:subject:action`, for example `meta:request:approved`."""
    actor: Mapped[str] = mapped_column(String(64))
    """A Slack user id, or `meta`, or `greenlight`."""
    subject_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    labels: Mapped[dict[str, Any]]
    """The names people knew things by, kept so that the entry can be read after they are gone.

    People are named by id (`storage.names` knows what they are called): their names can be erased, and this cannot.
    """
    why: Mapped[str] = mapped_column(Text, default="")
