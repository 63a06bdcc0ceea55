"""Campaigns in Slack: making, changing and closing one; its creators; the list of them."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.campaign import actions, window_actions
from handlers.campaign.ids import Action, View
from handlers.request.ids import Action as RequestAction


def register(app: AsyncApp) -> None:
    """Listen to the forms and the windows."""
    app.action(RequestAction.MAKE_CAMPAIGN)(actions.on_make_campaign)
    app.options(Action.PROFILE)(actions.suggest_profiles)
    app.view(View.FORM)(actions.on_submit)
    app.view(View.EDIT)(actions.on_edit)
    app.view(View.TELLING)(actions.on_telling)
    app.action(Action.SEND_DIGEST)(actions.on_send_digest)
    app.view(View.RULES)(actions.on_rules)
    app.options(Action.ZONE)(actions.suggest_zones)
    app.action(Action.NEW)(window_actions.on_new)
    app.action(Action.ALL)(window_actions.on_all)
    app.action(Action.OPEN)(window_actions.on_open)
    app.action(Action.STANDING)(window_actions.on_standing)
    app.action(Action.LIST_PAGE)(window_actions.on_list_page)
    app.action(Action.FILTER)(window_actions.on_filter)
    app.action(Action.PAGE)(window_actions.on_page)
    app.action(Action.CLOSE)(window_actions.on_close)
    app.action(Action.REOPEN)(window_actions.on_reopen)
    app.action(Action.SHOW_EDIT)(window_actions.on_show_edit)
    app.action(Action.SHOW_TELLING)(window_actions.on_show_telling)
    app.action(Action.SHOW_RULES)(window_actions.on_show_rules)
    app.action(Action.SHOW_ROLES)(window_actions.on_show_roles)
