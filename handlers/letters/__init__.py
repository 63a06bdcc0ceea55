"""Letters to creators: how each stands, and what a person does with it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.letters import actions
from handlers.letters.ids import Action


def register(app: AsyncApp) -> None:
    """Listen to the buttons of a letter."""
    app.action(Action.MARK_SENT)(actions.on_mark_sent)
    app.action(Action.MARK_ALL_SENT)(actions.on_mark_all_sent)
    app.action(Action.MARK_BOUNCED)(actions.on_mark_bounced)
    app.action(Action.SEND_AGAIN)(actions.on_send_again)
