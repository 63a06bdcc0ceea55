"""Other rules hold for an account: comments that no channel was told of are looked at anew."""

from __future__ import annotations

from bot.comments.ads import ad_post
from bot.comments.facebook import post_at_facebook
from bot.comments.hearing import sieve_of
from bot.comments.sieve import Post, Verdict
from storage.comment_notes import CommentPost
from storage.comments import Comment, CommentAd, Reading
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork


async def sift_untold(uow: UnitOfWork, asset: Asset) -> None:
    """Delete those that the rules keep out; where something is not known of their post, they wait for it as new ones do.

    Nothing is let through: wider rules are for what is written from then on. Lock the asset before.
    """
    untold = await uow.comments.in_no_message(asset.id)
    media_ids = {each.media_id for each in untold if each.media_id is not None}
    ads = await uow.comment_ads.known(asset.id, media_ids)
    posts = await uow.comment_notes.posts(asset.id, media_ids)
    sieve = await sieve_of(uow, asset)
    for each in untold:
        under = _post_of(each, ad=ads.get(each.media_id or ""), post=posts.get(each.media_id or ""))
        verdict = sieve.look_at(under).verdict
        if verdict is Verdict.OUT:
            await uow.comments.remove(each)
        elif verdict is Verdict.OPEN:
            each.reading = Reading.OPEN


def _post_of(comment: Comment, *, ad: CommentAd | None, post: CommentPost | None) -> Post:
    if comment.is_on_facebook:
        return post_at_facebook(ad)
    return ad_post(ad) if comment.is_on_ad else Post(is_ad=False, caption=post.caption if post is not None else None)
