"""What the windows about posts remember between two clicks."""

from __future__ import annotations

from pydantic import BaseModel

from bot.posts.facts import PostFacts
from handlers.request.memory import Choice
from storage.ids import CampaignId, ProfileId


class ListMemory(BaseModel):
    """Whose posts are listed, for which brand."""

    profile: Choice | None = None
    campaign: Choice | None = None
    creator: str | None = None
    offset: int = 0

    @property
    def profile_id(self) -> ProfileId | None:
        """The brand."""
        return ProfileId(self.profile.id) if self.profile else None

    @property
    def campaign_id(self) -> CampaignId | None:
        """The campaign."""
        return CampaignId(self.campaign.id) if self.campaign else None


class PostMemory(BaseModel):
    """Which post is shown."""

    profile_id: ProfileId
    campaign_id: CampaignId | None
    media_id: str
    key: str
    permalink: str | None
    creator_ig_id: str | None
    creator: str

    @classmethod
    def of(cls, post: PostFacts, *, profile_id: ProfileId, campaign_id: CampaignId | None) -> PostMemory:
        """Remember a post; short enough for a button's value."""
        return cls(
            profile_id=profile_id,
            campaign_id=campaign_id,
            media_id=post.media_id,
            key=post.key,
            permalink=post.permalink,
            creator_ig_id=post.creator_ig_id,
            creator=post.creator_username,
        )


class CollectMemory(BaseModel):
    """For whom a code is typed in."""

    profile: Choice | None = None
    campaign: Choice | None = None
    creator: str | None = None
    address: str = ""
