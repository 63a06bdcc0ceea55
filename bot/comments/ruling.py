"""Which comments of a campaign somebody should look at: keywords, how many are too many, and what they would have found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.campaigns.means import CampaignMeans
from bot.comments.facts import CommentFacts, comment_facts
from bot.comments.keywords import Keyword, Keywords
from bot.comments.storing import standing_of
from bot.comments.volume import Volume
from bot.errors import WrongInput
from bot.policy import Act
from bot.words import say
from storage.comment_notes import CommentRules
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork

KEYWORDS, MOST, MINUTES = "keywords", "most", "minutes"
"""The fields, by the names that errors give them."""
MOST_KEYWORDS = 50
LONGEST_KEYWORD = 80
TRIED_OVER = timedelta(days=7)
MOST_TRIED = 2_000
MOST_COUNTED = 50_000
"""A moment each: far more of them are looked at than of what was written."""
CAUGHT_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A campaign's rules about comments."""

    keywords: Sequence[str] = ()
    most: int | None = None
    minutes: int | None = None
    """So many comments within so many minutes are too many; None: no number is."""

    @classmethod
    def read(cls, *, keywords: str, most: int | None, minutes: int | None) -> Rules:
        """Read what was typed, a keyword on each line. Raises WrongInput."""
        typed = list(dict.fromkeys(filter(None, (line.strip() for line in keywords.splitlines()))))
        if len(typed) > MOST_KEYWORDS:
            raise WrongInput(KEYWORDS, say("comments.too_many_keywords", count=MOST_KEYWORDS))
        for each in typed:
            if len(each) > LONGEST_KEYWORD or not _is_word(each):
                raise WrongInput(KEYWORDS, say("comments.no_keyword", keyword=each[:LONGEST_KEYWORD]))
        if most is None and minutes is not None:
            raise WrongInput(MOST, say("comments.volume_half"))
        if most is not None and minutes is None:
            raise WrongInput(MINUTES, say("comments.volume_half"))
        return cls(keywords=typed, most=most, minutes=minutes)

    @property
    def volume(self) -> Volume | None:
        """How many are too many; None where no number is."""
        if self.most is None or self.minutes is None:
            return None
        return Volume(count=self.most, within=timedelta(minutes=self.minutes))


@dataclass(frozen=True, kw_only=True)
class FloodFacts:
    """When too many comments had come, and on whose account."""

    username: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RulesFacts:
    """The rules of a campaign, and what they find among the comments of the last week."""

    campaign_id: CampaignId
    campaign: str
    rules: Rules
    looked_at: int
    caught: int
    shown: Sequence[CommentFacts] = field(default=())
    """The newest of those caught."""
    counted: int = 0
    """How many comments were looked at for there being too many."""
    floods: int = 0
    """How often there were too many."""
    shown_floods: Sequence[FloodFacts] = field(default=())
    """The newest of these."""


class RulingComments:
    """The use case."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def get(self, ws: WorkspaceId, campaign_id: CampaignId, *, by: PersonId) -> RulesFacts:
        """Return a campaign's rules. Raises NotFound, SlackError, DatabaseDown."""
        campaign, _place, _person = await self._means.allowed(ws, campaign_id, person_id=by, act=Act.SEE)
        async with self._means.storage.read(ws) as uow:
            row = await uow.comment_notes.rules(campaign_id)
            rules = rules_of(row) if row is not None else Rules()
            return await self._tried(uow, campaign, rules)

    async def try_out(self, ws: WorkspaceId, campaign_id: CampaignId, rules: Rules, *, by: PersonId) -> RulesFacts:
        """Say what rules would have found, and keep nothing. Raises NotFound, SlackError, DatabaseDown."""
        campaign, _place, _person = await self._means.allowed(ws, campaign_id, person_id=by, act=Act.SEE)
        async with self._means.storage.read(ws) as uow:
            return await self._tried(uow, campaign, rules)

    async def keep(self, ws: WorkspaceId, campaign_id: CampaignId, rules: Rules, *, by: PersonId) -> RulesFacts:
        """Keep rules; what is told from now on follows them. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        seen, _place, person = await self._means.allowed(ws, campaign_id, person_id=by, act=Act.EDIT)
        async with self._means.storage.write(ws) as uow:
            campaign = await self._means.locked(uow, campaign_id, person=person, act=Act.EDIT)
            row = await uow.comment_notes.rules(campaign_id)
            before = {}
            if row is None:
                row = CommentRules(campaign_id=campaign_id, keywords=[])
                uow.comment_notes.add_rules(row)
            else:
                before = _noted(rules_of(row))
            row.keywords, row.most, row.minutes = list(rules.keywords), rules.most, rules.minutes
            if before != _noted(rules):
                self._means.note(uow, campaign, deed="comment-rules", by=by, before=before, after=_noted(rules))
        async with self._means.storage.read(ws) as uow:  # a week of comments is looked through while others may write
            return await self._tried(uow, seen, rules)

    async def _tried(self, uow: UnitOfWork, campaign: Campaign, rules: Rules) -> RulesFacts:
        keywords = Keywords(rules.keywords)
        since = self._means.now() - TRIED_OVER
        found = await uow.comments.of_campaign(campaign.id, since=since, limit=MOST_TRIED)
        caught = [
            comment_facts(comment, asset=asset, post=None, deed=None, keywords=words)
            for comment, asset in found
            if (words := keywords.found_in(standing_of(comment).text))
        ]
        counted, floods = await self._floods(uow, campaign, rules.volume, since=since)
        return RulesFacts(
            campaign_id=campaign.id,
            campaign=campaign.name,
            rules=rules,
            looked_at=len(found),
            caught=len(caught),
            shown=caught[:CAUGHT_SHOWN],
            counted=counted,
            floods=len(floods),
            shown_floods=floods[:CAUGHT_SHOWN],
        )

    async def _floods(
        self, uow: UnitOfWork, campaign: Campaign, volume: Volume | None, *, since: datetime
    ) -> tuple[int, Sequence[FloodFacts]]:
        """Return how many comments were looked at, and when there were too many on one account, the newest first."""
        if volume is None:
            return 0, ()
        found = await uow.comments.moments_of_campaign(campaign.id, since=since, limit=MOST_COUNTED)
        by_account: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for asset_id, username, at in found:
            by_account[asset_id, username].append(at)
        floods = [
            FloodFacts(username=username, at=at)
            for (_asset_id, username), moments in by_account.items()
            for at in volume.reached_at(moments)
        ]
        return len(found), sorted(floods, key=lambda each: each.at, reverse=True)


def rules_of(row: CommentRules) -> Rules:
    """Return a campaign's rules as they are kept."""
    return Rules(keywords=row.keywords, most=row.most, minutes=row.minutes)


def _is_word(typed: str) -> bool:
    try:
        Keyword.read(typed)
    except ValueError:
        return False
    return True


def _noted(rules: Rules) -> dict[str, object]:
    return {"keywords": list(rules.keywords), "most": rules.most, "minutes": rules.minutes}
