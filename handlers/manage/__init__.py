"""Looking after requests that exist: the buttons of a card, and the same in a window."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.manage import actions
from handlers.manage.ids import Action
from handlers.request.ids import Action as CardAction


def register(app: AsyncApp) -> None:
    """Listen to the buttons."""
    app.action(Action.INSPECT)(actions.on_inspect)
    app.action(Action.FILTER)(actions.on_filter)
    app.action(CardAction.CHECK_NOW)(actions.on_check_now)
    app.action(CardAction.CANCEL)(actions.on_withdraw)
    app.action(CardAction.REVOKE)(actions.on_withdraw)
    app.action(CardAction.ASK_AGAIN)(actions.on_ask_again)
