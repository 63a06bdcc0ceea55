"""Facts of tags, posts and ad codes to draw from, with everything that does not matter to a test filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.posts.eligibility import Standing
from bot.posts.facts import CodeFacts, Connected, PostFacts, PostList
from bot.posts.readiness import Holder, ReadinessFacts
from bot.tags.facts import RoundFacts
from bot.tags.rows import Outcome, Row
from storage.codes import CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, ProfileId
from storage.tags import TagStage, TagWish
from tests.handlers.builders import ANA, NOON

CONNECTED = tuple(Connected(asset_id="a1", may_code=may_code) for may_code in (True, False))


def rows(outcome: Outcome = Outcome.APPROVED, *, count: int = 3, words: str = "") -> list[Row]:
    """Creators of whom the same is known."""
    return [
        Row(username=f"{outcome}.{number}"[:30], ig_id=str(900 + number), outcome=outcome, words=words)
        for number in range(count)
    ]


def a_round(of: Sequence[Row] | None = None, **changes: Any) -> RoundFacts:
    """A look at three creators, which is over."""
    usual: dict[str, Any] = {
        "id": "t1",
        "wish": TagWish.CHECK,
        "stage": TagStage.DONE,
        "words": None,
        "applies_rest": False,
        "profile_id": ProfileId("p1"),
        "profile": "northlight.skin",
        "campaign_id": CampaignId("c1"),
        "campaign": "Spring Launch",
        "by": ANA,
        "rows": rows() if of is None else of,
    }
    return RoundFacts(**{**usual, **changes})


def a_code(**changes: Any) -> CodeFacts:
    """A code that Ana typed in, and that opens its post."""
    usual: dict[str, Any] = {
        "id": "k1",
        "stage": CodeStage.LIVE,
        "origin": CodeOrigin.COLLECTED,
        "verdict": CodeVerdict.OPENS,
        "masked": "••••7730",
        "words": None,
        "got_by": ANA,
        "got_at": NOON,
        "checked_at": NOON,
        "used_by": ("2027",),
    }
    return CodeFacts(**{**usual, **changes})


def a_post(number: int = 1, **changes: Any) -> PostFacts:
    """A post of Maya's that could be an ad if she allowed it."""
    usual: dict[str, Any] = {
        "media_id": f"1789569566800457{number}",
        "key": f"Cw7zyQ5Bd{number:02}",
        "permalink": f"https://www.instagram.com/p/Cw7zyQ5Bd{number:02}/",
        "creator_ig_id": "17841412345678901",
        "creator_username": "maya.makes",
        "kind": "FEED",
        "caption": "2027",
        "created_on": NOON.date(),
        "picture_url": None,
        "standing": Standing.NEEDS_PERMISSION,
    }
    return PostFacts(**{**usual, **changes})


def a_list(posts: Sequence[PostFacts] | None = None, **changes: Any) -> PostList:
    """The posts of a campaign's creators."""
    usual: dict[str, Any] = {
        "profile_id": ProfileId("p1"),
        "profile": "northlight.skin",
        "campaign_id": CampaignId("c1"),
        "campaign": "2027",
        "creator": None,
        "posts": [a_post()] if posts is None else posts,
        "is_more": False,
        "as_of": NOON,
    }
    return PostList(**{**usual, **changes})


def a_readiness(**changes: Any) -> ReadinessFacts:
    """A campaign in which somebody has not answered yet."""
    usual: dict[str, Any] = {
        "campaign_id": CampaignId("c1"),
        "campaign": "2027",
        "profile_id": ProfileId("p1"),
        "asked": 3,
        "approved": ["maya.makes"],
        "held": {Holder.CREATOR: ["juno.skates"]},
        "posts": {Standing.READY: 2},
        "unread": None,
        "without_post": ["maya.makes"],
        "codes": 1,
        "codes_amiss": 0,
    }
    return ReadinessFacts(**{**usual, **changes})
