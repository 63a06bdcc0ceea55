"""A campaign goes to another channel: what was not posted yet follows it, and cards that stand say where it went.

Where the new channel is private, cards that stay behind say nothing any more: others read them than those who may see it.
"""

from __future__ import annotations

from enum import StrEnum

from bot.campaigns.means import CampaignMeans
from bot.permissions.record import deliver_job
from bot.queues import ASKS
from storage.ids import CampaignId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import Job, UnitOfWork

REDRAW = "redraw"


class Which(StrEnum):
    """Which cards of a campaign are to be redrawn."""

    LIVE = "live"
    """Those of requests that are asked for or granted: they say where the campaign went."""
    ALL = "all"
    """Something private has come or gone: every card begins, or ceases, to say nothing."""
    ELSEWHERE = "elsewhere"
    """The same, where the campaign itself stayed."""


async def move(uow: UnitOfWork, campaign: Campaign, *, was_private: bool) -> None:
    """Let messages and cards follow a campaign whose channel has just been changed."""
    for message in await uow.messages.unposted_of(campaign.id):
        message.channel_id = campaign.channel_id
        message.held_since = message.held_words = None
        message.run += 1
        await uow.enqueue(deliver_job(message, workspace_id=uow.workspace_id))
    which = Which.ALL if was_private or campaign.is_private else Which.LIVE
    await uow.enqueue(redraw_job(campaign, which, why=str(campaign.version)))


def redraw_job(campaign: Campaign, which: Which, *, why: str) -> Job:
    """Return the work of redrawing cards; `why` is what makes it the same work."""
    return Job(
        workflow=REDRAW,
        queue=ASKS.name,
        id=f"{REDRAW}:{campaign.id}:{why}",
        args=(campaign.workspace_id, campaign.id, which.value),
    )


class Moving:
    """The durable work of it."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(REDRAW, self._redraw)

    async def _redraw(self, workspace_id: str, campaign_id: str, which: str = Which.LIVE.value) -> None:
        await self._means.engine.step("redraw", self._redraw_cards, workspace_id, campaign_id, which)

    async def _redraw_cards(self, workspace_id: str, campaign_id: str, which: str) -> None:
        """Have cards edited, each in a transaction of its own: there may be thousands."""
        ws, wanted = WorkspaceId(workspace_id), Which(which)
        async with self._means.storage.read(ws) as uow:
            shown = await uow.messages.shown_of(
                CampaignId(campaign_id), is_live=wanted is Which.LIVE, is_elsewhere=wanted is Which.ELSEWHERE
            )
        for request_id in shown:
            async with self._means.storage.write(ws) as uow:
                if (request := await uow.requests.get(request_id, lock=True)) is not None:
                    await self._means.recorder.show(uow, request)
