"""The rules of asking, as their form has them: read, and as they are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.campaigns.pace import Pace
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.undoing import Undo


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a second person signs, how long things are held back and permissions may be used, and when to nudge."""

    signed: Collection[Matter]
    undo: Undo
    term_days: int | None
    zone: ZoneInfo
    pace: Pace

    def columns(self) -> dict[str, Any]:
        """Return what a campaign keeps of it. Raises WrongInput for the fields of `pace`."""
        return {
            "signed_matters": sorted(matter.value for matter in self.signed),
            "undo_seconds": self.undo.seconds,
            "term_days": self.term_days,
            "zone": self.zone.key,
        } | self.pace.columns()
