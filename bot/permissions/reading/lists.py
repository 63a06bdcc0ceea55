"""What stands where: requests as a person may see them, page by page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.errors import NotFound
from bot.people import People
from bot.permissions.facts import RequestFacts, facts_of, facts_of_all
from bot.permissions.status import State
from bot.words import say
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId, WorkspaceId
from storage.tables import Campaign, Request
from storage.unit_of_work import Storage, UnitOfWork
from storage.wanted import Mark, Wanted

MOST_LISTED = 50
MOST_CREATORS = 50
"""Creators that are looked up by name; a text that more of them match is compared with each row in place of that."""


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What somebody wants to see; what is left out matches everything."""

    states: Collection[State] | None = None
    channel_id: ChannelId | None = None
    """The campaigns of that channel."""
    campaign_id: CampaignId | None = None
    profile_id: ProfileId | None = None
    asked_by: PersonId | None = None
    creator: str | None = None
    """A handle, exactly."""
    text: str = ""
    """A part of a handle: of the present one, or of one that the account had before."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A part of a list, the newest change first, and the way on in both directions."""

    rows: Sequence[RequestFacts]
    before: Mark | None = None
    after: Mark | None = None


class Lists:
    """Reads requests for people; a private campaign's requests are there for the people of its channel only."""

    def __init__(self, *, storage: Storage, people: People) -> None:
        self._storage = storage
        self._people = people

    async def page(
        self,
        workspace_id: WorkspaceId,
        *,
        person_id: PersonId,
        narrowing: Narrowing,
        mark: Mark | None = None,
        size: int = MOST_LISTED,
    ) -> Page:
        """Return one page of the requests this person may see; the first one without a `mark`. Raises SlackError."""
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            wanted = await _wanted(uow, narrowing)
            found = await uow.pages.page(wanted, sight=sight, mark=mark, limit=size + 1)
            is_backward = mark is not None and mark.is_backward
            shown = found[-size:] if is_backward else found[:size]
            is_more = len(found) > size
            return Page(
                rows=await facts_of_all(uow, shown),
                before=_mark(shown[0], is_backward=True) if shown and (is_more if is_backward else mark) else None,
                after=_mark(shown[-1]) if shown and (is_backward or is_more) else None,
            )

    async def one(self, workspace_id: WorkspaceId, request_id: RequestId, *, person_id: PersonId) -> RequestFacts:
        """Return one request; raises NotFound, in the same words, when it is not there or not theirs to see."""
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            request = await uow.requests.get(request_id)
            if request is None or not await uow.requests.is_seen(request_id, sight=sight):
                raise NotFound(say("manage.no_such_request.happened"), todo=say("manage.no_such_request.todo"))
            return await facts_of(uow, request)

    async def of_ids(self, workspace_id: WorkspaceId, request_ids: Sequence[RequestId]) -> Sequence[RequestFacts]:
        """Return the requests of a submission just made by the person who is looking, in the order given."""
        async with self._storage.read(workspace_id) as uow:
            rows = [await uow.requests.get(request_id) for request_id in request_ids]
            return await facts_of_all(uow, [request for request in rows if request is not None])

    async def campaigns_of(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Sequence[Campaign]:
        """Return the open campaigns of a channel."""
        async with self._storage.read(workspace_id) as uow:
            return await uow.campaigns.of_channel(channel_id)


async def _wanted(uow: UnitOfWork, narrowing: Narrowing) -> Wanted:
    """Turn what somebody wants to see into what the database is asked for."""
    campaigns = None
    if narrowing.campaign_id is not None:
        campaigns = [narrowing.campaign_id]
    elif narrowing.channel_id is not None:
        campaigns = [each.id for each in await uow.campaigns.of_channel(narrowing.channel_id)]
    creators = None if narrowing.creator is None else [narrowing.creator]
    accounts: Collection[str] = ()
    text = narrowing.text.strip().lstrip("@")
    if narrowing.creator is None and text:
        creators = list(await uow.handles.like(text, limit=MOST_CREATORS + 1))
        accounts = list(await uow.handles.once_like(text, limit=MOST_CREATORS))
    elif narrowing.creator is not None:
        accounts = await uow.handles.once(narrowing.creator)
    states = narrowing.states
    if states is None and narrowing.asked_by is not None:
        states = tuple(State)  # what somebody asked for is kept by state
    is_broad = creators is not None and len(creators) > MOST_CREATORS
    return Wanted(
        states=None if states is None else [state.value for state in states],
        campaign_ids=campaigns,
        profile_id=narrowing.profile_id,
        asked_by=narrowing.asked_by,
        creators=None if is_broad else creators,
        accounts=() if is_broad else accounts,
        part_of_handle=text if is_broad else "",
    )


def _mark(request: Request, *, is_backward: bool = False) -> Mark:
    return Mark(changed_at=request.changed_at, request_id=request.id, is_backward=is_backward)
