"""A campaign's rules with their types: as they are kept, and as the pure rules read them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.campaigns.quiet import Quiet
from bot.permissions.nudging.rules import Plan
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.rules import Rule as SigningRule
from bot.permissions.signing.undoing import Undo
from bot.permissions.status import State
from bot.policy import Role
from bot.reports.digest import Rhythm
from storage.tables import Campaign

TELLABLE = (State.APPROVED, State.DECLINED, State.REVOKED, State.FAILED, State.CANCELLED, State.UNSURE)
"""States that the channel may hear of; each has an entry in the card's thread in any case."""
SIGNING_ROLES = frozenset({Role.MANAGER.word, Role.ADMIN.word})


class Often(StrEnum):
    """How often a channel gets a digest."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a campaign asks for."""

    told_states: frozenset[State]
    """What the whole channel hears of."""
    mentions_asker: bool
    quiet: Quiet
    plan: Plan
    signing: SigningRule
    undo: Undo
    term_days: int | None
    rhythm: Rhythm | None
    """When its channel gets a digest; None: never."""


def rules_of(campaign: Campaign) -> Rules:
    """Read the rules of a campaign."""
    return Rules(
        told_states=frozenset(State(word) for word in campaign.told_states),
        mentions_asker=campaign.mentions_asker,
        quiet=Quiet(
            zone=ZoneInfo(campaign.zone),
            begins=campaign.quiet_begins,
            ends=campaign.quiet_ends,
            weekdays_off=frozenset(campaign.weekdays_off),
        ),
        plan=Plan(days=tuple(campaign.nudge_days)),
        signing=SigningRule(matters=frozenset(Matter(word) for word in campaign.signed_matters), roles=SIGNING_ROLES),
        undo=Undo(seconds=campaign.undo_seconds),
        term_days=campaign.term_days,
        rhythm=_rhythm(campaign),
    )


def _rhythm(campaign: Campaign) -> Rhythm | None:
    often = Often(campaign.digest)
    if often is Often.OFF:
        return None
    return Rhythm(hour=campaign.digest_hour, weekday=campaign.digest_weekday if often is Often.WEEKLY else None)
