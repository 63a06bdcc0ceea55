"""Which comment somebody means, once the policy lets them act on it."""

from __future__ import annotations

from bot.errors import NotFound
from bot.influencers.means import InfluencerMeans
from bot.policy import Act, Person, Place
from bot.words import say
from storage.comments import Comment, Reading
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork


async def reached(
    means: InfluencerMeans, ws: WorkspaceId, asset_id: str, *, by: PersonId, act: Act = Act.MODERATE
) -> tuple[Asset, Place, Person]:
    """Return whose account it is on, and who somebody is in its campaign. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
    async with means.logins.storage.read(ws) as uow:
        asset = await uow.assets.get(asset_id)
    if asset is None:
        raise unknown()
    _campaign, place, person = await means.campaigns.allowed(ws, asset.campaign_id, person_id=by, act=act)
    return asset, place, person


async def readable(uow: UnitOfWork, asset: Asset, comment_id: str) -> Comment:
    """Return a comment that the team may read. Raises NotFound."""
    comment = (await uow.comments.known(asset.id, [comment_id])).get(comment_id)
    if comment is None or comment.reading is not Reading.LET:
        raise unknown()
    return comment


def unknown() -> NotFound:
    """Say that a comment is not there: the same words whether it never was, or its days are over."""
    return NotFound(say("comments.unknown"), todo=say("comments.unknown_todo"))
