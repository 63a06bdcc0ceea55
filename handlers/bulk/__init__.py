"""Asking many creators at once, from a list: the form, what would become of each row, and the card."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.bulk import actions, submission
from handlers.bulk.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to what the two windows send."""
    app.view(View.FORM)(submission.on_list)
    app.view(View.TRIAL)(submission.on_confirmed)
    app.action(Action.FAILURES)(actions.on_file)
    app.action(Action.RESULTS)(actions.on_file)
