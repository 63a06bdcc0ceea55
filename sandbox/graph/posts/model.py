"""Posts of Instagram accounts and of Facebook Pages, and the ads made of them."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.graph.assets import Page
from sandbox.graph.model import Creator, Profile


class Kind(StrEnum):
    """What a post is made of; the answers of each edge have their own words for it."""

    IMAGE = "image"
    VIDEO = "video"
    REEL = "reel"
    CAROUSEL = "carousel"
    STORY = "story"
    LINK = "link"


class Bond(StrEnum):
    """How a post names a brand."""

    LABEL = "label"  # the paid-partnership label
    MENTION = "mention"
    TAG = "tag"
    COLLAB = "collab"
    PRODUCT = "product"


class State(StrEnum):
    """Where a post is: an archived one is seen by its owner only, a deleted one by nobody."""

    LIVE = "live"
    ARCHIVED = "archived"
    DELETED = "deleted"


@dataclass
class _Post:
    id: str
    kind: Kind
    caption: str
    at: float  # published, in seconds since the epoch
    partners: dict[str, Bond] = field(default_factory=dict)  # by the brand's Instagram or Page id
    likes: int = 0
    country: str = "SE"
    state: State = State.LIVE
    code: str | None = None  # the ad code, while there is one
    flaw: str | None = None  # why Meta lets nobody make an ad of it, in a sentence
    eligibility: str | None = None  # said of it in place of what it comes to


@dataclass
class Media(_Post):
    """A post of an Instagram account (Meta: IG Media)."""

    owner: Creator | Profile = field(kw_only=True)
    promoters: set[str] = field(default_factory=set)  # Instagram ids of brands that may boost this post
    parent: Media | None = None
    children: list[Media] = field(default_factory=list)

    @property
    def account_id(self) -> str:
        """Return the Instagram id of the account it belongs to."""
        return self.owner.ig_id

    @property
    def shortcode(self) -> str:
        """Return the name in the post's address."""
        return base64.urlsafe_b64encode(int(self.id).to_bytes(8, "big")).decode().rstrip("=")

    @property
    def permalink(self) -> str:
        """Return the address of the post in a browser."""
        if self.kind is Kind.STORY:
            return f"https://www.instagram.com/stories/{self.owner.username}/{self.id}"
        kind = "reel" if self.kind is Kind.REEL else "p"
        return f"https://www.instagram.com/{kind}/{self.shortcode}/"


@dataclass
class PagePost(_Post):
    """A post of a Facebook Page (Meta: Page Post); its id is `{page}_{post}`."""

    owner: Page = field(kw_only=True)

    @property
    def permalink(self) -> str:
        """Return the address of the post in a browser."""
        return f"https://www.facebook.com/{self.id.replace('_', '/posts/')}/"

    @property
    def number(self) -> str:
        """Return the part of the id that is the post's own."""
        return self.id.partition("_")[2]


Post = Media | PagePost


@dataclass
class Ad:
    """An ad that a brand made of a post; its creative and its own media have ids of their own."""

    id: str
    creative: Creative
    shown: AdMedia | None  # what people comment on at Instagram; None for an ad of a Facebook post
    post: Post
    owner: Profile
    status: str = "ACTIVE"
    link: str | None = None  # where it leads to
    story_id: str | None = None  # the post that an ad of Instagram media runs as at Facebook


@dataclass
class Creative:
    """What an ad shows (Meta: Ad Creative)."""

    id: str
    owner: Profile
    ad: Ad | None = None


@dataclass
class AdMedia:
    """The copy of a media that an ad shows: comments on it are not comments on the post itself."""

    id: str
    source: Media
    brand: Profile
    ad: Ad | None = None

    @property
    def account_id(self) -> str:
        """Return the Instagram id of the account whose post it was made of."""
        return self.source.account_id

    @property
    def owners(self) -> tuple[Creator | Profile, ...]:
        """Return the accounts behind a partnership ad; which of them may read its comments is a rule."""
        return (self.source.owner, self.brand)

    @property
    def permalink(self) -> str:
        """Return the address of the ad's post in a browser."""
        code = base64.urlsafe_b64encode(int(self.id).to_bytes(8, "big")).decode().rstrip("=")
        return f"https://www.instagram.com/p/{code}/"
