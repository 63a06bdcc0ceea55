"""The tables of lists: a list of creators that was looked through, and what becomes of its rows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import BatchId, CampaignId, PersonId, ProfileId, RequestId, SignOffId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class Stage(StrEnum):
    """How far a list is."""

    TRIED = "tried"
    """Looked through, and shown to whoever brought it: nobody was asked."""
    RUNNING = "running"
    DONE = "done"
    """Every creator of it was asked, or could not be."""


class Outcome(StrEnum):
    """What became of one row once the list was confirmed."""

    ASKED = "asked"
    """It has a request of this list."""
    STOOD = "stood"
    """Somebody had asked this creator meanwhile: the request that stands is shown."""
    REFUSED = "refused"
    """It could not be taken in; the words say why."""


class Batch(Base):
    """A list of creators for one campaign and profile."""

    __tablename__ = "batches"
    __table_args__ = (
        Index(
            "uq_batches_running",  # the same list twice asks once
            "workspace_id",
            "list_id",
            unique=True,
            sqlite_where=text("stage = 'running'"),
            postgresql_where=text("stage = 'running'"),
        ),
        Index("ix_batches_tried", "stage", "made_at"),
    )

    id: Mapped[BatchId] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[CampaignId] = mapped_column(ForeignKey("campaigns.id"))
    profile_id: Mapped[ProfileId] = mapped_column(ForeignKey("profiles.id"))
    list_id: Mapped[str] = mapped_column(String(32))
    """Equal for equal lists, in whatever order they came."""
    message: Mapped[str | None] = mapped_column(Text)
    """A template, for rows that bring none of their own."""
    sender: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """The name of who brought it, for the messages."""
    by_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The messages are sent by e-mail where an address is known."""
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    made_by: Mapped[PersonId]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    sign_off_id: Mapped[SignOffId | None] = mapped_column(String(32))
    """What a second person decides about the whole list; null where nobody has to."""
    leaves_at: Mapped[datetime | None]
    """Until then its requests are held back, and can be undone together."""
    undone_by: Mapped[PersonId | None]
    """Who took the list back before it had left."""
    end_words: Mapped[str | None] = mapped_column(Text)
    """Why nobody of it is asked any more; null while they are."""
    drawn: Mapped[str | None] = mapped_column(String(64))
    """A digest of what its card was last edited to, so that nothing is edited for nothing."""


SEALED = "sealed"
"""In a row's cells, beside those that are stored as they were typed: all the others, together."""


class BatchRow(Base):
    """One row of a list, as it was typed, with what was said of it and what became of it."""

    __tablename__ = "batch_rows"

    batch_id: Mapped[BatchId] = mapped_column(String(32), ForeignKey("batches.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """In the order of the list, from 0."""
    number: Mapped[int]
    """As a spreadsheet numbers it."""
    handle: Mapped[str | None] = mapped_column(String(64))
    """Whom it asks; null where it asks nobody."""
    cells: Mapped[dict[str, Any]]
    """What was typed, by column."""
    verdict: Mapped[str] = mapped_column(String(16))
    about: Mapped[dict[str, Any]]
    """What there is to say of the verdict."""
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    outcome_words: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[RequestId | None] = mapped_column(ForeignKey("requests.id"))
