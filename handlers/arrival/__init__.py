"""Somebody comes to a channel or leaves one: a person, or Greenlight itself."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.arrival import actions


def register(app: AsyncApp) -> None:
    """Listen to arrivals and departures."""
    app.event("member_joined_channel")(actions.on_joined)
    app.event("member_left_channel")(actions.on_left)
