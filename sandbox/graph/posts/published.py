"""The posts of a Facebook Page as a list (Meta: Page Published Posts)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.errors import object_missing
from sandbox.graph.listing import asked_fields, pick, write_page
from sandbox.graph.posts.media import write_time
from sandbox.graph.posts.model import PagePost
from sandbox.graph.visit import Endpoint, Visit

NODE = "PagePost"
_MOST = 100


def list_published(visit: Visit, page: Page) -> dict[str, Any]:
    """List one page of a Page's own posts, newest first."""
    if not visit.session.sees(page):
        raise object_missing(visit.call.steps[0], method=visit.call.method)
    asked = asked_fields(visit, default="created_time,message,id")

    def write(post: PagePost) -> dict[str, Any]:
        whole = {
            "id": post.id,
            "message": post.caption,
            "created_time": write_time(post.at),
            "permalink_url": post.permalink,
        }
        return pick(whole, asked, node=NODE)

    return write_page(visit, {post.id: post for post in visit.world.posts.of_page(page)}, write=write, most=_MOST)


ENDPOINTS = (Endpoint("GET", Page, "published_posts", list_published, scopes=("pages_read_engagement",)),)
