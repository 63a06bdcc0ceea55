"""What windows about posts are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.posts.eligibility import Missing, Standing, missing_of
from storage.codes import AdCode, CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, ProfileId


@dataclass(frozen=True, kw_only=True)
class CodeFacts:
    """An ad code as people may see it: never the code itself."""

    id: str
    stage: CodeStage
    origin: CodeOrigin
    verdict: CodeVerdict
    masked: str
    """Empty while there is none."""
    words: str | None
    got_by: str
    got_at: datetime
    checked_at: datetime | None
    used_by: Sequence[str] = ()
    """The campaigns that whoever looks may see."""


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A creator's own connection to a campaign."""

    asset_id: str
    may_code: bool
    """Whether its sign-in brought what ad codes take: it was asked for later than the rest, and can be left out."""


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """One post of a creator, as one brand may use it."""

    media_id: str
    key: str
    permalink: str | None
    creator_ig_id: str | None
    creator_username: str
    kind: str
    """Meta's word for what it is made of, or where it is shown."""
    caption: str
    created_on: date | None
    picture_url: str | None
    """Expires: shown, and stored nowhere."""
    standing: Standing
    meta_words: Sequence[str] = ()
    """What Meta says of it, as it came: words without a meaning known to us, or sentences."""
    permission: str = ""
    """By what the brand may use it, in Meta's words."""
    usage: str = ""
    is_recommended: bool = False
    connected: Connected | None = None
    """The creator's own connection, where it is there for what only a creator can do."""
    code: CodeFacts | None = None

    @property
    def missing(self) -> Missing | None:
        """What would help; nothing where the post is ready."""
        return missing_of(self.standing)


@dataclass(frozen=True, kw_only=True)
class PostList:
    """The posts of some creators that name a brand."""

    profile_id: ProfileId
    profile: str
    campaign_id: CampaignId | None
    campaign: str | None
    creator: str | None
    """The one creator whose posts they are; None for all of the campaign, or of the profile."""
    posts: Sequence[PostFacts]
    is_more: bool
    """There are more than were read."""
    as_of: datetime

    def counted(self, standing: Standing) -> int:
        """Count the posts that stand so."""
        return sum(post.standing is standing for post in self.posts)


def code_facts(code: AdCode, *, used_by: Sequence[str] = ()) -> CodeFacts:
    """Put together what may be seen of a code."""
    return CodeFacts(
        id=code.id,
        stage=code.stage,
        origin=code.origin,
        verdict=code.verdict,
        masked=masked(code.tail) if code.sealed_code else "",
        words=code.words,
        got_by=code.got_by,
        got_at=code.got_at,
        checked_at=code.checked_at,
        used_by=used_by,
    )


def masked(tail: str) -> str:
    """Write a code so that whoever knows it recognises it, and nobody else learns it."""
    return f"••••{tail}"
