"""Comments under creators' posts and ads, in the campaign's channel."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.comments import actions
from handlers.comments.ids import Action


def register(app: AsyncApp) -> None:
    """Listen to the buttons."""
    app.action(Action.SEE)(actions.on_see)
