"""Wanting a Home tab to be drawn anew: at a calm pace, and for people only who have opened theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.campaigns.rules import SIGNING_ROLES
from bot.policy import LEAST, Act, Role
from bot.queues import EDITS
from storage.ids import CampaignId, PersonId
from storage.unit_of_work import Job, UnitOfWork

HOME = "home"
PACE = 10
"""Seconds: all that changes meanwhile is shown at once. https://docs.slack.dev/reference/methods/views.publish (tier 4)"""
KEPT_FOR = timedelta(days=7)
"""How long a tab that nobody has opened again is kept right; opening it draws it afresh in any case."""
MODERATING_ROLES = frozenset(role.word for role in Role if role >= LEAST[Act.MODERATE])
HOLDERS_AT_ONCE = 50


async def want_home(uow: UnitOfWork, person_id: PersonId | None, *, now: datetime) -> None:
    """Have somebody's Home tab drawn anew once this unit of work is committed."""
    home = await uow.homes.get(person_id) if person_id is not None else None
    if home is None or now - home.opened_at > KEPT_FOR:
        return
    await uow.enqueue(home_job(uow, home.person_id, now=now))


async def want_signers(uow: UnitOfWork, campaign_id: CampaignId, *, now: datetime) -> None:
    """Have the tabs drawn anew of those who may sign in a campaign: something waits for them there, or does not any more."""
    await _want_holders(uow, campaign_id, roles=SIGNING_ROLES, now=now)


async def want_moderators(uow: UnitOfWork, campaign_id: CampaignId, *, now: datetime) -> None:
    """Have the tabs drawn anew of those who may look after comments in a campaign: nobody does, or somebody does now."""
    await _want_holders(uow, campaign_id, roles=MODERATING_ROLES, now=now)


async def _want_holders(uow: UnitOfWork, campaign_id: CampaignId, *, roles: Collection[str], now: datetime) -> None:
    """Draw the tabs of those with one of these roles.

    Who is in a user group, and whom Slack itself calls an admin, is not known here: beside those who have it by name, the
    tabs that were opened last are drawn. What shows the same is not published.
    """
    here, everywhere = await uow.roles.that_count_in(campaign_id)
    named = [PersonId(holder) for given in (here, everywhere) for holder, role in given.items() if role in roles]
    for home in await uow.homes.kept(named, since=now - KEPT_FOR, limit=HOLDERS_AT_ONCE):
        await uow.enqueue(home_job(uow, home.person_id, now=now))


def home_job(uow: UnitOfWork, person_id: PersonId, *, now: datetime, delay_seconds: float = 0.0) -> Job:
    """Return the work of drawing somebody's Home tab at the next turn."""
    turn = int((now.timestamp() + delay_seconds) // PACE) + 1
    return Job(
        workflow=HOME,
        queue=EDITS.name,
        id=f"{HOME}:{uow.workspace_id}:{person_id}:{turn}",
        args=(uow.workspace_id, person_id),
        partition=person_id,
        delay_seconds=turn * PACE - now.timestamp(),
    )
