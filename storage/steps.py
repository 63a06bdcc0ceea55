"""The table of steps: what a workflow of Slack's Workflow Builder had us ask, until it is told how that ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import RequestId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class StepStage(StrEnum):
    """How far a step is."""

    BEGUN = "begun"
    """Taken from Slack; nobody was asked yet."""
    ASKED = "asked"
    """Its request is under way."""
    ENDING = "ending"
    """How it ended is known, and the workflow is to be told."""
    DONE = "done"


class Step(Base):
    """One execution of a step; its id is Slack's, and the submission of its request."""

    __tablename__ = "steps"
    __table_args__ = (
        Index(
            "ix_steps_request",
            "request_id",
            sqlite_where=text("stage = 'asked'"),
            postgresql_where=text("stage = 'asked'"),
        ),
        Index("ix_steps_sweep", "stage", "sweep_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    stage: Mapped[StepStage] = mapped_column(Word(StepStage))
    inputs: Mapped[dict[str, Any]]
    """What the workflow gave, by the names of the manifest."""
    sealed_token: Mapped[str | None] = mapped_column(Text)
    """What Slack takes the end from; null where it gave none, and once the step is over."""
    request_id: Mapped[RequestId | None] = mapped_column(ForeignKey("requests.id"))
    end_state: Mapped[str | None] = mapped_column(String(16))
    """The request's state that ended it; null where it failed."""
    end_words: Mapped[str | None] = mapped_column(Text)
    """Why it failed; null where it did not."""
    begun_at: Mapped[datetime]
    sweep_at: Mapped[datetime]
    """If it is begun or ending still at that time, its durable work was lost, and the sweep begins it again."""
    run: Mapped[int] = mapped_column(default=0)
