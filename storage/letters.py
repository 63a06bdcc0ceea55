"""The tables of letters: what a creator is written beside Meta's request, and to which address."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId, RequestId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class LetterState(StrEnum):
    """How far a letter is. None of these says that the creator has read it."""

    DRAFTED = "drafted"
    """Kept with the request, which Meta does not have yet."""
    PREPARED = "prepared"
    """Ready to copy; nobody has sent it."""
    SENDING = "sending"
    """On its way to the mail server."""
    SENT = "sent"
    """The mail server took it."""
    MARKED = "marked"
    """Somebody says that they sent it."""
    UNSURE = "unsure"
    """The mail server may have taken it or not: its answer was lost."""
    BOUNCED = "bounced"
    """The mail server refused it for good, or it came back."""
    DROPPED = "dropped"
    """It was not sent, and is not needed any more."""


class Letter(Base):
    """One letter to the creator of one request."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("uq_letters_purpose", "request_id", "purpose", unique=True),
        Index(
            "ix_letters_sending",
            "sweep_at",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    request_id: Mapped[RequestId] = mapped_column(ForeignKey("requests.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    """What it is for; one letter for each purpose of a request. The first is `ask`."""
    text: Mapped[str] = mapped_column(Text)
    """With its places filled: what was seen is what is sent."""
    by_mail: Mapped[bool]
    """It is sent by e-mail where an address is known; otherwise it is handed to a person."""
    state: Mapped[LetterState] = mapped_column(Word(LetterState))
    state_words: Mapped[str | None] = mapped_column(Text)
    """Why it is in this state, in a person's words."""
    masked_address: Mapped[str | None] = mapped_column(String(80))
    """Where it went, so that somebody who knows the address recognises it and nobody else learns it."""
    by: Mapped[PersonId | None]
    """Who marked it."""
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    """When its text was about to leave, committed before it leaves: from then on the mail server may have it."""
    try_until: Mapped[datetime | None]
    """Until when a mail server that cannot be reached is tried."""
    run: Mapped[int] = mapped_column(default=0)
    sweep_at: Mapped[datetime]
    """If it is still being sent then, its durable work was lost, and the sweep begins it again."""
    told_key: Mapped[str | None] = mapped_column(String(80))
    """The key of the thread entry that shows it, which is edited in place."""
    version: Mapped[int] = mapped_column(default=0)


class Address(Base):
    """The e-mail address of a creator, as a workspace knows it."""

    __tablename__ = "addresses"

    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    creator_username: Mapped[str] = mapped_column(String(64), primary_key=True)
    creator_ig_id: Mapped[str | None] = mapped_column(String(64))
    """Whose account the handle was when it was first written to: an address does not pass on with a handle."""
    sealed_address: Mapped[str] = mapped_column(Text)
    """Encrypted with `storage.secrets`: it is somebody's personal data."""
    kept_by: Mapped[PersonId]
    kept_at: Mapped[datetime]
