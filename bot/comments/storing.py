"""From a stored comment to how it stands, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.comments.merging import Standing, merged
from storage.comments import Comment, CommentState
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

UNTOLD = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of news that does not say when it was: older than all other."""
LONGEST_NAME = 255
"""Characters of a name, or of a title, that a column takes; Meta's are far shorter."""


async def taken_in_from(uow: UnitOfWork, asset: Asset, *, now: datetime) -> Mapping[bool | None, datetime]:
    """Return from when on comments are taken in that are not known: on ads, on other posts, and (None) on either.

    Nobody agreed to what was written before, and what was kept long enough and is deleted here stands at Meta still.
    """
    kept = await kept_from(uow, now=now)
    on_ads, on_posts = (max(asset.heard_from(is_on_ad=each), kept) for each in (True, False))
    return {True: on_ads, False: on_posts, None: max(on_ads, on_posts)}


async def kept_from(uow: UnitOfWork, *, now: datetime) -> datetime:
    """Return from when on comments are not old enough to be deleted here."""
    return now - timedelta(days=await uow.comments.days())


def standing_of(comment: Comment) -> Standing:
    """Read how a stored comment stands."""
    return Standing(
        texts=tuple((datetime.fromisoformat(at), text) for at, text in comment.texts),
        hidden=(comment.seen_at, _was_hidden(comment)) if comment.seen_at else None,
        is_gone=comment.state is CommentState.GONE,
    )


def _was_hidden(comment: Comment) -> bool:
    return comment.state is CommentState.HIDDEN or comment.went_hidden


def tell(comment: Comment, told: Standing) -> bool:
    """Put together what is known of a comment and what is told of it; say whether that changes what people see."""
    before = standing_of(comment)
    after = merged(before, told)
    comment.texts = [[at.isoformat(), text] for at, text in after.texts]
    comment.seen_at = after.hidden[0] if after.hidden else None
    comment.state = (
        CommentState.GONE if after.is_gone else CommentState.HIDDEN if after.is_hidden else CommentState.LIVE
    )
    comment.went_hidden = after.is_gone and after.was_hidden
    if after.is_gone:
        comment.author_id = comment.author_name = None
    return (before.text, before.is_hidden, before.is_gone) != (after.text, after.is_hidden, after.is_gone)
