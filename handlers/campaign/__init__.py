"""Campaigns: making one in Slack."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.campaign import actions
from handlers.campaign.ids import Action, View
from handlers.request.ids import Action as RequestAction


def register(app: AsyncApp) -> None:
    """Listen to the form."""
    app.action(RequestAction.MAKE_CAMPAIGN)(actions.on_make_campaign)
    app.options(Action.PROFILE)(actions.suggest_profiles)
    app.view(View.FORM)(actions.on_submit)
