"""What was agreed to of an account: the rules that hold, and from when on they, or those before them, let a post through.

Wider rules are for what is written from then on. What the narrower ones before let through may not have been read yet:
where both let a post through, its comments are taken in from as early as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.comments.sieve import Post, Sieve, Verdict
from bot.influencers.wishes import Rules
from storage.ids import ProfileId
from storage.influencers import Asset, Monitored
from storage.unit_of_work import UnitOfWork

MOST_KEPT = 5
"""Rules are widened seldom, and what they let through is read within a quarter of an hour, or soon after an outage."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What holds of an account, and what held before, the newest last."""

    asset: Asset
    before: Sequence[tuple[Sieve, Mapping[bool, datetime]]]
    """Each with from when on its rules took in comments, on ads and on other posts."""

    def since(self, post: Post) -> datetime:
        """Return from when on comments on a post are agreed to that the present rules let through."""
        is_ad = bool(post.is_ad)
        since = self.asset.heard_from(is_on_ad=is_ad)
        for sieve, moments in reversed(self.before):
            if sieve.look_at(post).verdict is not Verdict.LET:
                break
            since = min(since, moments[is_ad])
        return since


async def sieve_of(uow: UnitOfWork, rules: Monitored | Rules) -> Sieve:
    """Read the rules of an account, those that hold or others."""
    brands = [await uow.profiles.get(ProfileId(profile_id)) for profile_id in rules.profile_ids]
    return Sieve(
        hears_ads=rules.hears_ads,
        hears_organic=rules.hears_organic,
        # One that is not connected any more stands for itself: without it an empty list would let every brand through.
        brand_ig_ids=[profile.ig_id if profile else "" for profile in brands],
        domains=rules.domains,
        link_contains=rules.link_contains,
        caption_contains=rules.caption_contains,
    )


async def agreed_of(uow: UnitOfWork, asset: Asset) -> Agreed:
    """Read what was agreed to of an account."""
    before = []
    for each in asset.rules_before or ():
        rules = Rules(**{name: _whole(value) for name, value in each["rules"].items()})
        moments = {is_ad: datetime.fromisoformat(at) for is_ad, at in zip((True, False), each["from"], strict=True)}
        before.append((await sieve_of(uow, rules), moments))
    return Agreed(asset=asset, before=before)


def remember(asset: Asset, rules: Rules) -> None:
    """Keep by what rules an account was heard until now; call it before wider ones, and their moments, are set."""
    moments = [asset.heard_from(is_on_ad=is_ad).isoformat() for is_ad in (True, False)]
    kept: dict[str, Any] = {"rules": asdict(rules), "from": moments}
    asset.rules_before = [*(asset.rules_before or ()), kept][-MOST_KEPT:]


def _whole(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
