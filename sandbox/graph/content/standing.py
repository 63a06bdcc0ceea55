"""What a post is to a brand: may it be an ad, by which permission, was it one, is it worth one."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.graph.posts.model import Bond, PagePost, Post
from sandbox.graph.world import World

_DAY = 86_400
_WORTH = 100


@dataclass(frozen=True)
class Standing:
    """By what a brand may use a post, and what came of asking; both None where nobody asked."""

    status: str | None = None
    kind: str | None = None

    @property
    def is_allowed(self) -> bool:
        """Say whether the brand may make an ad of the post."""
        return self.status == "APPROVED"


def standing(world: World, post: Post, *, brand_id: str, by_code: bool = False) -> Standing:
    """Find what lets a brand use a post; `brand_id` is the Instagram id for a media, the Page's for a Page's post."""
    if by_code:
        return Standing("APPROVED", "AD_CODE")
    if isinstance(post, PagePost):
        return _between_pages(world, post, brand_id=brand_id)
    if brand_id in post.promoters:
        return Standing("APPROVED", "POST_LEVEL")
    rows = world.permissions(brand=world.profile(brand_id))
    mine = [row for row in rows if row.creator is post.owner]
    return Standing(mine[-1].status.value, "ACCOUNT_LEVEL") if mine else Standing()


def eligibility(post: Post, *, standing: Standing) -> str:
    """Say whether a post can be an ad now, in the word of `ad_eligibility`."""
    if post.eligibility is not None:
        return post.eligibility
    if post.flaw is not None:
        return "INELIGIBLE"
    return "AD_READY" if standing.is_allowed else "NEEDS_ATTENTION"


def usage(world: World, post: Post) -> str:
    """Say whether ads were made of a post, in the word of `ad_usage`."""
    statuses = [ad.status for ad in world.posts.ads_of(post)]
    if not statuses:
        return "NEVER_USED"
    return "ACTIVE" if "ACTIVE" in statuses else "PREVIOUSLY_USED"


def is_recommended(world: World, post: Post) -> bool:
    """Say whether Meta would recommend an ad: labelled posts that do well, after three days and for sixty."""
    age = world.clock.now() - post.at
    return Bond.LABEL in post.partners.values() and 3 * _DAY <= age <= 60 * _DAY and post.likes >= _WORTH


def by_ad_code(world: World, code: str) -> Post | None:
    """Find the post that a code was made for; a code that was deleted finds nothing."""
    if not code:
        return None
    return next((post for post in world.posts.everything() if post.code == code), None)


def _between_pages(world: World, post: PagePost, *, brand_id: str) -> Standing:
    page = world.page(brand_id)
    row = world.page_permissions.newest(page, post.owner) if page else None
    if row is None:
        return Standing()
    return Standing(row.status.name.partition("_")[0], "ACCOUNT_LEVEL")
