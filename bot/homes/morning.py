"""The morning view: what one person has open, what went wrong, and what only they can mend, read in a few questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.campaigns.place import workspace_roles
from bot.connections.overview import Overview
from bot.homes.facts import HomeFacts, Part
from bot.people import People
from bot.permissions.facts import facts_of_all
from bot.permissions.status import OPEN, State
from bot.policy import LEAST, WorkspaceAct, role_of
from storage.ids import PersonId, WorkspaceId
from storage.tables import Health
from storage.unit_of_work import Storage
from storage.wanted import Wanted

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
            counts = await uow.pages.count_asked_by(person_id, states=states, sight=sight)
            found = []
            for part in PARTS:
                theirs = [state.value for state in part if counts.get(state)]
                wanted = Wanted(asked_by=person_id, states=theirs)
                found.append(await uow.pages.page(wanted, sight=sight, limit=SHOWN) if theirs else ())
            rows = iter(await facts_of_all(uow, [each for part in found for each in part]))
            parts = [
                Part(states=part, rows=[next(rows) for _each in some], total=sum(counts.get(each, 0) for each in part))
                for part, some in zip(PARTS, found, strict=True)
            ]
        person = await self._people.person(person_id, roles=[roles])
        profiles = await self._overview.all(workspace_id)
        may_mend = (role_of(person, workspace=roles) or 0) >= LEAST[WorkspaceAct.CONNECT]
        return HomeFacts(
            person_id=person_id,
            parts=parts,
            has_profiles=any(each.health is not Health.DISCONNECTED for each in profiles),
            sick=[each for each in profiles if each.needs_somebody or each.is_ending(now=as_of)] if may_mend else (),
            fresh=await self._overview.fresh(workspace_id, person_id=person_id),
            as_of=as_of,
        )
