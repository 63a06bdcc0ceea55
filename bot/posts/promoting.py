"""The permission to boost one post: read, granted and withdrawn with the creator's own connection.

Granting twice is granting once, so every run reads first and does what is missing; what Meta lists afterwards counts, not
what was hoped for.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (allow brand partnerships)
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.graph import Access, GraphError, GraphThrottled, LoginDead
from bot.influencers.access import NoAsset
from bot.permissions.asking.attempt import TRY_AGAIN, pause
from bot.policy import Act
from bot.posts.deeds import ACK_SECONDS, MOST_RUNS, DeedFacts, creator_login, note_end, shown, tell, why_not
from bot.posts.means import PostMeans
from bot.posts.place import place_for
from bot.queues import DEEDS
from bot.words import say
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tables import Profile
from storage.unit_of_work import Job

BOOST = "boost-permission"


class BoostWish(StrEnum):
    """What somebody wants of the permission."""

    READ = "read"
    GRANT = "grant"
    WITHDRAW = "withdraw"


class BoostDeed(BaseModel):
    """One wish about one post; kept as the argument of its work, so it holds no secret."""

    model_config = ConfigDict(frozen=True)

    id: str
    wish: BoostWish
    media_id: str
    creator_ig_id: str
    creator_username: str
    profile_id: ProfileId
    campaign_id: CampaignId
    by: PersonId
    view_id: str | None


class Promoting:
    """The use case and its durable work."""

    def __init__(self, means: PostMeans, *, draw: Callable[[DeedFacts], dict[str, Any]]) -> None:
        self._means = means
        self._draw = draw

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(BOOST, self._carry_out)

    async def accept(self, workspace_id: WorkspaceId, deed: BoostDeed) -> None:
        """Have it done; what came of it is shown in the window, or told.

        Raises NoAsset where the creator has not connected the account, and as `Boostable.look` does.
        """
        act = Act.CHECK if deed.wish is BoostWish.READ else Act.BOOST
        await place_for(
            self._means,
            workspace_id,
            profile_id=deed.profile_id,
            campaign_id=deed.campaign_id,
            person_id=deed.by,
            act=act,
        )
        await creator_login(self._means, workspace_id, deed.creator_ig_id, campaign_id=deed.campaign_id)
        async with self._means.storage.write(workspace_id) as uow:
            await uow.enqueue(_job(workspace_id, deed, run=0, delay_seconds=ACK_SECONDS))

    async def _carry_out(self, workspace_id: str, wished: str, run: str) -> None:
        await self._means.engine.step("boost", self._attempt, workspace_id, wished, int(run))

    async def _attempt(self, workspace_id: str, wished: str, run: int) -> None:
        ws, deed = WorkspaceId(workspace_id), BoostDeed.model_validate_json(wished)
        async with self._means.storage.read(ws) as uow:
            profile = await uow.profiles.get(deed.profile_id)
            assert profile is not None, "profiles are never deleted"
        used = None
        try:
            used = await creator_login(self._means, ws, deed.creator_ig_id, campaign_id=deed.campaign_id)
            facts = await self._done(ws, deed, used, profile=profile)
        except (GraphError, NoAsset) as error:
            if isinstance(error, TRY_AGAIN) and run < MOST_RUNS:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                async with self._means.storage.write(ws) as uow:
                    await uow.enqueue(_job(ws, deed, run=run + 1, delay_seconds=max(wait, pause(run + 1))))
                return
            if used is not None and isinstance(error, GraphError):
                await self._note_end(ws, deed, used, error)
            facts = DeedFacts(is_done=False, words=why_not(error))
        if not await shown(self._means, lambda: self._draw(facts), view_id=deed.view_id):
            await tell(self._means, ws, facts, of=deed.id, to=deed.by)

    async def _note_end(self, ws: WorkspaceId, deed: BoostDeed, used: Access, error: GraphError) -> None:
        ig_id, campaign_id = deed.creator_ig_id, deed.campaign_id
        await note_end(self._means, ws, ig_id, campaign_id=campaign_id, used=used, error=error)

    async def _done(self, ws: WorkspaceId, deed: BoostDeed, used: Access, *, profile: Profile) -> DeedFacts:
        posts, token, brand_ig_id = self._means.graph.posts, used.token, profile.ig_id
        before = after = brand_ig_id in await posts.promoters(deed.media_id, token=token)
        wished = before if deed.wish is BoostWish.READ else deed.wish is BoostWish.GRANT
        if before != wished:
            change = posts.grant if wished else posts.withdraw
            await change(deed.media_id, brand_ig_id=brand_ig_id, token=token)
            try:
                after = brand_ig_id in await posts.promoters(deed.media_id, token=token)
            except GraphError as error:
                # Meta took it, that much is known.
                await self._note(ws, deed, before=before, after=wished, profile=profile)
                if not isinstance(error, LoginDead):
                    raise
                await self._note_end(ws, deed, used, error)
                return DeedFacts(is_done=True, words=f"{_stands(deed, profile, is_on=wished)} {why_not(error)}")
        if deed.wish is not BoostWish.READ:
            # Also where nothing was changed: it may have been by a try before this one, whose end was lost.
            await self._note(ws, deed, before=before, after=after, profile=profile)
        words = _stands(deed, profile, is_on=after)
        if deed.wish is not BoostWish.READ and after != wished:
            words = f"{words} {say('posts.boost_not_so')}"
        return DeedFacts(is_done=after == wished, words=words)

    async def _note(self, ws: WorkspaceId, deed: BoostDeed, *, before: bool, after: bool, profile: Profile) -> None:
        async with self._means.storage.write(ws) as uow:
            self._means.note(
                uow,
                tag=f"person:boost:{deed.wish}",
                by=deed.by,
                subject_id=deed.media_id,
                before={"granted": before},
                after={"granted": after},
                labels={"profile": profile.username, "creator": deed.creator_username},
            )


def _stands(deed: BoostDeed, profile: Profile, *, is_on: bool) -> str:
    return say(f"posts.boost_is.{'on' if is_on else 'off'}", profile=profile.username, creator=deed.creator_username)


def _job(ws: WorkspaceId, deed: BoostDeed, *, run: int, delay_seconds: float = 0.0) -> Job:
    return Job(
        workflow=BOOST,
        queue=DEEDS.name,
        id=f"{BOOST}:{deed.id}:{run}",
        args=(ws, deed.model_dump_json(), str(run)),
        partition=deed.creator_ig_id,
        delay_seconds=delay_seconds,
    )
