"""Taking in what was made elsewhere: permissions that Meta lists and that nobody asked for here."""

from __future__ import annotations

from bot.permissions.durable import DurableWork
from bot.permissions.looking.diff import Listed, nameless
from bot.permissions.looking.knowing import LONGEST_NAME
from bot.permissions.record import LATE, META, Change
from bot.permissions.status import State, state_of
from storage.ids import RequestId
from storage.tables import Origin, Profile, Request
from storage.unit_of_work import UnitOfWork


class Adopting(DurableWork):
    """Writes down what was found at Meta, within the caller's unit of work."""

    async def adopt(self, uow: UnitOfWork, profile: Profile, row: Listed) -> None:
        """Take in a permission that stands. On the first read of a profile it is taken in quietly."""
        is_first_read = profile.adopted_at is None
        home = None if is_first_read else await uow.campaigns.home_of(profile.id)
        request = self._found(profile, row, state=State.CHECKING)
        request.campaign_id = home.id if home else None
        if await uow.requests.add_unless_live(request):
            await self.recorder.change(uow, request, Change(to=state_of(row.status), by=META, meta_status=row.status))
            request.asked_at = request.changed_at  # one moment: it stands as it was found

    async def adopt_past(self, uow: UnitOfWork, profile: Profile, row: Listed) -> None:
        """Take in what had ended before the profile was connected: it is in the lists, and news to nobody."""
        request = self._found(profile, row, state=state_of(row.status))
        request.meta_status = row.status
        uow.requests.add(request)
        await self.recorder.note(uow, request, tag=f"{META}:request:{request.state}", by=META, before={})

    def _found(self, profile: Profile, row: Listed, *, state: State) -> Request:
        request_id, now = RequestId(self.new_id()), self.now()
        return Request(
            id=request_id,
            profile_id=profile.id,
            creator_username=row.creator_username or nameless(row.creator_ig_id or row.permission_id)[:LONGEST_NAME],
            creator_ig_id=row.creator_ig_id,
            state=state.value,
            permission_id=row.permission_id or None,
            origin=Origin.ADOPTED,
            asked_at=now,
            changed_at=now,
            last_checked_at=now,
            submission_id=f"adopted:{request_id}",
            sweep_at=now + LATE,
        )
