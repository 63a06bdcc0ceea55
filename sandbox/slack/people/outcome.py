"""What came of something a person did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.delivery import Ack, Kind, Unacked
from sandbox.slack.errors import Impossible
from sandbox.slack.workspace import Workspace


@dataclass(kw_only=True)
class Outcome:
    """The app's ack, or the error that the person sees."""

    ack: Ack | None = None
    error: str | None = None
    trigger_id: str | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give it as the control API does."""
        return {
            "ok": self.error is None and not self.about.get("errors"),
            "ack": {"status": self.ack.status, "body": self.ack.body} if self.ack else None,
            "trigger_id": self.trigger_id,
            "error": self.error,
            **self.about,
        }


async def ask_app(
    workspace: Workspace,
    kind: Kind,
    payload: dict[str, Any],
    *,
    trigger_id: str | None = None,
    accepts_payload: bool = False,
) -> Outcome:
    """Deliver a command or an interaction; not acked in 3 s is `operation_timeout` to the person.

    Nobody there, a connection that broke or an error status is `dispatch_failed`.
    """
    if kind == "interactive" and not workspace.manifest.is_interactive:
        raise Impossible("The manifest does not turn interactivity on.")
    try:
        ack = await workspace.delivery.ask(kind, payload, accepts_payload=accepts_payload)
    except Unacked as unacked:
        is_late = unacked.reason.endswith("timeout")
        return Outcome(error="operation_timeout" if is_late else "dispatch_failed", trigger_id=trigger_id)
    return Outcome(ack=ack, error=None if ack.is_ok else "dispatch_failed", trigger_id=trigger_id)
