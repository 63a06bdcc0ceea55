"""What rules for an account would have let through of the comments of the last week that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.comments.agreement import sieve_of
from bot.comments.facts import CommentFacts, comment_facts
from bot.comments.sieve import Verdict
from bot.comments.sifting import with_posts
from bot.influencers.wishes import Rules
from storage.comments import Comment, Reading
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

TRIED_OVER = timedelta(days=7)
MOST_TRIED = 2_000
SHOWN = 3
"""So many examples are shown of each."""


@dataclass(frozen=True, kw_only=True)
class TriedFacts:
    """What rules do with kept comments; what the rules of their day kept out is not among them."""

    let: int
    out: int
    open: int
    """Not enough is known of the post or ad that they stand under."""
    shown_let: Sequence[CommentFacts]
    """The newest of those let through that the team may read anyway."""
    shown_out: Sequence[CommentFacts]

    @property
    def looked_at(self) -> int:
        """How many comments there were to try them on."""
        return self.let + self.out + self.open


async def try_rules(uow: UnitOfWork, asset: Asset, rules: Rules, *, now: datetime) -> TriedFacts:
    """Say what rules would have done; nothing is changed."""
    comments = await uow.comments.of_asset_lately(asset.id, since=now - TRIED_OVER, limit=MOST_TRIED)
    sieve = await sieve_of(uow, rules)
    found = [(each, sieve.look_at(under).verdict) for each, under in await with_posts(uow, asset, comments)]
    counts = Counter(verdict for _comment, verdict in found)
    return TriedFacts(
        let=counts[Verdict.LET],
        out=counts[Verdict.OUT],
        open=counts[Verdict.OPEN],
        shown_let=await _shown(uow, asset, [each for each, verdict in found if verdict is Verdict.LET]),
        shown_out=await _shown(uow, asset, [each for each, verdict in found if verdict is Verdict.OUT]),
    )


async def _shown(uow: UnitOfWork, asset: Asset, comments: Sequence[Comment]) -> Sequence[CommentFacts]:
    """Choose examples. What the team may not read yet is counted, and shown to nobody."""
    newest = [each for each in comments if each.reading is Reading.LET][:SHOWN]
    posts = await uow.comment_notes.posts(asset.id, {each.media_id for each in newest if each.media_id is not None})
    return [comment_facts(each, asset=asset, post=posts.get(each.media_id or ""), deed=None) for each in newest]
