"""Other rules hold for an account: comments that no channel was told of are looked at anew."""

from __future__ import annotations

from collections.abc import Sequence

from bot.comments.ads import ad_post
from bot.comments.agreement import sieve_of
from bot.comments.facebook import post_at_facebook
from bot.comments.sieve import Post, Verdict
from storage.comment_notes import CAPTION, CommentPost
from storage.comments import Comment, CommentAd, Reading
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork


async def sift_untold(uow: UnitOfWork, asset: Asset) -> None:
    """Delete those that the rules keep out; where something is not known of their post, they wait for it as new ones do.

    Nothing is let through: wider rules are for what is written from then on. Lock the asset before.
    """
    untold = await uow.comments.in_no_message(asset.id)
    sieve = await sieve_of(uow, asset)
    for each, under in await with_posts(uow, asset, untold):
        verdict = sieve.look_at(under).verdict
        if verdict is Verdict.OUT:
            await uow.comments.remove(each)
        elif verdict is Verdict.OPEN:
            each.reading = Reading.OPEN


async def with_posts(uow: UnitOfWork, asset: Asset, comments: Sequence[Comment]) -> Sequence[tuple[Comment, Post]]:
    """Say of comments on an account what is known of the post that each stands under."""
    media_ids = {each.media_id for each in comments if each.media_id is not None}
    ads = await uow.comment_ads.known(asset.id, media_ids)
    posts = await uow.comment_notes.posts(asset.id, media_ids)
    return [
        (each, _post_of(each, ad=ads.get(each.media_id or ""), post=posts.get(each.media_id or "")))
        for each in comments
    ]


def _post_of(comment: Comment, *, ad: CommentAd | None, post: CommentPost | None) -> Post:
    if comment.is_on_facebook:
        return post_at_facebook(ad)
    return ad_post(ad) if comment.is_on_ad else own_post(post)


def own_post(post: CommentPost | None) -> Post:
    """Say what is known of a creator's post at Instagram; of one that was not read: that it is one."""
    if post is None:
        return Post(is_ad=False)
    return Post(is_ad=False, caption=post.caption, is_caption_cut=len(post.caption) >= CAPTION)
