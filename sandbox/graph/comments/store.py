"""Every comment there is, and the news of each change."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from typing import Literal

from sandbox.graph.comments.model import AnyComment, Comment, PageComment
from sandbox.graph.posts.model import AdMedia, Media, PagePost, State

_FIRST = 17_870_900_000_000_001
_STEP = 7_918  # even: every id is odd, and no float holds it

Verb = Literal["add", "edited", "remove", "hide", "unhide"]


class Comments:
    """The comments, oldest first; whoever wants to hear of changes is called with each."""

    def __init__(self, *, announce: Callable[[AnyComment, Verb], None]) -> None:
        self._announce = announce
        self._made = 0
        self.reset()

    def reset(self) -> None:
        """Forget every comment; ids go on, as Meta never gives one twice."""
        self._by_id: dict[str, AnyComment] = {}
        self._below: defaultdict[str, list[AnyComment]] = defaultdict(list)  # by the id of a post or a comment

    def find(self, comment_id: str) -> AnyComment | None:
        """Find a comment that was not deleted, alone or with its post."""
        found = self._by_id.get(comment_id)
        if found is None or found.deleted:
            return None
        is_bare = not isinstance(found.on, AdMedia) and found.on.state is State.DELETED
        return None if is_bare else found

    def on(self, post_id: str) -> list[AnyComment]:
        """List the comments on a post or an ad's media and the replies to them, newest first."""
        return self._newest_below(post_id)

    def replies_to(self, comment: AnyComment) -> list[AnyComment]:
        """List the replies to a comment, newest first."""
        return self._newest_below(comment.id)

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
        scoped = _digits(f"{on.account_id}:{author}")
        comment = Comment(self._next(), author, scoped, text, at, on, parent, by_owner)
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
        for each in (comment, *self._below[comment.id]):
            each.deleted = True
        self._announce(comment, "remove")

    def _add(self, comment: AnyComment) -> None:
        self._by_id[comment.id] = comment
        self._below[comment.on.id].append(comment)
        if comment.parent is not None:
            self._below[comment.parent.id].append(comment)
        self._announce(comment, "add")

    def _newest_below(self, node_id: str) -> list[AnyComment]:
        return [each for each in reversed(self._below.get(node_id, [])) if not each.deleted]

    def _next(self) -> str:
        self._made += 1
        return str(_FIRST + self._made * _STEP)


def _digits(text: str) -> str:
    """Make an id that is always the same for the same text, as scoped ids are."""
    return str(int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big"))
