"""The morning view: what one person has open, what went wrong, and what only they can mend, read in a few questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.campaigns.place import places_of, workspace_roles
from bot.connections.overview import Overview
from bot.errors import NotAllowed, NotFound
from bot.homes.facts import CommentsToLookAfter, HomeFacts, Part, ToSign
from bot.people import People
from bot.permissions.facts import facts_of_all
from bot.permissions.status import OPEN, State
from bot.policy import LEAST, Act, Place, WorkspaceAct, check, role_of
from storage.ids import PersonId, WorkspaceId
from storage.tables import Health
from storage.unit_of_work import Storage
from storage.wanted import Wanted

MOST_COUNTED = 100
"""Of each state: who has more is told so, and reading the tab stays quick."""
MOST_LOOKED_AT = 30
"""Sign-offs that are looked at: somebody may not be the one who can sign the first of them."""
ENDING_WITHIN = timedelta(days=14)
"""When the first warning of a term comes, the Home tab shows it too; see `bot.permissions.terms.rules`."""
CAMPAIGNS_SHOWN = 5
"""Campaigns with comments to look after: those with the most."""
SHOWN = 10
"""Requests of a part: the view holds 100 blocks, and a morning is for what matters."""
PARTS = (frozenset({State.FAILED}), frozenset({State.UNSURE}), OPEN - {State.UNSURE})


class Morning:
    """Reads what a person's Home tab shows."""

    def __init__(self, *, storage: Storage, people: People, overview: Overview, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._people = people
        self._overview = overview
        self._now = now

    async def look(self, workspace_id: WorkspaceId, *, person_id: PersonId) -> HomeFacts:
        """Gather it as of now. Raises SlackError, DatabaseDown."""
        as_of = self._now()
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            roles = await workspace_roles(uow)
            states = [state.value for part in PARTS for state in part]
            counts = await uow.pages.count_asked_by(person_id, states=states, sight=sight, most=MOST_COUNTED)
            found = []
            for part in PARTS:
                theirs = [state.value for state in part if counts.get(state)]
                wanted = Wanted(asked_by=person_id, states=theirs)
                found.append(await uow.pages.page(wanted, sight=sight, limit=SHOWN) if theirs else ())
            waiting = await uow.sign_offs.waiting_for(person_id, sight=sight, limit=MOST_LOOKED_AT)
            nobodys = await uow.comment_pages.to_look_after(None, sight=sight, limit=CAMPAIGNS_SHOWN)
            mine = await uow.comment_pages.to_look_after(person_id, sight=sight, limit=CAMPAIGNS_SHOWN)
            to_look_after = [(False, *each) for each in nobodys] + [(True, *each) for each in mine]
            campaigns = [*(each for _row, each in waiting), *(each for _is_mine, each, _count in to_look_after)]
            places = await places_of(uow, list({each.id: each for each in campaigns}.values()))
            asked = await uow.requests.of_ids([row.request_id for row, _campaign in waiting if row.request_id])
            until = (as_of + ENDING_WITHIN).date()
            found += [await uow.pages.ending(person_id, by=until, sight=sight, limit=SHOWN), asked]
            rows = iter(await facts_of_all(uow, [each for part in found for each in part]))
            parts = [
                Part(
                    states=part,
                    rows=[next(rows) for _each in some],
                    total=sum(counts.get(each, 0) for each in part),
                    is_more=any(counts.get(each) == MOST_COUNTED for each in part),
                )
                for part, some in zip(PARTS, found, strict=False)
            ]
            ending = [next(rows) for _each in found[-2]]
            known = {each.request_id: each for each in rows}
        person = await self._people.person(person_id, roles=[roles])
        profiles = await self._overview.all(workspace_id)
        may_mend = (role_of(person, workspace=roles) or 0) >= LEAST[WorkspaceAct.CONNECT]
        return HomeFacts(
            person_id=person_id,
            parts=parts,
            to_sign=[
                ToSign(
                    request=known.get(row.request_id) if row.request_id is not None else None,
                    asked_by=row.asked_by,
                    campaign_name=campaign.name,
                    channel_id=campaign.channel_id,
                    expires_at=row.expires_at,
                )
                for row, campaign in waiting
                if await self._may(Act.SIGN, person_id, place=places[campaign.id], owner=row.asked_by)
            ][:SHOWN],
            ending=ending,
            has_profiles=any(each.health is not Health.DISCONNECTED for each in profiles),
            sick=[each for each in profiles if each.needs_somebody or each.is_ending(now=as_of)] if may_mend else (),
            fresh=await self._overview.fresh(workspace_id, person_id=person_id),
            comments=[
                CommentsToLookAfter(campaign_id=each.id, campaign_name=each.name, is_mine=is_mine, count=count)
                for is_mine, each, count in to_look_after
                if await self._may(Act.MODERATE, person_id, place=places[each.id])
            ],
            as_of=as_of,
        )

    async def _may(self, act: Act, person_id: PersonId, *, place: Place, owner: str | None = None) -> bool:
        person = await self._people.person(person_id, place=place)
        try:
            check(act, person=person, place=place, owner=owner)
        except (NotAllowed, NotFound):
            return False
        return True
