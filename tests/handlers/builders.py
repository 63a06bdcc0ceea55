"""Facts to draw from, with everything that does not matter to a test filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.connections.clocks import Clocks
from bot.connections.facts import LoginFacts, ProfileFacts
from bot.homes.facts import HomeFacts, Part
from bot.homes.morning import PARTS
from bot.letters.facts import LetterFacts
from bot.permissions.facts import HistoryFacts, RequestFacts
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.waiting import SignOffFacts
from bot.permissions.status import State
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId, SignOffId
from storage.letters import LetterState
from storage.logins import Source
from storage.tables import Health, Kind, Origin

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANA = PersonId("U0ANA")


def facts(**changes: Any) -> RequestFacts:
    """A request that waits for its answer, unless told otherwise."""
    usual: dict[str, Any] = {
        "request_id": RequestId("r1"),
        "state": State.WAITING,
        "state_words": None,
        "meta_status": "PENDING",
        "creator_username": "maya.makes",
        "profile_id": ProfileId("p1"),
        "profile_username": "northlight.skin",
        "profile_health": Health.OK,
        "profile_health_words": None,
        "unreadable_since": None,
        "campaign_id": CampaignId("c1"),
        "campaign_name": "Spring Launch",
        "origin": Origin.ASKED,
        "asked_by": ANA,
        "asked_at": NOON,
        "changed_at": NOON,
        "answered_at": None,
        "last_checked_at": NOON,
        "is_ending": False,
        "channel_id": ChannelId("C0SPRING"),
        "card_ts": "1.2",
    }
    if changes.get("state") is State.SIGNING:
        usual["sign_off"] = sign_off()
    return RequestFacts(**{**usual, **changes})


def sign_off(**changes: Any) -> SignOffFacts:
    """An ask of Ana's that waits for Ben."""
    usual: dict[str, Any] = {
        "id": SignOffId("s1"),
        "matter": Matter.REQUEST,
        "content": "seal",
        "asked_by": ANA,
        "expires_at": NOON + timedelta(days=3),
        "can_sign": "<@U0BEN>",
        "is_of_list": False,
    }
    return SignOffFacts(**{**usual, **changes})


def letter(**changes: Any) -> LetterFacts:
    """A letter that is ready to copy."""
    usual: dict[str, Any] = {
        "id": "l1",
        "state": LetterState.PREPARED,
        "words": None,
        "purpose": "ask",
        "text": "Hi maya.makes!",
        "masked_address": None,
        "by": None,
        "changed_at": NOON,
    }
    return LetterFacts(**{**usual, **changes})


def history(
    to_state: State,
    *,
    tag: str | None = None,
    actor: str = "meta",
    why: str = "",
    letter: LetterFacts | None = None,
    **of: Any,
) -> HistoryFacts:
    """One entry of a request's history."""
    request = facts(**{"state": to_state, **of})
    return HistoryFacts(
        request=request,
        tag=tag or f"{actor}:request:{to_state}",
        actor=actor,
        at=NOON,
        why=why,
        to_state=to_state,
        called=request.asked_by,
        letter=letter,
    )


def login(**changes: Any) -> LoginFacts:
    """A login that Ana connected a month ago, with a month to go."""
    usual: dict[str, Any] = {
        "source": Source.LOGIN,
        "name": "Nora Lind",
        "granted_by": ANA,
        "granted_at": NOON - timedelta(days=30),
        "clocks": Clocks(token_ends_at=NOON + timedelta(days=30), data_ends_at=NOON + timedelta(days=60)),
        "checked_at": NOON,
        "lacks": (),
        "others": 0,
    }
    return LoginFacts(**{**usual, **changes})


def profile(number: int = 1, **changes: Any) -> ProfileFacts:
    """A profile that works, unless told otherwise."""
    usual: dict[str, Any] = {
        "id": ProfileId(f"p{number}"),
        "kind": Kind.INSTAGRAM,
        "name": f"brand{number}",
        "health": Health.OK,
        "health_words": None,
        "unreadable_since": None,
        "last_read_at": NOON,
        "login": login(),
    }
    return ProfileFacts(**{**usual, **changes})


def home(*, failed: Sequence[RequestFacts] = (), open_: Sequence[RequestFacts] = (), **changes: Any) -> HomeFacts:
    """A morning with nothing to do, unless told otherwise."""
    usual: dict[str, Any] = {
        "person_id": ANA,
        "parts": [
            Part(states=part, rows=rows[:10], total=len(rows))
            for part, rows in zip(PARTS, (failed, (), open_), strict=True)
        ],
        "to_sign": (),
        "ending": (),
        "has_profiles": True,
        "sick": (),
        "fresh": (),
        "as_of": NOON,
    }
    return HomeFacts(**{**usual, **changes})
