"""What one piece of news is about. Times are in UTC, and None where Meta gave none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class InstagramComment:
    """Somebody commented on a post or an ad of an Instagram account that we are subscribed to.

    `ig_id` is that account's. `from_id` is scoped to person and account, and no public Instagram id; the
    account's own comments are marked (guide "Self Messaging"). The last three are there for comments on ads
    only: `media_id` is then the ad's own media, `original_media_id` the post it was made of; ads with dynamic
    media carry no ad's id. News comes late, again and out of order: the comment's id says what it is about.
    """

    ig_id: str
    comment_id: str
    text: str
    from_id: str | None
    from_username: str | None
    is_by_the_account: bool
    parent_id: str | None
    media_id: str | None
    media_kind: str
    sent_at: datetime | None
    is_live: bool = False
    ad_id: str | None = None
    ad_title: str | None = None
    original_media_id: str | None = None

    @property
    def is_on_ad(self) -> bool:
        """Whether it stands under an ad rather than under the post itself."""
        return self.ad_id is not None or self.original_media_id is not None or self.media_kind.upper() == "AD"


@dataclass(frozen=True, kw_only=True)
class PageComment:
    """A comment on a Page's post came, changed, went, or was hidden; `verb` is Meta's word for which.

    Known are add, edited, remove, hide and unhide. `parent_id` is the comment this one answers, if any.
    """

    page_id: str
    comment_id: str
    verb: str
    post_id: str | None
    parent_id: str | None
    text: str
    from_id: str | None
    from_name: str | None
    created_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class GrantChange:
    """A person changed what our app may do: a login permission (not a partnership one).

    `field` is the permission, or `connected` for the app as a whole, and `verb` Meta's word: granted, revoked,
    or another. `targets` are the accounts it is about; None where Meta named none.
    """

    user_id: str
    field: str
    verb: str
    targets: tuple[str, ...] | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Unread:
    """News of a kind we do not know, or not readable: passed over, and counted by whoever watches."""

    topic: str
    field: str


News = InstagramComment | PageComment | GrantChange | Unread
