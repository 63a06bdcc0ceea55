"""Greenlight is invited to a channel."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.arrival import actions


def register(app: AsyncApp) -> None:
    """Listen to arrivals."""
    app.event("member_joined_channel")(actions.on_joined)
