"""What is done about one post with the creator's own connection, one thing after another: the queue, and the telling."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.connections.burying import bury
from bot.graph import Access, GraphError, LoginDead
from bot.influencers.access import NoAsset, creator_access
from bot.notices.announcing import announce
from bot.posts.means import PostMeans
from bot.posts.notices import Kind
from bot.slack.errors import SlackError
from bot.words import say
from storage.ids import CampaignId, PersonId, WorkspaceId

log = logging.getLogger(__name__)

MOST_RUNS = 20
ACK_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class DeedFacts:
    """What became of a deed, in a sentence."""

    is_done: bool
    words: str


async def creator_login(means: PostMeans, ws: WorkspaceId, ig_id: str, *, campaign_id: CampaignId | None) -> Access:
    """Return the creator's account and token for one call; raises NoAsset where the creator has connected none."""
    async with means.storage.read(ws) as uow:
        return await creator_access(uow, ig_id, secrets=means.secrets, now=means.now(), campaign_id=campaign_id)


def why_not(error: GraphError | NoAsset) -> str:
    """Say why nothing came of a deed. A creator's login that is dead is the creator's: no profile is to be connected again."""
    return say("posts.login_over") if isinstance(error, LoginDead) else error.sentence


async def shown(means: PostMeans, draw: Callable[[], dict[str, Any]], *, view_id: str | None) -> bool:
    """Show something in a window; tell whether it is still open."""
    if view_id is None:
        return False
    try:
        await means.slack.show(draw(), view_id=view_id)
    except SlackError as error:
        log.info("a window about a post is shown no more: %s", error)
        return False
    return True


async def tell(means: PostMeans, ws: WorkspaceId, facts: DeedFacts, *, of: str, to: PersonId) -> None:
    """Have somebody told who has closed the window."""
    about = {"words": facts.words, "is_done": facts.is_done}
    async with means.storage.write(ws) as uow:
        await announce(uow, Kind.DEED, of=of, about=about, to=to, now=means.now())


async def note_end(
    means: PostMeans, ws: WorkspaceId, ig_id: str, *, campaign_id: CampaignId | None, used: Access, error: GraphError
) -> None:
    """Where Meta says that the creator's login is dead, have it end now, as a check would; nothing for other errors."""
    if not isinstance(error, LoginDead):
        return
    async with means.storage.write(ws) as uow:
        for asset in await uow.assets.of_account(ig_id, campaign_id=campaign_id):
            if asset.connection_id is None:
                continue
            connection = await uow.connections.get(asset.connection_id, lock=True)
            if connection is not None and means.secrets.open(connection.sealed_token) == used.token:
                await bury(uow, connection, error, now=means.now())
                return
