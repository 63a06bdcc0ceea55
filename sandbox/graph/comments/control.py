"""`POST /_control/comment`: somebody writes under a post or an ad, or changes what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.comments.model import AnyComment, Comment, PageComment
from sandbox.graph.deeds import Refused, Wish, read, route
from sandbox.graph.posts.model import Ad, AdMedia, Media, PagePost
from sandbox.graph.world import World


class CommentWish(Wish):
    """A comment on `on` (a post, an ad or an ad's media) or, with `comment_id`, another text for it or its end."""

    on: str | None = None
    comment_id: str | None = None
    username: str = "passing.reader"
    text: str = Field(default="Lovely!", min_length=1)
    parent_id: str | None = None
    deleted: bool = False


@dataclass(frozen=True)
class CommentControl:
    """The control calls about comments."""

    world: World

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [route("POST", "/comment", self._put), route("GET", "/comments/{post_id}", self._show)]

    async def _put(self, request: Request) -> Any:
        wish = await read(request, CommentWish)
        if (wish.on is None) == (wish.comment_id is None):
            raise Refused(400, "Say where to comment (on), or which comment changes (comment_id): one of the two.")
        comment = self._write(wish) if wish.on else self._change(wish)
        return {"ok": True, "comment_id": comment.id}

    async def _show(self, request: Request) -> Any:
        comments = self.world.comments.on(request.path_params["post_id"])
        return {
            "comments": [
                {
                    "id": each.id,
                    "username": each.author,
                    "text": each.text,
                    "hidden": each.hidden,
                    "parent_id": each.parent.id if each.parent else None,
                    "at": each.at,
                }
                for each in comments
            ]
        }

    def _write(self, wish: CommentWish) -> AnyComment:
        place, now = self.world.posts.find(wish.on or ""), self.world.clock.now()
        if isinstance(place, Ad):
            place = place.shown or place.post
        parent = self.world.comments.find(wish.parent_id) if wish.parent_id else None
        if wish.parent_id and (parent is None or parent.on is not place):
            raise Refused(404, f"There is no comment {wish.parent_id} here to reply to.")
        match place:
            case Media() | AdMedia():
                assert not isinstance(parent, PageComment)
                return self.world.comments.write(place, author=wish.username, text=wish.text, at=now, parent=parent)
            case PagePost():
                assert not isinstance(parent, Comment)
                named = (self.world.page(each) for each in place.partners)
                return self.world.comments.write_on_page(
                    place,
                    author=wish.username,
                    text=wish.text,
                    at=now,
                    parent=parent,
                    sponsors=tuple(page for page in named if page),
                )
            case _:
                raise Refused(404, f"There is no post and no ad {wish.on} to comment on.")

    def _change(self, wish: CommentWish) -> AnyComment:
        comment = self.world.comments.find(wish.comment_id or "")
        if comment is None:
            raise Refused(404, f"There is no comment {wish.comment_id}.")
        if wish.deleted:
            self.world.comments.delete(comment)
        else:
            self.world.comments.edit(comment, text=wish.text)
        return comment
