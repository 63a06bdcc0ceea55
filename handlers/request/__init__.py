"""Asking creators for permission: the form, its submission and the card."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.request import actions, command, submission
from handlers.request.ids import Action, Shortcut, View


def register(app: AsyncApp) -> None:
    """Listen to everything the form and the shortcuts send."""
    app.shortcut(Shortcut.ANYWHERE)(command.on_shortcut)
    app.shortcut(Shortcut.ABOUT_MESSAGE)(command.on_shortcut)
    app.action(Action.CAMPAIGN)(actions.on_campaign)
    app.action(Action.PROFILE)(actions.on_profile)
    app.action(Action.WANTS_MESSAGE)(actions.on_wants_message)
    app.action(Action.CHECK_HANDLES)(actions.on_check)
    app.action(Action.SHOW_PREVIEW)(actions.on_preview)
    app.action(Action.TRAVEL)(actions.on_travel)
    app.action(Action.FORGET_ADDRESS)(actions.on_forget_address)
    app.options(Action.CAMPAIGN)(actions.suggest_campaigns)
    app.options(Action.PROFILE)(actions.suggest_profiles)
    app.view(View.FORM)(submission.on_submit)
