"""Reports: the form that says of what, and what is posted."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.report import actions
from handlers.report.ids import View


def register(app: AsyncApp) -> None:
    """Listen to the form. Its campaigns are searched as in the request form."""
    app.view(View.FORM)(actions.on_submit)
