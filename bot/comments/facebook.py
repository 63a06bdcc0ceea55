"""What a Page's feed tells of comments, and what is read back in its place: new ones, and every change of those.

It does not say whether the post is an ad. Where that matters for what the creator agreed to, comments wait until an ad is read
that runs as this post too (`bot.comments.ads`). https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.comments.merging import GONE, Standing
from bot.comments.sieve import Post, Sieve, Verdict
from bot.comments.storing import LONGEST_NAME, UNTOLD, standing_of, tell
from bot.graph.comments.answers import Comment as Told
from bot.graph.webhooks.news import PageComment
from storage.comments import Comment, CommentAd, CommentState, Reading
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork


async def store_feed(
    uow: UnitOfWork,
    asset: Asset,
    told: Sequence[tuple[PageComment, datetime]],
    *,
    sieve: Sieve,
    since: Mapping[bool | None, datetime],
) -> list[Comment]:
    """Store what may be read, for an asset whose row is locked; return the comments that look otherwise than before.

    What is not known and was written before `since` is passed over, unless it was deleted: later news of it is passed over then.
    """
    known = await uow.comments.known(asset.id, {news.comment_id for news, _at in told})
    ads = await uow.comment_ads.known(asset.id, {news.post_id for news, _at in told if news.post_id is not None})
    changed = []
    for news, arrived_at in told:
        comment = known.get(news.comment_id)
        written_at = news.created_at or news.sent_at or arrived_at
        if comment is None:
            post = post_at_facebook(ads.get(news.post_id or ""))
            if written_at < since[post.is_ad] and _standing(news) is not GONE:
                continue
            finding = sieve.look_at(post)
            if finding.verdict is Verdict.OUT:
                continue
            comment = known[news.comment_id] = _new(news, asset=asset, at=arrived_at)
            comment.reading = Reading.LET if finding.verdict is Verdict.LET else Reading.OPEN
            comment.is_on_ad = news.post_id in ads
            uow.comments.add(comment)
        if tell(comment, _standing(news)):
            changed.append(comment)
        comment.written_at = min(comment.written_at, written_at)
    return changed


def post_at_facebook(ad: CommentAd | None) -> Post:
    """Say what is known of a Page's post; of one that no ad is known to run as: whether it is one is not known."""
    if ad is None:
        return Post(is_ad=None, is_on_facebook=True)
    links = None if ad.links is None else tuple(ad.links)
    return Post(is_ad=True, is_on_facebook=True, links=links, caption=ad.caption)


def _standing(news: PageComment) -> Standing:
    """Read what became of a comment; a verb that is not known tells its text, and nothing else."""
    at = news.sent_at or news.created_at or UNTOLD
    match news.verb:
        case "remove":
            return GONE
        case "hide" | "unhide":
            return Standing(hidden=(at, news.verb == "hide"))
        case "add":
            return Standing(texts=((news.created_at or at, news.text),))
        case _:
            return Standing(texts=((at, news.text),) if news.text else ())


def _new(news: PageComment, *, asset: Asset, at: datetime) -> Comment:
    return Comment(
        asset_id=asset.id,
        comment_id=news.comment_id,
        media_id=news.post_id,
        is_on_facebook=True,
        is_own=news.from_id == news.page_id,
        parent_id=news.parent_id,
        author_id=news.from_id,
        author_name=news.from_name and news.from_name[:LONGEST_NAME],
        texts=[],
        state=CommentState.LIVE,
        written_at=news.created_at or news.sent_at or at,
        heard_at=at,
    )


def news_of_reading(
    told: Told, known: Comment | None, *, page_id: str, post_id: str, read_at: datetime
) -> list[PageComment]:
    """Say, as the Page's feed would, what was read of a comment and is not known; pure.

    What somebody did after it was read stands: it is newer than what was read.
    """
    written = PageComment(
        page_id=page_id,
        comment_id=told.id,
        verb="add",
        post_id=post_id,
        parent_id=told.parent_id,
        text=told.text,
        from_id=told.author_id,
        from_name=told.author_name,
        created_at=told.written_at,
        sent_at=told.written_at or read_at,
    )
    if known is None:  # what it says when it is read may be an edit already
        now_says = replace(written, verb="edited", sent_at=read_at)
        return [now_says, *([replace(written, verb="hide")] if told.is_hidden else [])]
    before = standing_of(known)
    if before.is_gone:
        return []
    found = []
    if told.text != before.text.strip():
        found.append(replace(written, verb="edited", sent_at=read_at))
    if told.is_hidden is not None and told.is_hidden != before.is_hidden:
        found.append(replace(written, verb="hide" if told.is_hidden else "unhide", sent_at=read_at))
    return found
