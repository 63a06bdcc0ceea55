"""A campaign goes to another channel: what was not posted yet follows it, and cards that stand say where it went."""

from __future__ import annotations

from bot.campaigns.means import CampaignMeans
from bot.permissions.record import deliver_job
from storage.ids import CampaignId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import Job, UnitOfWork

REDRAW = "redraw"


async def move(uow: UnitOfWork, campaign: Campaign) -> None:
    """Let messages and cards follow a campaign whose channel has just been changed."""
    for message in await uow.messages.unposted_of(campaign.id):
        message.channel_id = campaign.channel_id
        message.held_since = message.held_words = None
        message.run += 1
        await uow.enqueue(deliver_job(message, workspace_id=uow.workspace_id))
    await uow.enqueue(
        Job(
            workflow=REDRAW,
            queue="asks",
            id=f"{REDRAW}:{campaign.id}:{campaign.version}",
            args=(uow.workspace_id, campaign.id),
        )
    )


class Moving:
    """The durable work of it."""

    def __init__(self, means: CampaignMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(REDRAW, self._redraw)

    async def _redraw(self, workspace_id: str, campaign_id: str) -> None:
        await self._means.engine.step("redraw", self._redraw_cards, workspace_id, campaign_id)

    async def _redraw_cards(self, workspace_id: str, campaign_id: str) -> None:
        """Have the card of every live request edited, each in a transaction of its own: there may be thousands."""
        ws = WorkspaceId(workspace_id)
        async with self._means.storage.read(ws) as uow:
            live = await uow.requests.live_in(CampaignId(campaign_id))
        for request_id in live:
            async with self._means.storage.write(ws) as uow:
                if (request := await uow.requests.get(request_id, lock=True)) is not None:
                    await self._means.recorder.show(uow, request)
