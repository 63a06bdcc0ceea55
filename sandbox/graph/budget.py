"""How much the app has called, and who is told to wait (Meta's "Rate limits": Platform and business use case).

Calls about permissions, posts, comments and tags count against the account's Instagram budget of a rolling day, all
others against the app's budget of a rolling hour. Usage is told in percent, once there is a whole percent to tell.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict, deque
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.graph.call import Call
from sandbox.graph.errors import named
from sandbox.graph.rules import Rules

_HOUR = 3_600.0
_DAY = 86_400.0
_INSTAGRAM_OPS = frozenset(
    {
        "request",
        "list",
        "revoke",
        "media",
        "branded_content_tag_approval",
        "branded_content_advertisable_medias",
    }
)
_INSTAGRAM_CODE = 80002
_APP_CODE = 4


@dataclass(frozen=True)
class Block:
    """A throttle in force: which calls it refuses, with which code, until when (seconds since the epoch)."""

    on: str
    code: int
    profile_ig_id: str | None
    until: float

    def holds(self, call: Call) -> bool:
        """Say whether this call falls under it; Instagram's own limit (80002) leaves other calls alone."""
        return (
            self.on in (call.op, "*")
            and self.profile_ig_id in (None, call.profile_ig_id)
            and (self.code != _INSTAGRAM_CODE or is_instagram(call))
        )


@dataclass(frozen=True)
class _Usage:
    """One budget as its header tells it: percent used, and minutes until a refused caller is let in again."""

    percent: int
    minutes: int


def is_instagram(call: Call) -> bool:
    """Say whether a call counts against the account's Instagram budget and not against the app's."""
    return call.op in _INSTAGRAM_OPS or call.account is not None


class Budget:
    """The calls made in the rolling windows, and the throttles in force."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._made: defaultdict[str, deque[float]] = defaultdict(deque)
        self._blocks: list[Block] = []
        self._allowed: dict[str, int] = {}

    def clear(self) -> None:
        """Forget every call, every throttle and every budget of its own."""
        self._made.clear()
        self._blocks.clear()
        self._allowed.clear()

    def allow(self, ig_id: str, *, calls_per_day: int) -> None:
        """Give one account a budget of its own, as Meta gives each by how much it is seen."""
        self._allowed[ig_id] = calls_per_day

    def block(self, call: Call, *, on: str, code: int | None, minutes: float, profile_ig_id: str | None) -> Block:
        """Start a throttle at the call that met it; without a code it is the one of the budget the call uses."""
        code = code or (_INSTAGRAM_CODE if is_instagram(call) else _APP_CODE)
        block = Block(on, code, profile_ig_id, self._clock.now() + minutes * 60)
        self._blocks.append(block)
        return block

    def spend(self, call: Call, *, rules: Rules) -> None:
        """Count a call; raises GraphError (4, 17, 80002) when it must wait. Refused calls count too."""
        self._made[_bucket(call)].append(self._clock.now())
        block = self._block_on(call)
        if block is not None:
            raise named(block.code)
        if self._usage(call, rules=rules).percent > 100:
            raise named(_INSTAGRAM_CODE if is_instagram(call) else _APP_CODE)

    def headers(self, call: Call, *, rules: Rules) -> dict[str, str]:
        """Write the usage header of the budget this call counts against, once there is something to tell."""
        usage = self._usage(call, rules=rules)
        if usage.percent < 1:
            return {}
        numbers = {"call_count": usage.percent, "total_cputime": 0, "total_time": 0}
        block = self._block_on(call)
        about_app = block is not None and block.code != _INSTAGRAM_CODE
        if about_app or not is_instagram(call):
            return {"X-App-Usage": json.dumps(numbers)}
        entry = {"type": "instagram", **numbers, "estimated_time_to_regain_access": usage.minutes}
        return {"X-Business-Use-Case-Usage": json.dumps({call.profile_ig_id: [entry]})}

    def _block_on(self, call: Call) -> Block | None:
        now = self._clock.now()
        self._blocks = [block for block in self._blocks if block.until > now]
        return next((block for block in self._blocks if block.holds(call)), None)

    def _usage(self, call: Call, *, rules: Rules) -> _Usage:
        now = self._clock.now()
        block = self._block_on(call)
        if block is not None:
            return _Usage(percent=100, minutes=math.ceil((block.until - now) / 60))
        window, most = _HOUR, rules.platform_calls_per_hour
        if is_instagram(call):
            window, most = _DAY, self._allowed.get(call.profile_ig_id or "", rules.instagram_calls_per_day)
        made = self._made[_bucket(call)]
        while made and made[0] <= now - window:
            made.popleft()
        over = len(made) - most
        minutes = math.ceil((made[over - 1] + window - now) / 60) if over > 0 else 0
        # A budget that is passed by one call of many must still read as passed.
        percent = math.ceil(len(made) * 100 / most) if over > 0 else len(made) * 100 // most
        return _Usage(percent=percent, minutes=minutes)


def _bucket(call: Call) -> str:
    return f"instagram:{call.profile_ig_id}" if is_instagram(call) else "app"
