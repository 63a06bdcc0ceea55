"""What stands where: requests as a person may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.errors import NotFound
from bot.people import People
from bot.permissions.facts import RequestFacts, facts_of
from bot.permissions.status import State
from bot.words import say
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId, RequestId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import Storage

MOST_LISTED = 50


class Lists:
    """Reads requests for people; a private campaign's requests are there for the people of its channel only."""

    def __init__(self, *, storage: Storage, people: People) -> None:
        self._storage = storage
        self._people = people

    async def find(
        self,
        workspace_id: WorkspaceId,
        *,
        person_id: PersonId,
        channel_id: ChannelId | None = None,
        campaign_id: CampaignId | None = None,
        creator_username: str | None = None,
        profile_id: ProfileId | None = None,
        states: Collection[State] | None = None,
        asked_by: PersonId | None = None,
    ) -> Sequence[RequestFacts]:
        """Return requests, the newest change first, at most `MOST_LISTED`; each filter left out matches everything.

        `channel_id` keeps to the campaigns of that channel. Raises SlackError.
        """
        sight = await self._people.sight(person_id)
        async with self._storage.read(workspace_id) as uow:
            campaigns = [campaign_id] if campaign_id is not None else None
            if channel_id is not None:
                campaigns = [each.id for each in await uow.campaigns.of_channel(channel_id)]
            found = await uow.requests.find(
                sight=sight,
                creator_username=creator_username,
                profile_id=profile_id,
                campaign_ids=campaigns,
                states=[state.value for state in states] if states is not None else None,
                asked_by=asked_by,
                limit=MOST_LISTED,
            )
            return [await facts_of(uow, request) for request in found]

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
            return [await facts_of(uow, request) for request in rows if request is not None]

    async def campaigns_of(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Sequence[Campaign]:
        """Return the open campaigns of a channel."""
        async with self._storage.read(workspace_id) as uow:
            return await uow.campaigns.of_channel(channel_id)
