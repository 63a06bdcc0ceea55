"""What the app listens to, as Bolt is told."""

from __future__ import annotations

from typing import Any, cast

from slack_bolt.async_app import AsyncApp

import handlers
from bot.services import Services


class Listening(AsyncApp):
    """Bolt's app, remembering what was listened to."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-none", signing_secret="none")
        self.heard: dict[str, set[str]] = {}

    def _note(self, kind: str, name: Any) -> None:
        self.heard.setdefault(kind, set()).add(str(name))

    def command(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to a command."""
        self._note("command", command)
        return super().command(command, *args, **kwargs)

    def shortcut(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to a shortcut."""
        self._note("shortcut", constraints)
        return super().shortcut(constraints, *args, **kwargs)

    def event(self, event: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to an event."""
        self._note("event", event)
        return super().event(event, *args, **kwargs)

    def function(self, callback_id: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to a workflow that comes to a step; that is an event as well."""
        self._note("function", callback_id)
        self._note("event", "function_executed")
        return super().function(callback_id, *args, **kwargs)

    def action(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to an element."""
        self._note("action", constraints)
        return super().action(constraints, *args, **kwargs)

    def options(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to a searchable select."""
        self._note("options", constraints)
        return super().options(constraints, *args, **kwargs)

    def view(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        """Listen to a modal's submission."""
        self._note("view", constraints)
        return super().view(constraints, *args, **kwargs)


def listened_to() -> dict[str, set[str]]:
    """Register every listener, and tell what for."""
    app = Listening()
    handlers.register(app, cast(Services, None))  # nothing is called: only what is listened to is looked at
    return app.heard
