"""The table of Pages that the app is on, so that Meta tells of the comments on their accounts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ConnectionId, WorkspaceId
from storage.tables import Base
from storage.words import Word


class HookStage(StrEnum):
    """Whether the app is on the Page of an influencer asset."""

    OFF = "off"
    ON = "on"
    LACKING = "lacking"
    """It cannot be put there: `Lack` says why, and comments are read back meanwhile."""


class Lack(StrEnum):
    """Why the app is not on a Page that it is wanted on."""

    SETUP = "setup"
    """Whoever runs Greenlight has not set up the address that Meta delivers to."""
    SCOPE = "scope"
    """The creator left `pages_manage_metadata` out."""
    PAGE = "page"
    """No Page that the login shows has the account."""
    REFUSED = "refused"
    """Meta said no, in `words`."""


class Hook(Base):
    """Whether the app is on the Page of one influencer asset, and when that is looked at next."""

    __tablename__ = "hooks"
    __table_args__ = (
        Index("ix_hooks_next", "next_at"),
        Index("ix_hooks_connection", "connection_id"),
        Index("ix_hooks_page", "page_id"),
    )

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(ForeignKey("workspaces.id"))
    connection_id: Mapped[ConnectionId | None]
    """Whose login put it there, and may take it off: kept after the asset has ended, and perhaps not there any more."""
    page_id: Mapped[str | None] = mapped_column(String(64))
    """Where it was put and not taken off since: while it lacks something, nobody knows whether it is there still."""
    stage: Mapped[HookStage] = mapped_column(Word(HookStage), default=HookStage.OFF)
    lack: Mapped[Lack | None] = mapped_column(Word(Lack))
    words: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    """How often in a row Meta could not be asked."""
    next_at: Mapped[datetime | None]
    """Null where nothing is wanted and nothing is there."""
