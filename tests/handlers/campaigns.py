"""Facts of campaigns to draw from, with everything that does not matter to a test filled in."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot.campaigns.campaigns import Standing
from bot.campaigns.facts import CampaignFacts, Creators
from bot.campaigns.rules import Often
from bot.digests.planning import DigestPlan
from bot.permissions.signing.rules import Matter
from bot.permissions.status import State
from bot.policy import OF_NEW_WORKSPACE, Role, Roles
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId
from storage.tables import Campaign, ChannelState
from tests.handlers.builders import ANA, NOON, facts

SPRING = ChannelId("C0SPRING")
BEN = PersonId("U0BEN")


def campaign_facts(**changes: Any) -> CampaignFacts:
    """A campaign with a dozen creators, as Ana sees it, who manages it."""
    usual: dict[str, Any] = {
        "id": CampaignId("c1"),
        "name": "Spring Launch",
        "channel_id": SPRING,
        "is_private": False,
        "is_shared": False,
        "channel_state": ChannelState.OPEN,
        "profile_id": ProfileId("p1"),
        "profile": "northlight.skin",
        "template": "Hi {creator}",
        "told_states": frozenset({State.APPROVED, State.DECLINED}),
        "mentions_asker": True,
        "signed_matters": frozenset({Matter.REVOKE}),
        "undo_seconds": 30,
        "term_days": 90,
        "zone": "Europe/Paris",
        "nudge_days": [2, 5],
        "nudge_template": None,
        "quiet_begins": time(20),
        "quiet_ends": time(8),
        "weekdays_off": [5, 6],
        "digest": DigestPlan(often=Often.WEEKLY),
        "digest_at": NOON,
        "roles": Roles(given={ANA: Role.MANAGER}),
        "workspace": OF_NEW_WORKSPACE,
        "role": Role.MANAGER,
        "created_by": ANA,
        "created_at": NOON,
        "closed_by": None,
        "closed_at": None,
        "version": 1,
        "states": {State.WAITING: 8, State.APPROVED: 4},
    }
    return CampaignFacts(**{**usual, **changes})


def creators(count: int = 3, *, offset: int = 0, total: int | None = None, **changes: Any) -> Creators:
    """A page of creators, one in each state."""
    states = list(State)
    rows = [
        facts(request_id=RequestId(f"r{number}"), state=states[number % len(states)], **changes)
        for number in range(count)
    ]
    return Creators(rows=rows, offset=offset, total=count if total is None else total)


def standing(number: int = 1, **changes: Any) -> Standing:
    """A campaign of a list."""
    usual: dict[str, Any] = {
        "id": CampaignId(f"c{number}"),
        "name": f"Campaign {number}",
        "channel_id": SPRING,
        "is_private": False,
        "created_by": ANA,
    }
    return Standing(campaign=Campaign(**{**usual, **changes}), states={State.WAITING: 3, State.APPROVED: 1})
