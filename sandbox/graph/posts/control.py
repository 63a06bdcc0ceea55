"""Control calls about posts: one is published, archived, brought back or deleted, and ads are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.posts.model import Bond, Kind, Media, Post, State
from sandbox.graph.world import World


class PostWish(Wish):
    """A post of an account or a Page is published or, with `post_id`, changed."""

    post_id: str | None = None
    owner_id: str | None = None
    kind: Kind = Kind.IMAGE
    caption: str = ""
    days_ago: float = Field(default=0, ge=0)
    likes: int = Field(default=0, ge=0)
    partners: dict[str, Bond] | None = None
    state: State | None = None
    flaw: str | None = None
    eligibility: str | None = None


class AdWish(Wish):
    """A brand makes an ad of a post, or with `ad_id` stops or starts one."""

    post_id: str | None = None
    profile_ig_id: str | None = None
    ad_id: str | None = None
    status: str = "ACTIVE"
    link: str | None = None
    story_id: str | None = None


class CodeWish(Wish):
    """A creator makes the ad code of a post in the app, reads it there again, or with `is_deleted` takes it back."""

    post_id: str
    is_deleted: bool = False
    digits: bool = True


@dataclass(frozen=True)
class PostControl:
    """The control calls about posts and ads."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [
            route("GET", "/posts", self._list),
            route("POST", "/post", self._put_post),
            route("POST", "/ad", self._put_ad),
            route("POST", "/post_code", self._put_code),
        ]

    async def _list(self, request: Request) -> Any:
        posts = [_show(post) for post in self.world.posts.everything()]
        owner = request.query_params.get("owner_id")
        return {"posts": [post for post in posts if owner in (None, post["owner_id"])]}

    async def _put_post(self, request: Request) -> Any:
        wish = await read(request, PostWish)
        post = self._find(wish.post_id) if wish.post_id else self._publish(wish)
        if wish.post_id and wish.partners is not None:
            post.partners = wish.partners
        if wish.state:
            self.world.posts.change(post, state=wish.state)
        post.flaw = post.flaw if wish.flaw is None else wish.flaw or None
        post.eligibility = post.eligibility if wish.eligibility is None else wish.eligibility or None
        return {"ok": True, "post": _show(post)}

    async def _put_code(self, request: Request) -> Any:
        wish = await read(request, CodeWish)
        post = self._find(wish.post_id)
        if wish.is_deleted:
            post.code = None
            return {"ok": True, "ad_code": None}
        return {"ok": True, "ad_code": self.world.posts.make_code(post, digits_only=wish.digits)}

    async def _put_ad(self, request: Request) -> Any:
        wish = await read(request, AdWish)
        if wish.ad_id:
            ad = next((each for each in self.world.posts.ads if each.id == wish.ad_id), None)
            if ad is None:
                raise Refused(404, f"There is no ad {wish.ad_id}.")
            ad.status = wish.status
        else:
            brand = self.world.profile(wish.profile_ig_id or "")
            if brand is None:
                raise Refused(404, f"There is no profile with the Instagram id {wish.profile_ig_id}.")
            ad = self.world.posts.advertise(self._find(wish.post_id), brand=brand, status=wish.status, link=wish.link)
            ad.story_id = wish.story_id
        shown = ad.shown.id if ad.shown else None
        return {"ok": True, "ad_id": ad.id, "creative_id": ad.creative.id, "effective_instagram_media_id": shown}

    def _publish(self, wish: PostWish) -> Post:
        owner = self.world.account(wish.owner_id or "") or self.world.page(wish.owner_id or "")
        if owner is None:
            raise Refused(404, f"There is no Instagram account and no Page {wish.owner_id}.")
        return self.world.posts.publish(
            owner,
            kind=wish.kind,
            caption=wish.caption,
            at=self.world.clock.now() - wish.days_ago * 86_400,
            partners=wish.partners or {},
            likes=wish.likes,
        )

    def _find(self, post_id: str | None) -> Post:
        post = next((each for each in self.world.posts.everything() if each.id == post_id), None)
        if post is None:
            raise Refused(404, f"There is no post {post_id}.")
        return post


def _show(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "owner_id": post.owner.ig_id if isinstance(post, Media) else post.owner.id,
        "platform": "INSTAGRAM" if isinstance(post, Media) else "FACEBOOK",
        "kind": post.kind,
        "caption": post.caption,
        "permalink": post.permalink,
        "state": post.state,
        "partners": post.partners,
        "children": [child.id for child in post.children] if isinstance(post, Media) else [],
        "published_at": post.at,
    }
