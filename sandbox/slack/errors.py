"""How the workspace says no.

Refused          the Web API answers `{"ok": false, "error": ...}`
└── Throttled    the same with status 429 and Retry-After
Impossible       a person (the control API) asks for what Slack's screen would not offer
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Web API call that Slack answers with an error code; `about` are further keys of the answer."""

    def __init__(self, error: str, /, **about: Any) -> None:
        super().__init__(error)
        self.error = error
        self.about = about

    @classmethod
    def invalid(cls, *messages: str, error: str = "invalid_arguments") -> Refused:
        """Say what is wrong with arguments as Slack does, in `response_metadata.messages`."""
        return cls(error, response_metadata={"messages": [f"[ERROR] {message}" for message in messages]})


class Throttled(Refused):
    """A call over its rate limit; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Impossible(Exception):
    """What a person cannot do in this workspace now; the text says why."""
