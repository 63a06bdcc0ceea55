"""Comments under creators' posts and ads: in the campaign's channel, with what can be done about each."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.comments import actions, list_actions, reader_actions, rule_actions
from handlers.comments.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to the buttons and the windows."""
    app.action(Action.SEE)(actions.on_see)
    app.action(Action.HIDE)(actions.on_hide)
    app.action(Action.SHOW)(actions.on_show)
    app.action(Action.ANSWER)(actions.on_answer)
    app.view(View.REPLY)(actions.on_reply)
    app.action(Action.UNDO)(actions.on_undo)
    app.action(Action.ASSIGN)(actions.on_assign)
    app.view(View.ASSIGN)(actions.on_assigned)
    app.action(Action.FINISH)(actions.on_finish)
    app.action(Action.LIST)(list_actions.on_list)
    app.action(Action.STANDING)(list_actions.on_standing)
    app.action(Action.CREATOR)(list_actions.on_creator)
    app.action(Action.POST)(list_actions.on_post)
    app.action(Action.MINE)(list_actions.on_mine)
    app.action(Action.BEFORE)(list_actions.on_page)
    app.action(Action.AFTER)(list_actions.on_page)
    app.action(Action.RULES)(list_actions.on_rules)
    app.action(Action.TRY)(rule_actions.on_try)
    app.view(View.RULES)(rule_actions.on_submit)
    app.action(Action.READER)(reader_actions.on_open)
    app.action(Action.READER_SIGN_IN)(reader_actions.on_sign_in)
    app.action(Action.READER_FRESH)(reader_actions.on_fresh)
