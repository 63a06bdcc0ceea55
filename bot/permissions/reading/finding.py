"""Finding by a part of a name: creators, under handles they had before too, with their requests; and campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.people import People
from bot.permissions.facts import RequestFacts, facts_of_all
from storage.ids import PersonId, WorkspaceId
from storage.tables import Campaign, Request
from storage.unit_of_work import Storage
from storage.wanted import Wanted

MOST_CREATORS = 10
MOST_CAMPAIGNS = 10
MOST_REQUESTS = 60
MOST_NAMES = 200


@dataclass(frozen=True, kw_only=True)
class FoundCreator:
    """One creator, with the requests to them that the person may see, the newest change first."""

    username: str
    former: str | None
    """The handle that was meant, where the account is called otherwise by now."""
    requests: Sequence[RequestFacts]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found; `has_more` where not everything is among it."""

    creators: Sequence[FoundCreator]
    campaigns: Sequence[Campaign]
    has_more: bool


class Finding:
    """Looks things up for people; what is in a private campaign is found by the people of its channel only."""

    def __init__(self, *, storage: Storage, people: People) -> None:
        self._storage = storage
        self._people = people

    async def find(self, workspace_id: WorkspaceId, *, person_id: PersonId, text: str) -> Found:
        """Return what this person may see of what is called like `text`. Raises SlackError."""
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            names = await uow.handles.like(text, limit=MOST_NAMES)
            former = await uow.handles.once_like(text, limit=MOST_NAMES)
            wanted = Wanted(creators=names, accounts=list(former))
            requests = await uow.pages.page(wanted, sight=sight, limit=MOST_REQUESTS + 1)
            campaigns = [
                *await uow.campaigns.find(sight=sight, text=text, limit=MOST_CAMPAIGNS + 1),
                *await uow.campaigns.find(sight=sight, text=text, limit=MOST_CAMPAIGNS + 1, is_closed=True),
            ]
            by_creator = _by_creator(requests[:MOST_REQUESTS])
            shown = by_creator[:MOST_CREATORS]
            facts = iter(await facts_of_all(uow, [each for those in shown for each in those]))
            creators = [
                FoundCreator(
                    username=those[0].creator_username,
                    former=_former(those[0], text=text, former=former),
                    requests=[next(facts) for _each in those],
                )
                for those in shown
            ]
        is_cut = len(requests) > MOST_REQUESTS or len(names) == MOST_NAMES or len(by_creator) > MOST_CREATORS
        return Found(
            creators=creators,
            campaigns=campaigns[:MOST_CAMPAIGNS],
            has_more=is_cut or len(campaigns) > MOST_CAMPAIGNS,
        )


def _by_creator(requests: Sequence[Request]) -> list[list[Request]]:
    """Put the requests to one account together, in the order of the first of each."""
    grouped: dict[str, list[Request]] = {}
    for each in requests:
        grouped.setdefault(each.creator_ig_id or each.creator_username, []).append(each)
    return list(grouped.values())


def _former(request: Request, *, text: str, former: dict[str, str]) -> str | None:
    if text.lower() in request.creator_username:
        return None
    return former.get(request.creator_ig_id or "")
