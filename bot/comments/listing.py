"""The comments of a campaign as a list: narrowed down, the newest first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.means import CampaignMeans
from bot.comments.facts import CommentFacts, all_facts
from bot.policy import Act
from storage.comments import Comment
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork
from storage.wanted import CommentPlace, WantedComments

SHOWN = 8
MOST_OFFERED = 100
"""Slack takes no more options: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What somebody wants to see; what is left out matches everything."""

    ig_id: str | None = None
    """The creator's account, however often it was connected."""
    media_id: str | None = None
    is_hidden: bool | None = None
    assigned_to: PersonId | None = None
    is_nobodys: bool = False
    """With a keyword, and nobody looks after it."""


@dataclass(frozen=True, kw_only=True)
class CommentList:
    """A page of a campaign's comments, and what it can be narrowed down to."""

    campaign_id: CampaignId
    campaign: str
    rows: Sequence[CommentFacts]
    before: CommentPlace | None
    after: CommentPlace | None
    creators: Sequence[tuple[str, str]]
    """Instagram ids and handles."""
    posts: Sequence[tuple[str, str]]
    """Ids, and the beginning of the caption."""


class ListingComments:
    """The use case."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    async def page(
        self,
        ws: WorkspaceId,
        campaign_id: CampaignId,
        *,
        by: PersonId,
        narrowing: Narrowing,
        place: CommentPlace | None = None,
    ) -> CommentList:
        """Return one page, the first one without a `place`. Raises NotFound, SlackError, DatabaseDown."""
        campaign, _place, _person = await self._means.allowed(ws, campaign_id, person_id=by, act=Act.SEE)
        async with self._means.storage.read(ws) as uow:
            assets = await uow.assets.of_campaign(campaign_id)
            chosen = {each.id: each for each in assets if narrowing.ig_id in (None, each.ig_id)}
            wanted = WantedComments(
                asset_ids=list(chosen),
                media_id=narrowing.media_id,
                is_hidden=narrowing.is_hidden,
                assigned_to=narrowing.assigned_to,
                is_nobodys=narrowing.is_nobodys,
            )
            found = await uow.comment_pages.page(wanted, place=place, limit=SHOWN + 1)
            is_backward, is_more = place is not None and place.is_backward, len(found) > SHOWN
            shown = found[-SHOWN:] if is_backward else found[:SHOWN]
            posts = await uow.comment_notes.posts_of(list(chosen), limit=MOST_OFFERED)
            return CommentList(
                campaign_id=campaign_id,
                campaign=campaign.name,
                rows=await _facts(uow, shown, assets=chosen),
                before=_place_of(shown[0], is_backward=True) if shown and (is_more if is_backward else place) else None,
                after=_place_of(shown[-1]) if shown and (is_backward or is_more) else None,
                creators=list({each.ig_id: (each.ig_id, each.username) for each in reversed(assets)}.values()),
                posts=list({each.media_id: (each.media_id, each.caption) for each in posts}.values()),
            )


async def _facts(uow: UnitOfWork, comments: Sequence[Comment], *, assets: dict[str, Asset]) -> list[CommentFacts]:
    """Say how comments of several accounts stand, in their order."""
    facts: dict[tuple[str, str], CommentFacts] = {}
    for asset_id in dict.fromkeys(each.asset_id for each in comments):
        of_asset = [each for each in comments if each.asset_id == asset_id]
        for each in await all_facts(uow, of_asset, asset=assets[asset_id], keywords={}):
            facts[asset_id, each.id] = each
    return [facts[each.asset_id, each.comment_id] for each in comments]


def _place_of(comment: Comment, *, is_backward: bool = False) -> CommentPlace:
    return CommentPlace(
        written_at=comment.written_at,
        comment_id=comment.comment_id,
        asset_id=comment.asset_id,
        is_backward=is_backward,
    )
