"""The app's Home tab."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.home import actions


def register(app: AsyncApp) -> None:
    """Listen to the tab and its buttons."""
    app.event("app_home_opened")(actions.on_opened)
    for door in actions.DOORS:
        app.action(door)(actions.on_door)
