"""Telling that a place is taken, where the database keeps one for each."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError


def is_taken(error: IntegrityError) -> bool:
    """Tell a place that is taken from any other broken rule, which is a defect and must not pass for it."""
    return "unique constraint" in str(error.orig).lower()
