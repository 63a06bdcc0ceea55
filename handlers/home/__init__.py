"""The app's Home tab."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.home import actions
from handlers.home.ids import Action


def register(app: AsyncApp) -> None:
    """Listen to the tab and its button."""
    app.event("app_home_opened")(actions.on_opened)
    app.action(Action.ASK)(actions.on_ask)
