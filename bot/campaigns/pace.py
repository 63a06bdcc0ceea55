"""When a campaign nudges creators who do not answer, and when it keeps quiet, as its form has it: read and checked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.campaigns.quiet import WEEKDAYS
from bot.errors import WrongInput
from bot.letters.template import check_places, check_size
from bot.words import say

LAST_DAY = 90
MOST_NUDGES = 5
_NO_HOUR = time(0)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What was typed and chosen."""

    nudge_days: str
    """Numbers of days, in any order; empty: no nudges."""
    nudge_template: str
    """Empty: what Greenlight brings."""
    quiet_begins: time | None
    quiet_ends: time | None
    weekdays_off: Collection[int]

    def columns(self) -> dict[str, Any]:
        """Return what a campaign keeps of it. Raises WrongInput (fields `nudge_days`, `nudge_template`, `quiet_ends`, `weekdays_off`)."""
        check_places(self.nudge_template, field="nudge_template")
        check_size(self.nudge_template, field="nudge_template")
        if (self.quiet_begins is None) != (self.quiet_ends is None):
            raise WrongInput("quiet_ends", say("pace.half_quiet.happened"), todo=say("pace.half_quiet.todo"))
        if set(self.weekdays_off) >= set(WEEKDAYS):
            raise WrongInput("weekdays_off", say("pace.no_day_left.happened"), todo=say("pace.no_day_left.todo"))
        return {
            "nudge_days": _days(self.nudge_days),
            "nudge_template": self.nudge_template.strip() or None,
            "quiet_begins": self.quiet_begins or _NO_HOUR,
            "quiet_ends": self.quiet_ends or _NO_HOUR,
            "weekdays_off": sorted(self.weekdays_off),
        }


def _days(typed: str) -> list[int]:
    words = re.split(r"[\s,;]+", typed.strip()) if typed.strip() else []
    days = sorted({int(word) for word in words if word.isdecimal() and len(word) < 4})
    is_odd = any(not word.isdecimal() or not 1 <= int(word) <= LAST_DAY for word in words)
    if is_odd or len(days) > MOST_NUDGES:
        raise WrongInput(
            "nudge_days",
            say("pace.odd_days.happened", typed=typed.strip()[:40]),
            todo=say("pace.odd_days.todo", most=MOST_NUDGES, last=LAST_DAY),
        )
    return days
