"""Terms: until when a permission may be used."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.request.ids import Action
from handlers.terms import actions
from handlers.terms.ids import View


def register(app: AsyncApp) -> None:
    """Listen to the buttons and the form."""
    app.action(Action.TERM)(actions.on_term)
    app.action(Action.RENEW)(actions.on_term)
    app.view(View.TERM)(actions.on_submit)
