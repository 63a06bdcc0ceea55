"""`/partnership profiles`: the accounts that requests are sent from, and their logins."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.profiles import actions
from handlers.profiles.ids import Action


def register(app: AsyncApp) -> None:
    """Listen to the windows' buttons."""
    app.action(Action.SHOW)(actions.on_show)
    app.action(Action.FRESH)(actions.on_fresh)
    app.action(Action.CONNECT)(actions.on_connect)
    app.action(Action.INSPECT)(actions.on_inspect)
    app.action(Action.REQUESTS)(actions.on_requests)
    app.action(Action.DISCONNECT)(actions.on_disconnect)
