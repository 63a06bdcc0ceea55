"""The step of Workflow Builder."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.step import actions
from handlers.step.ids import STEP


def register(app: AsyncApp) -> None:
    """Listen to workflows that come to the step. Nothing is acked before it is kept."""
    app.function(STEP, auto_acknowledge=False)(actions.on_step)
