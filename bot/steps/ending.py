"""When a step is over, and how; pure."""

from __future__ import annotations

from bot.permissions.status import State

ANSWERED = frozenset({State.APPROVED, State.DECLINED, State.CANCELLED, State.REVOKED})
SENT = ANSWERED | {State.WAITING}
NOT_ASKED = frozenset({State.FAILED, State.UNSIGNED})
"""The creator was not asked, and will not be: the workflow cannot go on as if."""


def is_over(state: State, *, waits: bool) -> bool:
    """Tell whether a request in this state ends its step; one that is unsure ends nothing, it becomes sure."""
    return state in NOT_ASKED or state in (ANSWERED if waits else SENT)
