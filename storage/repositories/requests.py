"""Requests: what was asked of whom, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CampaignId, ProfileId, RequestId, WorkspaceId
from storage.repositories.locking import locked, own
from storage.repositories.taken import is_taken
from storage.sight import Sight
from storage.tables import LIVE_STATES, Campaign, Origin, Request


class Stand(NamedTuple):
    """How one request stands, for comparing thousands of them with Meta's list."""

    id: RequestId
    state: str
    meta_status: str | None
    permission_id: str | None
    creator_ig_id: str | None
    creator_username: str
    sent_at: datetime | None
    seen_before: list[str] | None
    changed_at: datetime


class Requests:
    """The requests of one workspace."""

    def __init__(self, session: AsyncSession, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def add(self, request: Request) -> None:
        """Add a request that was seen, under its profile's lock, to be the only one of its creator.

        The database has the last word all the same: a second live one makes the whole unit of work fail.
        """
        request.workspace_id = self._workspace_id
        self._session.add(request)

    async def add_unless_live(self, request: Request) -> bool:
        """Add `request`; return False, and add nothing, when one stands already for its profile and creator.

        The database decides (its partial unique indexes), so two people asking at the same moment get one request.
        """
        request.workspace_id = self._workspace_id
        try:
            async with self._session.begin_nested():
                self._session.add(request)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            return False
        return True

    async def take_ig_id(self, request: Request, *, ig_id: str) -> bool:
        """Note the creator's Instagram id; return False, and note nothing, when that account has a live request already."""
        try:
            async with self._session.begin_nested():
                request.creator_ig_id = ig_id
        except IntegrityError as error:
            if not is_taken(error):
                raise
            await self._session.refresh(request)
            return False
        return True

    async def rename(self, request: Request, *, username: str) -> bool:
        """Have a request carry another handle; return False, and change nothing, when a live one of its profile has it."""
        try:
            async with self._session.begin_nested():
                request.creator_username = username
        except IntegrityError as error:
            if not is_taken(error):
                raise
            await self._session.refresh(request)
            return False
        return True

    async def live_account(self, profile_id: ProfileId, *, ig_id: str) -> Request | None:
        """Return the request that stands for an account, by its Instagram id."""
        query = self._ours().where(
            Request.profile_id == profile_id, Request.state.in_(LIVE_STATES), Request.creator_ig_id == ig_id
        )
        return await self._session.scalar(query)

    async def get(self, request_id: RequestId, *, lock: bool = False) -> Request | None:
        """Return one request of this workspace; `lock` keeps others from changing it until the commit."""
        if not lock:
            return await own(self._session, Request, request_id, workspace_id=self._workspace_id)
        return await self._session.scalar(locked(self._ours().where(Request.id == request_id)))

    async def of_ids(self, request_ids: Collection[RequestId], *, lock: bool = False) -> Sequence[Request]:
        """Return several requests; `lock` keeps others from changing them until the commit."""
        if not request_ids:
            return ()
        query = (
            self._ours().where(Request.id.in_(request_ids)).order_by(Request.id)
        )  # one order: nobody waits in a ring
        return (await self._session.scalars(locked(query) if lock else query)).all()

    async def live_of(self, profile_id: ProfileId, creators: Collection[str]) -> dict[str, Request]:
        """Return the requests that stand for these creators, by handle."""
        query = self._ours().where(
            Request.profile_id == profile_id,
            Request.state.in_(LIVE_STATES),
            Request.creator_username.in_(creators),
        )
        return {request.creator_username: request for request in await self._session.scalars(query)}

    async def last_with(self, *, profile_id: ProfileId, creator_username: str) -> Request | None:
        """Return the newest request of this profile to this creator, whatever its state."""
        query = self._ours().where(Request.profile_id == profile_id, Request.creator_username == creator_username)
        return await self._session.scalar(query.order_by(Request.asked_at.desc()).limit(1))

    async def of_submission(self, submission_id: str, creators: Collection[str]) -> Sequence[Request]:
        """Return what one submission made for these creators, in the order of handles."""
        query = self._ours().where(Request.submission_id == submission_id, Request.creator_username.in_(creators))
        return (await self._session.scalars(query.order_by(Request.creator_username))).all()

    async def stands(self, profile_id: ProfileId) -> list[Stand]:
        """Return how all requests of a profile stand that Meta's list can speak of: live ones, and known permissions."""
        query = select(*(getattr(Request, name) for name in Stand._fields)).where(
            Request.workspace_id == self._workspace_id,
            Request.profile_id == profile_id,
            or_(Request.state.in_(LIVE_STATES), Request.permission_id.is_not(None)),
        )
        return [Stand(*row) for row in await self._session.execute(query)]

    async def known_permissions(self, profile_id: ProfileId, permission_ids: Collection[str]) -> set[str]:
        """Return which of these permissions a profile has a request for, whatever its state; the ids are few."""
        if not permission_ids:
            return set()
        theirs = self._ours().where(Request.profile_id == profile_id, Request.permission_id.in_(permission_ids))
        found = await self._session.scalars(theirs.with_only_columns(Request.permission_id))
        return {each for each in found if each is not None}

    async def watched(self, profile_id: ProfileId) -> tuple[datetime | None, int]:
        """Return when the newest open request of a profile was sent, or else asked, and how many are approved."""
        sent_at = func.coalesce(Request.sent_at, Request.asked_at)
        is_approved = Request.state == "approved"
        query = select(
            func.max(case((is_approved, None), else_=sent_at), type_=Request.asked_at.type),
            func.count(case((is_approved, 1))),
        ).where(
            Request.workspace_id == self._workspace_id,
            Request.profile_id == profile_id,
            Request.state.in_(LIVE_STATES),
        )
        newest_open, approved = (await self._session.execute(query)).one()
        return newest_open, approved

    async def checked(self, profile_id: ProfileId, *, at: datetime) -> None:
        """Note that Meta's list was read about all live requests of a profile; rows read before do not learn of it."""
        live = (Request.profile_id == profile_id, Request.state.in_(LIVE_STATES))
        noted = update(Request).where(Request.workspace_id == self._workspace_id, *live).values(last_checked_at=at)
        await self._session.execute(noted, execution_options={"synchronize_session": False})

    async def think_of_nudges(self, campaign_id: CampaignId, *, at: datetime) -> None:
        """Have the next nudge of all that wait in a campaign thought about anew: its rules have changed."""
        waiting = (Request.campaign_id == campaign_id, Request.state == "waiting", Request.is_handed_off.is_(False))
        anew = update(Request).where(Request.workspace_id == self._workspace_id, *waiting).values(nudge_at=at)
        await self._session.execute(anew, execution_options={"synchronize_session": False})

    async def think_of_terms(self, campaign_id: CampaignId, *, at: datetime) -> None:
        """Have what is to be told of the terms in a campaign thought about anew: its rules say when a day begins and ends."""
        lasting = (Request.campaign_id == campaign_id, Request.state == "approved", Request.term_at.is_not(None))
        anew = update(Request).where(Request.workspace_id == self._workspace_id, *lasting).values(term_at=at)
        await self._session.execute(anew, execution_options={"synchronize_session": False})

    async def states_of_profile(self, profile_id: ProfileId, *, sight: Sight | None = None) -> Sequence[Request]:
        """Return the live requests of a profile; with `sight` those alone that are there for a person."""
        query = self._ours().where(Request.profile_id == profile_id, Request.state.in_(LIVE_STATES))
        if sight is not None:
            query = query.outerjoin(Campaign, Campaign.id == Request.campaign_id).where(sight.requests())
        return (await self._session.scalars(query)).all()

    async def adopted(self, profile_id: ProfileId, *, since: datetime | None = None) -> dict[str, int]:
        """Count what was found at Meta for a profile and not asked for here, by the state it is in now.

        `since` keeps to what was found from that moment on.
        """
        query = select(Request.state, func.count()).where(
            Request.workspace_id == self._workspace_id,
            Request.profile_id == profile_id,
            Request.origin == Origin.ADOPTED,
        )
        if since is not None:
            query = query.where(Request.asked_at >= since)
        return {str(state): int(count) for state, count in await self._session.execute(query.group_by(Request.state))}

    async def is_seen(self, request_id: RequestId, *, sight: Sight) -> bool:
        """Tell whether a request is there for a person."""
        joined = self._ours().outerjoin(Campaign, Campaign.id == Request.campaign_id)
        return await self._session.scalar(joined.where(Request.id == request_id, sight.requests())) is not None

    def _ours(self) -> Select[Request]:
        return select(Request).where(Request.workspace_id == self._workspace_id)
