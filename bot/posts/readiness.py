"""Whether a campaign can be launched: who was asked, who said yes, what stops the others and by whom, posts and ad codes.

What holds a creator up is pure; the use case reads Meta for the posts, and says so where that cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.errors import Refused
from bot.graph import GraphError
from bot.permissions.status import State
from bot.policy import Act
from bot.posts.boostable import Boostable
from bot.posts.eligibility import Standing
from bot.posts.means import PostMeans
from bot.profiles.access import NoLogin
from storage.codes import CodeStage, CodeVerdict
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tables import Health

MOST_CREATORS = 500
MOST_PROFILES = 3
"""Brands of one campaign whose posts are read: somebody waits."""


class Holder(StrEnum):
    """Who has to do something before a creator's posts can be ads."""

    TEAM = "team"
    """A second person has to sign off."""
    META = "meta"
    """It is on its way to Meta, or nobody knows yet whether it came there."""
    LOGIN = "login"
    """The brand's login at Meta is dead: somebody has to sign in again."""
    CREATOR = "creator"
    """The creator has not answered."""
    REFUSED = "refused"
    """The creator said no, or took it back."""
    ASKER = "asker"
    """It could not be asked, or was taken back here: whoever asked decides."""


_HOLDERS = {
    State.SIGNING: Holder.TEAM,
    State.QUEUED: Holder.META,
    State.CHECKING: Holder.META,
    State.UNSURE: Holder.META,
    State.WAITING: Holder.CREATOR,
    State.DECLINED: Holder.REFUSED,
    State.REVOKED: Holder.REFUSED,
    State.FAILED: Holder.ASKER,
    State.CANCELLED: Holder.ASKER,
    State.UNSIGNED: Holder.ASKER,
}


def held_by(state: State, *, is_login_dead: bool) -> Holder | None:
    """Say who holds a creator up; nobody where the permission is there."""
    if state is State.APPROVED:
        return None
    holder = _HOLDERS[state]
    return Holder.LOGIN if is_login_dead and holder in (Holder.META, Holder.CREATOR) else holder


@dataclass(frozen=True, kw_only=True)
class ReadinessFacts:
    """How ready a campaign is."""

    campaign_id: CampaignId
    campaign: str
    profile_id: ProfileId | None
    asked: int
    approved: Sequence[str]
    held: Mapping[Holder, Sequence[str]]
    """Creators by who holds them up."""
    posts: Mapping[Standing, int]
    """Posts that name the brand, by how they stand; empty where they could not be read."""
    unread: str | None
    """Why the posts could not be read."""
    without_post: Sequence[str]
    """Creators who said yes and have no post that is ready."""
    codes: int
    codes_amiss: int
    """Codes that open nothing, or another post, or of which nobody knows whether they were made."""
    is_whole: bool = field(default=True)
    """Every creator and brand was counted."""

    @property
    def is_ready(self) -> bool:
        """Whether everybody said yes and has a post that can be boosted now."""
        return bool(self.approved) and not self.held and not self.without_post and self.unread is None


class Readiness:
    """The use case."""

    def __init__(self, means: PostMeans, *, boostable: Boostable) -> None:
        self._means = means
        self._boostable = boostable

    async def look(self, workspace_id: WorkspaceId, campaign_id: CampaignId, *, person_id: PersonId) -> ReadinessFacts:
        """Return how ready a campaign is. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        campaign, _person = await self._means.allowed(workspace_id, campaign_id, person_id=person_id, act=Act.SEE)
        assert campaign is not None, "a campaign was named"
        async with self._means.storage.read(workspace_id) as uow:
            found, total = await uow.creators.page(campaign_id, states=None, limit=MOST_CREATORS, offset=0)
            profiles = await uow.profiles.of_ids({each.profile_id for each in found})
            codes = await uow.codes.of_campaign(campaign_id)
        dead = {pid for pid, each in profiles.items() if each.health in (Health.LOGIN_DEAD, Health.DISCONNECTED)}
        held: dict[Holder, list[str]] = {}
        approved: list[str] = []
        for each in found:
            holder = held_by(State(each.state), is_login_dead=each.profile_id in dead)
            (approved if holder is None else held.setdefault(holder, [])).append(each.creator_username)
        used = [pid for pid in dict.fromkeys([campaign.default_profile_id, *profiles]) if pid is not None]
        posts, ready, unread = await self._posts(workspace_id, campaign_id, used[:MOST_PROFILES], person_id=person_id)
        return ReadinessFacts(
            campaign_id=campaign_id,
            campaign=campaign.name,
            profile_id=used[0] if used else None,
            asked=total,
            approved=sorted(set(approved)),
            held={holder: sorted(set(held[holder])) for holder in Holder if holder in held},
            posts=posts,
            unread=unread,
            without_post=[] if unread else sorted(set(approved) - ready),
            codes=sum(each.stage is CodeStage.LIVE for each in codes),
            codes_amiss=sum(
                each.stage is CodeStage.UNSURE or each.verdict in (CodeVerdict.NOTHING, CodeVerdict.OTHER_POST)
                for each in codes
            ),
            is_whole=total <= MOST_CREATORS and len(used) <= MOST_PROFILES,
        )

    async def _posts(
        self, ws: WorkspaceId, campaign_id: CampaignId, profile_ids: Sequence[ProfileId], *, person_id: PersonId
    ) -> tuple[dict[Standing, int], set[str], str | None]:
        """Count posts by how they stand, and name creators who have a ready one; or say why nobody knows."""
        counts: dict[Standing, int] = {}
        ready: set[str] = set()
        for profile_id in profile_ids:
            try:
                listed = await self._boostable.look(
                    ws, profile_id=profile_id, campaign_id=campaign_id, person_id=person_id
                )
            except (GraphError, NoLogin, Refused) as error:
                return {}, set(), error.sentence
            for post in listed.posts:
                counts[post.standing] = counts.get(post.standing, 0) + 1
                if post.standing is Standing.READY:
                    ready.add(post.creator_username)
        return counts, ready, None
