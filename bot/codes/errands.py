"""What is wanted of a code, as the arguments of its durable work."""

from __future__ import annotations

from dataclasses import dataclass

from bot.posts.deeds import ACK_SECONDS
from bot.queues import DEEDS
from storage.codes import AdCode
from storage.ids import CampaignId
from storage.unit_of_work import Job

MAKE_CODE = "make-code"
DELETE_CODE = "delete-code"
CREATOR = "creator"
"""Who has a code made from the creator's own page."""


@dataclass(frozen=True)
class Errand:
    """For whom a code is made or taken back, and the how-manieth try it is; kept as the arguments of its work."""

    campaign_id: CampaignId
    """By whose connection it is done, and whose channel hears of what a creator does."""
    by: str = ""
    """Empty: the creator, on their own page."""
    view_id: str = ""
    is_anew: bool = False
    """Whatever code there is is taken back first."""
    tried: int = 0

    def job(self, workflow: str, code: AdCode, *, delay_seconds: float = ACK_SECONDS) -> Job:
        """Return its work; a code's run and the try make it the same work."""
        anew = "yes" if self.is_anew else ""
        return Job(
            workflow=workflow,
            queue=DEEDS.name,
            id=f"{workflow}:{code.id}:{code.run}:{self.tried}",
            args=(code.workspace_id, code.id, self.campaign_id, self.by, self.view_id, anew, str(self.tried)),
            partition=code.creator_ig_id,
            delay_seconds=delay_seconds,
        )
