"""`/partnership invite`: a creator connects an account by a link; the invites and accounts of a campaign."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.invite import actions, asset_actions, rule_actions
from handlers.invite.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to the form, the windows' buttons and the selects."""
    app.action(Action.FORM)(actions.on_form)
    app.view(View.FORM)(actions.on_submit)
    app.action(Action.SHOW)(actions.on_show)
    app.action(Action.RESEND)(actions.on_resend)
    app.action(Action.EXTEND)(actions.on_extend)
    app.action(Action.REVOKE)(actions.on_revoke)
    app.options(Action.CAMPAIGN)(actions.suggest_campaigns)
    app.options(Action.PROFILES)(actions.suggest_profiles)
    app.action(Action.SHOW_ASSETS)(asset_actions.on_show)
    app.action(Action.ASSET_AGAIN)(asset_actions.on_again)
    app.action(Action.ASSET_EXTEND)(asset_actions.on_extend)
    app.action(Action.ASSET_STOP)(asset_actions.on_stop)
    app.action(Action.ASSET_BACK)(asset_actions.on_back)
    app.action(Action.ASSET_RULES)(rule_actions.on_rules)
    app.action(Action.ASSET_TRY)(rule_actions.on_try)
    app.view(View.RULES)(rule_actions.on_submit)
    app.action(Action.ASSET_WIDEN)(rule_actions.on_widen)
    app.action(Action.MOVE)(asset_actions.on_move)
    app.view(View.MOVE)(asset_actions.on_move_submit)
