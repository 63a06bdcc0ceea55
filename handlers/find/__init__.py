"""`/partnership find`, and the same in a window."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.find import actions
from handlers.find.ids import View


def register(app: AsyncApp) -> None:
    """Listen to the window."""
    app.view(View.FIND)(actions.on_submit)
