"""Every comment there is, and the news of each change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

from sandbox.graph.comments.model import AnyComment, Comment, PageComment
from sandbox.graph.posts.model import AdMedia, Media, PagePost

_FIRST = 17_870_900_000_000_001
_STEP = 7_918  # even: every id is odd, and no float holds it

Verb = Literal["add", "edited", "remove", "hide", "unhide"]


class Comments:
    """The comments, oldest first; whoever wants to hear of changes is called with each."""

    def __init__(self, *, announce: Callable[[AnyComment, Verb], None]) -> None:
        self._announce = announce
        self._made = 0
        self._all: list[AnyComment] = []

    def reset(self) -> None:
        """Forget every comment; ids go on, as Meta never gives one twice."""
        self._all = []

    def find(self, comment_id: str) -> AnyComment | None:
        """Find a comment that was not deleted."""
        return next((each for each in self._all if each.id == comment_id and not each.deleted), None)

    def on(self, post_id: str) -> list[AnyComment]:
        """List the comments on a post or an ad's media and the replies to them, newest first."""
        return [each for each in reversed(self._all) if each.on.id == post_id and not each.deleted]

    def write(
        self,
        on: Media | AdMedia,
        *,
        author: str,
        text: str,
        at: float,
        parent: Comment | None = None,
        by_owner: bool = False,
    ) -> Comment:
        """Add a comment at Instagram."""
        scoped = f"{on.id if isinstance(on, Media) else on.source.id}:{author}"
        comment = Comment(self._next(), author, _digits(scoped), text, at, on, parent, by_owner)
        self._add(comment)
        return comment

    def write_on_page(
        self,
        on: PagePost,
        *,
        author: str,
        text: str,
        at: float,
        parent: PageComment | None,
        sponsors: tuple[object, ...],
    ) -> PageComment:
        """Add a comment at Facebook."""
        comment_id = f"{on.number}_{self._next()}"
        comment = PageComment(comment_id, author, _digits(author), text, at, on, parent, sponsors)
        self._add(comment)
        return comment

    def edit(self, comment: AnyComment, *, text: str) -> None:
        """Change what somebody wrote."""
        comment.text = text
        self._announce(comment, "edited")

    def hide(self, comment: AnyComment, *, hidden: bool) -> None:
        """Hide a comment from everybody but its author and their friends, or show it again."""
        if comment.hidden != hidden:
            comment.hidden = hidden
            self._announce(comment, "hide" if hidden else "unhide")

    def delete(self, comment: AnyComment) -> None:
        """Delete a comment and the replies to it."""
        for each in self._all:
            if each is comment or each.parent is comment:
                each.deleted = True
        self._announce(comment, "remove")

    def _add(self, comment: AnyComment) -> None:
        self._all.append(comment)
        self._announce(comment, "add")

    def _next(self) -> str:
        self._made += 1
        return str(_FIRST + self._made * _STEP)


def _digits(text: str) -> str:
    """Make an id that is always the same for the same text, as scoped ids are."""
    return str(int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big"))
