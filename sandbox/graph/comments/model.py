"""Comments on Instagram media and on posts of Facebook Pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.graph.posts.model import AdMedia, Media, PagePost


@dataclass
class _Comment:
    id: str
    author: str
    author_id: str
    text: str
    at: float  # seconds since the epoch
    hidden: bool = field(default=False, kw_only=True)
    deleted: bool = field(default=False, kw_only=True)


@dataclass
class Comment(_Comment):
    """A comment at Instagram (Meta: IG Comment); the author's id is scoped to the account, not the public one."""

    on: Media | AdMedia
    parent: Comment | None = None
    by_owner: bool = False

    @property
    def account_id(self) -> str:
        """Return the Instagram id of the account under whose post it was written."""
        return self.on.account_id

    @property
    def owners(self) -> tuple[Any, ...]:
        """Return the accounts under whose post it was written."""
        return self.on.owners if isinstance(self.on, AdMedia) else (self.on.owner,)


@dataclass
class PageComment(_Comment):
    """A comment at Facebook (Meta: Comment); its id is `{post}_{comment}`."""

    on: PagePost
    parent: PageComment | None = None
    sponsors: tuple[Any, ...] = ()  # Pages that the post names: they may hide it too

    @property
    def owners(self) -> tuple[Any, ...]:
        """Return the Pages whose moderators see it in their inbox."""
        return (self.on.owner, *self.sponsors)


AnyComment = Comment | PageComment
