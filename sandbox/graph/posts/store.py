"""The posts and ads there are, and the lists by which a brand lets creators name it."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts import seed
from sandbox.graph.posts.model import Ad, AdMedia, Bond, Creative, Kind, Media, PagePost, Post, State

_FIRST_MEDIA = 17_895_700_000_000_001
_FIRST_AD = 120_210_000_000_000_001
_STEP = 7_918  # even: every id is odd, and no float holds it


class Posts:
    """Every post and ad; ids of new ones go on through resets, as Meta never gives one twice."""

    def __init__(self) -> None:
        self._made = 0
        self._posts: list[Post] = []
        self.ads: list[Ad] = []
        self.may_tag: defaultdict[str, set[str]] = defaultdict(set)
        """Creators whom a brand lets tag it in the paid-partnership label, by the brand's Instagram id."""

    def reset(self, accounts: Sequence[Creator | Profile], pages: Iterable[Page], *, now: float) -> None:
        """Go back to the seeded posts, aged as if the world began at `now` (seconds since the epoch)."""
        self._posts = [*seed.media(accounts, now=now), *seed.page_posts(pages, now=now)]
        self.ads = []
        self.may_tag.clear()

    def find(self, node_id: str) -> Any:
        """Find a post, a part of a carousel, an ad, its creative or its media; None where there is none any more."""
        nodes: list[Any] = [post for post in self.everything() if post.state is not State.DELETED]
        for ad in self.ads:
            nodes += [ad, ad.creative, *([ad.shown] if ad.shown else [])]
        return next((node for node in nodes if node.id == node_id), None)

    def everything(self) -> list[Post]:
        """List all posts and parts of carousels, deleted ones too."""
        return [each for post in self._posts for each in (post, *getattr(post, "children", ()))]

    def of(self, owner: Creator | Profile) -> list[Media]:
        """List an account's own posts, newest first: no stories, nothing archived (Meta: IG User Media)."""
        return [
            post
            for post in self.newest_first()
            if isinstance(post, Media) and post.owner is owner and post.kind is not Kind.STORY
        ]

    def of_page(self, owner: Page) -> list[PagePost]:
        """List a Page's own posts, newest first (Meta: Page Published Posts)."""
        return [post for post in self.newest_first() if isinstance(post, PagePost) and post.owner is owner]

    def newest_first(self) -> list[Post]:
        """List the posts that everybody can see, newest first."""
        return sorted((post for post in self._posts if post.state is State.LIVE), key=lambda post: -post.at)

    def publish(
        self,
        owner: Creator | Profile | Page,
        *,
        kind: Kind,
        caption: str,
        at: float,
        partners: dict[str, Bond],
        likes: int = 0,
    ) -> Post:
        """Add a post; a carousel gets two parts."""
        post: Post
        if isinstance(owner, Page):
            post = PagePost(f"{owner.id}_{self._next(_FIRST_MEDIA)}", kind, caption, at, partners, likes, owner=owner)
        else:
            post = Media(self._next(_FIRST_MEDIA), kind, caption, at, partners, likes, owner=owner)
            if kind is Kind.CAROUSEL:
                post.children = [
                    Media(self._next(_FIRST_MEDIA), Kind.IMAGE, "", at, owner=owner, parent=post) for _ in range(2)
                ]
        self._posts.append(post)
        return post

    def change(self, post: Post, *, state: State) -> None:
        """Archive a post, bring it back, or delete it with its parts and its code."""
        post.state = state
        for part in getattr(post, "children", ()):
            part.state = state
        if state is State.DELETED:
            post.code = None

    def advertise(self, post: Post, *, brand: Profile, status: str, link: str | None = None) -> Ad:
        """Make an ad of a post, as an advertiser does in Ads Manager."""
        creative = Creative(self._next(_FIRST_AD), brand)
        shown = AdMedia(self._next(_FIRST_MEDIA), post, brand) if isinstance(post, Media) else None
        ad = Ad(self._next(_FIRST_AD), creative, shown, post, brand, status, link)
        creative.ad = ad
        if shown:
            shown.ad = ad
        self.ads.append(ad)
        return ad

    def ads_of(self, post: Post) -> list[Ad]:
        """List the ads made of a post, oldest first."""
        return [ad for ad in self.ads if ad.post is post]

    def make_code(self, post: Post, *, digits_only: bool) -> str:
        """Return the post's ad code; the first call makes it, and after a deletion there is a new one."""
        if post.code is None:
            post.code = str(secrets.randbelow(9 * 10**14) + 10**14) if digits_only else secrets.token_urlsafe(12)
        return post.code

    def _next(self, first: int) -> str:
        self._made += 1
        return str(first + self._made * _STEP)
