"""A round of tag approval is accepted: whom it is about, and what is wanted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import NotFound, Refused, WrongInput
from bot.policy import Act
from bot.posts.means import PostMeans
from bot.queues import DEEDS
from bot.tags.facts import RoundFacts, round_facts
from bot.tags.rows import UNFIT, Outcome, Row, fold, read_rows
from bot.words import say
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.tags import TagRound, TagStage, TagWish
from storage.unit_of_work import Job, UnitOfWork

CARRY = "tag-round"
MOST_CREATORS = 500
"""In one round: five calls at the most to look them up, and nobody reads a longer list in a window."""
ACK_SECONDS = 0.5
"""The answer to the submission changes the window first; a round of a few creators would be done before."""
_ACTS = {TagWish.CHECK: Act.CHECK, TagWish.APPROVE: Act.TAG, TagWish.REMOVE: Act.TAG}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the form collects."""

    profile_id: ProfileId
    campaign_id: CampaignId | None
    creators: Sequence[str]
    """Handles; none: everybody who was asked for the campaign."""
    wish: TagWish
    by: PersonId
    view_id: str | None = None


class Rounds:
    """The use cases; `bot.tags.carrying` does the work."""

    def __init__(self, means: PostMeans) -> None:
        self._means = means

    async def accept(self, workspace_id: WorkspaceId, wish: Wish) -> RoundFacts:
        """Have creators looked up or changed; from then on it happens, whatever is restarted meanwhile.

        Raises WrongInput (fields `handles`, `profile`), NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        means = self._means
        campaign, _person = await means.allowed(workspace_id, wish.campaign_id, person_id=wish.by, act=_ACTS[wish.wish])
        async with means.storage.write(workspace_id) as uow:
            profile = await uow.profiles.get(wish.profile_id)
            if profile is None or not profile.can_send:
                raise WrongInput("profile", say("tags.no_profile.happened"), todo=say("tags.no_profile.todo"))
            rows = [Row(username=each) for each in wish.creators]
            if not rows and campaign is not None:
                rows = await _asked_for(uow, campaign.id, profile_id=profile.id)
                if not rows:
                    raise WrongInput("handles", say("tags.nobody_asked.happened"), todo=say("tags.nobody.todo"))
            if not rows:
                raise WrongInput("handles", say("tags.nobody.happened"), todo=say("tags.nobody.todo"))
            if len(rows) > MOST_CREATORS:
                raise WrongInput(
                    "handles", say("tags.too_many.happened", most=MOST_CREATORS), todo=say("tags.too_many.todo")
                )
            round_ = await self._begin(uow, wish, rows=rows, applies_rest=False)
            return round_facts(round_, profile=profile, campaign=campaign)

    async def go_on(
        self, workspace_id: WorkspaceId, round_id: str, *, wish: TagWish, by: PersonId, view_id: str | None
    ) -> RoundFacts:
        """Go on from a round that is over, with the creators it makes sense for.

        From a look: approve those who are not, or take the approval of those who are. From a change that Meta refused
        whole: find who fails, and apply everybody else. Raises Refused where there is nobody left.
        """
        means = self._means
        async with means.storage.read(workspace_id) as uow:
            before = await uow.tag_rounds.get(round_id)
        if before is None or before.by != by:
            raise NotFound(say("tags.no_round.happened"), todo=say("tags.no_round.todo"))
        campaign, _person = await means.allowed(workspace_id, before.campaign_id, person_id=by, act=_ACTS[wish])
        rows = _left(read_rows(before.creators), stage=before.stage, wish=wish)
        if not rows:
            raise Refused(say("tags.nobody_left.happened"), todo=say("tags.nobody_left.todo"))
        async with means.storage.write(workspace_id) as uow:
            profile = await uow.profiles.get(before.profile_id)
            assert profile is not None, "a round's profile is never deleted"
            again = Wish(
                profile_id=profile.id,
                campaign_id=before.campaign_id,
                creators=(),
                wish=wish,
                by=by,
                view_id=view_id,
            )
            is_agreed = before.stage is TagStage.REFUSED
            if is_agreed:
                # A second press finds it so, and Meta is not searched twice.
                locked = await uow.tag_rounds.get(round_id, lock=True)
                assert locked is not None, "rounds are never deleted"
                if locked.stage is not TagStage.REFUSED:
                    raise Refused(say("tags.nobody_left.happened"), todo=say("tags.nobody_left.todo"))
                locked.stage = TagStage.DONE
            round_ = await self._begin(uow, again, rows=rows, applies_rest=is_agreed)
            return round_facts(round_, profile=profile, campaign=campaign)

    async def look(self, workspace_id: WorkspaceId, round_id: str, *, by: PersonId) -> RoundFacts:
        """Return a round to whoever asked for it; raises NotFound for anybody else."""
        async with self._means.storage.read(workspace_id) as uow:
            round_ = await uow.tag_rounds.get(round_id)
            if round_ is None or round_.by != by:
                raise NotFound(say("tags.no_round.happened"), todo=say("tags.no_round.todo"))
            return await facts_of_round(uow, round_)

    async def _begin(self, uow: UnitOfWork, wish: Wish, *, rows: Sequence[Row], applies_rest: bool) -> TagRound:
        round_ = TagRound(
            id=self._means.new_id(),
            profile_id=wish.profile_id,
            campaign_id=wish.campaign_id,
            wish=wish.wish,
            applies_rest=applies_rest,
            creators=[row.as_kept() for row in fold(rows)],
            stage=TagStage.RUNNING,
            by=wish.by,
            view_id=wish.view_id,
            begun_at=self._means.now(),
            run=0,
        )
        uow.tag_rounds.add(round_)
        await uow.enqueue(round_job(round_, delay_seconds=ACK_SECONDS))
        return round_


async def facts_of_round(uow: UnitOfWork, round_: TagRound) -> RoundFacts:
    """Gather what a round is drawn from."""
    profile = await uow.profiles.get(round_.profile_id)
    assert profile is not None, "a round's profile is never deleted"
    campaign = await uow.campaigns.get(round_.campaign_id) if round_.campaign_id else None
    return round_facts(round_, profile=profile, campaign=campaign)


def round_job(round_: TagRound, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of carrying a round on; each run of it has its own id, and one profile's rounds wait for another."""
    return Job(
        workflow=CARRY,
        queue=DEEDS.name,
        id=f"{CARRY}:{round_.id}:{round_.run}",
        args=(round_.workspace_id, round_.id),
        partition=round_.profile_id,
        delay_seconds=delay_seconds,
    )


def _left(rows: Sequence[Row], *, stage: TagStage, wish: TagWish) -> list[Row]:
    """Pick the creators of a round that is over for whom a further one makes sense, as if nothing were known of them."""
    if stage is TagStage.REFUSED:
        wanted = {Outcome.UNDECIDED}
    else:
        wanted = {Outcome.NOT_APPROVED} if wish is TagWish.APPROVE else {Outcome.APPROVED, Outcome.ALREADY}
    return [
        Row(username=row.username, ig_id=row.ig_id)
        for row in rows
        if row.outcome in wanted and row.outcome not in UNFIT
    ]


async def _asked_for(uow: UnitOfWork, campaign_id: CampaignId, *, profile_id: ProfileId) -> list[Row]:
    found, _total = await uow.creators.page(campaign_id, states=None, limit=MOST_CREATORS + 1, offset=0)
    rows = {each.creator_username: each.creator_ig_id for each in found if each.profile_id == profile_id}
    return [Row(username=username, ig_id=ig_id) for username, ig_id in rows.items()]
