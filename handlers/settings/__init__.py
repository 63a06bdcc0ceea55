"""Roles: those of the workspace (`/partnership settings`), and those of a campaign in the same window."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.settings import actions
from handlers.settings.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to the window and the form."""
    app.action(Action.CHANGE)(actions.on_change)
    app.action(Action.EVERYBODY)(actions.on_everybody)
    app.options(Action.GROUPS)(actions.suggest_groups)
    app.action(Action.CHANGE_TEMPLATE)(actions.on_change_template)
    app.view(View.TEMPLATE)(actions.on_template)
    app.action(Action.CHANGE_RULES)(actions.on_change_rules)
    app.view(View.RULES)(actions.on_rules)
    app.action(Action.COMMENT_DAYS)(actions.on_comment_days)
    app.view(View.ROLE)(actions.on_submit)
