"""Sign-off by a second person, and the little while for undoing."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.request.ids import Action
from handlers.signing import actions
from handlers.signing.ids import View


def register(app: AsyncApp) -> None:
    """Listen to the buttons and the window."""
    app.action(Action.SIGN)(actions.on_sign)
    app.action(Action.REFUSE)(actions.on_refuse)
    app.view(View.REFUSAL)(actions.on_reason)
    app.action(Action.UNDO)(actions.on_undo)
    app.action(Action.UNDO_LIST)(actions.on_undo_list)
