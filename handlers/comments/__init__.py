"""Comments under creators' posts and ads: in the campaign's channel, with what can be done about each."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.comments import actions, rule_actions
from handlers.comments.ids import Action, View


def register(app: AsyncApp) -> None:
    """Listen to the buttons and the windows."""
    app.action(Action.SEE)(actions.on_see)
    app.action(Action.HIDE)(actions.on_hide)
    app.action(Action.SHOW)(actions.on_show)
    app.action(Action.ANSWER)(actions.on_answer)
    app.view(View.REPLY)(actions.on_reply)
    app.action(Action.TRY)(rule_actions.on_try)
    app.view(View.RULES)(rule_actions.on_submit)
