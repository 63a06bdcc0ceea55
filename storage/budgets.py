"""The table of Meta's limits: what the workers have heard of each, as far as it holds calls back or soon may."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class Budget(Base):
    """What is known of one limit at Meta, shared by all workers. It belongs to no workspace, and names no token."""

    __tablename__ = "budgets"

    bucket: Mapped[str] = mapped_column(String(160), primary_key=True)
    used: Mapped[float]
    """Percent, as of `read_at`."""
    read_at: Mapped[datetime]
    window_seconds: Mapped[float]
    rise: Mapped[float]
    tight_since: Mapped[datetime | None]
    lifts_at: Mapped[datetime | None]
    """Until when Meta refuses; never earlier than any worker was told."""
