"""Looking after requests that exist: the buttons of a card, and the same in a window."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.manage import actions, instructions, moving, narrowing, past
from handlers.manage.ids import Action, View
from handlers.request.ids import Action as CardAction


def register(app: AsyncApp) -> None:
    """Listen to the buttons."""
    app.action(Action.INSPECT)(actions.on_inspect)
    app.action(Action.MOVE)(moving.on_show)
    app.options(Action.MOVE_TO)(moving.suggest_campaigns)
    app.view(View.MOVE)(moving.on_submitted)
    app.action(Action.PAST)(past.on_past)
    app.action(Action.NEWER)(past.on_past_page)
    app.action(Action.OLDER)(past.on_past_page)
    app.action(Action.INSTRUCTIONS)(instructions.on_instructions)
    app.action(Action.LIST)(narrowing.on_list)
    app.action(Action.FILTER)(narrowing.on_filter)
    app.action(Action.CAMPAIGN)(narrowing.on_campaign)
    app.options(Action.CAMPAIGN)(narrowing.suggest_campaigns)
    app.action(Action.PROFILE)(narrowing.on_profile)
    app.options(Action.PROFILE)(narrowing.suggest_profiles)
    app.action(Action.ASKER)(narrowing.on_asker)
    app.action(Action.MINE)(narrowing.on_mine)
    app.action(Action.SEARCH)(narrowing.on_search)
    app.view(View.LIST)(narrowing.on_submitted)
    app.action(Action.SHOW_ALL)(narrowing.on_show_all)
    app.action(Action.BEFORE)(narrowing.on_page)
    app.action(Action.AFTER)(narrowing.on_page)
    app.action(CardAction.CHECK_NOW)(actions.on_check_now)
    app.action(CardAction.CANCEL)(actions.on_withdraw)
    app.action(CardAction.REVOKE)(actions.on_withdraw)
    app.action(CardAction.ASK_AGAIN)(actions.on_ask_again)
    app.action(CardAction.NUDGE)(actions.on_nudge)
    app.action(CardAction.SAME_PERSON)(actions.on_same_person)
