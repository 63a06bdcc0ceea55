"""`/partnership tags`: who may name the brand in the paid-partnership label."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.tags import actions
from handlers.tags.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to the form and to what follows from a round."""
    app.view(View.FORM)(actions.on_submit)
    app.action(Action.APPROVE)(actions.on_approve)
    app.action(Action.REMOVE)(actions.on_remove)
    app.action(Action.APPLY_REST)(actions.on_apply_rest)
    app.action(Action.LOOK)(actions.on_look)
