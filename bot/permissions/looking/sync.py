"""Hearing the answer: look at a profile's list when it is due, apply what changed, tell it.

There is no webhook for these permissions (docs/graph.md), so Greenlight looks. When to look is decided by
`bot.permissions.looking.schedule`, what changed by `bot.permissions.looking.diff`; both are pure. Who is due is found by
`bot.permissions.looking.due`, several profiles of one business are read together by `bot.permissions.looking.across`, and what a look that
failed means for its profile is in `bot.permissions.looking.watch`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.graph import GraphClient, GraphError, GraphThrottled
from bot.permissions.durable import DurableWork, Means
from bot.permissions.looking.across import Across
from bot.permissions.looking.adopting import Adopting
from bot.permissions.looking.diff import Difference, Listed, difference
from bot.permissions.looking.due import LOOK, Due, look_job
from bot.permissions.looking.following import Following
from bot.permissions.looking.knowing import known_of, listed_of
from bot.permissions.looking.watch import Watching, was_read_since
from bot.permissions.record import META, Change
from bot.permissions.status import State
from bot.profiles.access import NoLogin, access_of
from bot.words import say
from storage.ids import ProfileId, RequestId, WorkspaceId
from storage.tables import Profile, Request
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

APPLIED_AT_ONCE = 10
"""Pieces of news in one transaction: others wait for the profile meanwhile, and an ack has three seconds in all."""
_FOR_A_PERSON = "person"


class Syncing(DurableWork):
    """The durable work of looking at profiles."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._watching = Watching(means)
        self._following = Following(means)
        self._adopting = Adopting(means)
        self._due, self._across = Due(means), Across(means, look=self._look_by_own_list)

    def register(self) -> None:
        """Give the engine this use case's workflows and schedules."""
        self.engine.workflow(LOOK, self._look)
        self._across.register()
        self._due.register()

    async def look_now(self, workspace_id: WorkspaceId, profile_id: ProfileId, *, nonce: str) -> str:
        """Have a profile looked at as soon as can be, and name the look; the same `nonce` again changes nothing."""
        job = look_job(workspace_id, profile_id, nonce=nonce, who=_FOR_A_PERSON)
        async with self.storage.write(workspace_id) as uow:
            await uow.enqueue(job)
        return job.id

    async def has_looked(self, look: str) -> bool:
        """Tell whether this very look is over: another that ends meanwhile may have read before somebody asked."""
        return await self.engine.has_ended(look)

    async def _look(self, workspace_id: str, profile_id: str, who: str = "", wanted_at: str = "") -> None:
        await self.engine.step("look", self._look_once, workspace_id, profile_id, who, wanted_at)

    async def _look_once(self, workspace_id: str, profile_id: str, who: str, wanted_at: str) -> None:
        """Look at a profile. A look that nobody waits for leaves the last of Meta's limits to people, and to asking."""
        graph = self.graph if who == _FOR_A_PERSON else self.graph.in_background()
        since = datetime.fromisoformat(wanted_at) if wanted_at else None
        await self._read(WorkspaceId(workspace_id), ProfileId(profile_id), graph, unless_read_since=since)

    async def _look_by_own_list(
        self, ws: WorkspaceId, pid: ProfileId, share_digest: str | None
    ) -> Sequence[Listed] | None:
        return await self._read(ws, pid, self.graph.in_background(), share_digest=share_digest)

    async def _read(
        self,
        ws: WorkspaceId,
        pid: ProfileId,
        graph: GraphClient,
        *,
        share_digest: str | None = None,
        unless_read_since: datetime | None = None,
    ) -> Sequence[Listed] | None:
        """Read the whole list and apply the difference; twice changes nothing twice. Return it, or None if it was not read.

        `share_digest` names what the business's list said of the profile just before.
        """
        async with self.storage.read(ws) as uow:
            profile = await uow.profiles.get(pid)
        if profile is None or not profile.can_send:
            return None
        began = self.now()
        if unless_read_since and profile.own_read_at and unless_read_since < profile.own_read_at <= began:
            return None  # another look was faster, and said when the next one is due
        try:
            access = access_of(profile, self.secrets)
            listed = [listed_of(permission) async for permission in graph.permissions.listed(access)]
        except GraphThrottled as throttled:
            await self._watching.has_to_wait(ws, pid, throttled)
            return None
        except (GraphError, NoLogin) as error:
            await self._watching.could_not_be_read(ws, pid, error, token=profile.sealed_token)
            return None
        is_first = profile.adopted_at is None
        while not await self._take_in(ws, pid, listed, began=began, share_digest=share_digest, is_first=is_first):
            log.info("requests of profile %s changed while its list was compared; once more", pid)
        return listed

    async def _take_in(
        self,
        ws: WorkspaceId,
        pid: ProfileId,
        listed: Sequence[Listed],
        *,
        began: datetime,
        share_digest: str | None,
        is_first: bool,
    ) -> bool:
        """Apply a list; False where a request changed while it was compared, and has to be compared anew.

        A list of thousands is compared before anything is locked, and applied piece by piece: people ask meanwhile.
        """
        async with self.storage.read(ws) as uow:
            known = {stand.id: known_of(stand) for stand in await uow.requests.stands(pid)}
        found = difference(listed, list(known.values()), now=began, is_first=is_first)
        is_whole = True
        for some in found.pieces(APPLIED_AT_ONCE):
            async with self.storage.write(ws) as uow:
                profile = await uow.profiles.get(pid, lock=True)
                if profile is None or not profile.can_send or was_read_since(profile, began=began, now=self.now()):
                    return True
                requests = await uow.requests.of_ids([RequestId(each) for each in some.request_ids], lock=True)
                as_compared = {each.id for each in requests if known_of(each) == known[each.id]}
                is_whole = is_whole and as_compared == some.request_ids
                await self._apply(uow, profile, {request.id: request for request in requests}, some.of(as_compared))
        if is_whole:
            await self._note_read(ws, pid, began=began, share_digest=share_digest)
        return is_whole

    async def _note_read(self, ws: WorkspaceId, pid: ProfileId, *, began: datetime, share_digest: str | None) -> None:
        async with self.storage.write(ws) as uow:
            profile = await uow.profiles.get(pid, lock=True)
            if profile is None or not profile.can_send or was_read_since(profile, began=began, now=self.now()):
                return
            await uow.requests.checked(pid, at=self.now())
            profile.adopted_at = profile.adopted_at or self.now()
            profile.own_read_at, profile.share_digest = began, share_digest
            await self._watching.was_read(uow, profile)

    async def _apply(
        self, uow: UnitOfWork, profile: Profile, requests: dict[RequestId, Request], found: Difference
    ) -> None:
        for change in found.changes:
            request = requests[RequestId(change.request_id)]
            request.permission_id = change.listed.permission_id or request.permission_id
            request.last_checked_at = self.now()
            await self._learn_id(uow, request, change.listed)
            words = (
                None if change.state is not State.UNSURE else say("sync.unknown_status", status=change.listed.status)
            )
            await self.recorder.change(
                uow, request, Change(to=change.state, by=META, meta_status=change.listed.status, words=words)
            )
        for gone in found.missing:
            request = requests[RequestId(gone.request_id)]
            request.last_checked_at = self.now()
            await self.recorder.change(uow, request, Change(to=State.UNSURE, by=META, words=say("sync.listed_no_more")))
        for renamed in found.renamed:
            request = requests[RequestId(renamed.request_id)]
            await self._following.follow(uow, request, username=renamed.username)
        for row in found.found:
            await self._adopting.adopt(uow, profile, row)
        # Another look may have written them down since the lists were compared: no index of the database keeps that off.
        taken = await uow.requests.known_permissions(profile.id, [row.permission_id for row in found.past])
        for row in found.past:
            if row.permission_id not in taken:
                await self._adopting.adopt_past(uow, profile, row)

    async def _learn_id(self, uow: UnitOfWork, request: Request, row: Listed) -> None:
        """Learn the creator's Instagram id from Meta's list; an id that another live request has is left there."""
        if row.creator_ig_id and request.creator_ig_id is None:
            await uow.requests.take_ig_id(request, ig_id=row.creator_ig_id)
