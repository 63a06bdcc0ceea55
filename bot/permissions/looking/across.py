"""Looking at several profiles of one business by one reading of its list, where that list can be believed.

Whether to try it is decided by `bot.graph.permissions.probe`, of which profiles it says that nothing is new by
`bot.permissions.looking.shares`; both are pure. Every other profile is looked at by its own list at once, as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.graph import GraphError
from bot.graph.permissions.probe import Choice, Memory, Outcome, choose, learn, outcome_of
from bot.permissions.durable import DurableWork, Means
from bot.permissions.looking.diff import Listed
from bot.permissions.looking.due import LOOK_ACROSS
from bot.permissions.looking.knowing import known_of, memory_of, share_of
from bot.permissions.looking.shares import agrees, digest_of, is_quiet
from bot.permissions.looking.watch import Watching, was_read_since
from bot.profiles.access import NoLogin, access_of
from storage.ids import ConnectionId, ProfileId, WorkspaceId
from storage.logins import BusinessList
from storage.tables import Health, Profile

log = logging.getLogger(__name__)

LookAtOne = Callable[[WorkspaceId, ProfileId, str | None], Awaitable[Sequence[Listed] | None]]
"""Looks at one profile by its own list, keeps that digest of its share, and returns the list; None when it was not read."""
Shares = Mapping[ProfileId, Sequence[Listed]]


@dataclass(frozen=True, kw_only=True)
class _Together:
    """Profiles of one business that use one login."""

    workspace_id: WorkspaceId
    connection_id: ConnectionId
    business_id: str
    profiles: Sequence[Profile]


class Across(DurableWork):
    """The durable work of looking at the profiles of a business."""

    def __init__(self, means: Means, *, look: LookAtOne) -> None:
        super().__init__(means)
        self._watching = Watching(means)
        self._look = look

    def register(self) -> None:
        """Give the engine the workflow."""
        self.engine.workflow(LOOK_ACROSS, self._look_across)

    async def _look_across(self, workspace_id: str, connection_id: str, business_id: str, profile_ids: str) -> None:
        await self.engine.step("look", self._look_once, workspace_id, connection_id, business_id, profile_ids)

    async def _look_once(self, workspace_id: str, connection_id: str, business_id: str, profile_ids: str) -> None:
        """Read the business's list, and the own list of every profile that it may have news of.

        Whatever goes wrong with the business's list, each profile is looked at.
        """
        ws, cid, began = WorkspaceId(workspace_id), ConnectionId(connection_id), self.now()
        ids = [ProfileId(each) for each in profile_ids.split()]
        async with self.storage.read(ws) as uow:
            memory = memory_of(await uow.business_lists.memory(cid, business_id))
            found = await uow.profiles.of_ids(ids)
        # One that uses another login by now is looked at by itself.
        profiles = [each for each in found.values() if each.can_send and each.connection_id == cid]
        together = _Together(workspace_id=ws, connection_id=cid, business_id=business_id, profiles=profiles)
        choice = choose(memory, now=began)
        shares, outcome = await self._shares(together) if profiles and choice is not Choice.SKIP else ({}, None)
        was_compared, differing = False, dict[ProfileId, Sequence[Listed]]()
        for pid in ids:
            share = shares.get(pid)
            if choice is Choice.USE and share is not None and await self._is_quiet(ws, pid, share, began=began):
                continue
            listed = await self._look(ws, pid, None if share is None else digest_of(share))
            if listed is None or share is None:
                continue
            was_compared = True
            if not agrees(share, listed):
                differing[pid] = listed
        if differing:
            outcome = await self._compare_again(together, differing)
        elif was_compared:
            outcome = Outcome.AGREED if choice is Choice.COMPARE else Outcome.ANSWERED
        if outcome is not None:
            await self._remember(together, outcome)

    async def _shares(self, together: _Together) -> tuple[Shares, Outcome | None]:
        """Read the business's list; without an answer, say what that tells of the list."""
        by_account = {each.ig_id: each.id for each in together.profiles}
        shares: dict[ProfileId, list[Listed]] = {pid: [] for pid in by_account.values()}
        permissions = self.graph.in_background().permissions
        try:
            token = access_of(together.profiles[0], self.secrets).token
            rows = permissions.across(together.business_id, token=token, brand_ig_ids=list(by_account))
            async for row in rows:
                shares[by_account[row.brand_ig_id]].append(share_of(row))
        except GraphError as error:
            log.info("the list of business %s was not read: %s", together.business_id, error)
            return {}, outcome_of(error)
        except NoLogin:
            return {}, None
        return shares, None

    async def _is_quiet(self, ws: WorkspaceId, pid: ProfileId, share: Sequence[Listed], *, began: datetime) -> bool:
        """Where nothing is new, write down that the profile was read; tell whether it need not be looked at."""
        async with self.storage.write(ws) as uow:
            profile = await uow.profiles.get(pid, lock=True)
            if profile is None or not profile.can_send or was_read_since(profile, began=began, now=self.now()):
                return True
            known = [known_of(stand) for stand in await uow.requests.stands(pid)]
            before, read_at = profile.share_digest, profile.own_read_at
            if profile.health is not Health.OK:
                return False  # its own list could not be read, which another list does not mend
            if not is_quiet(share, known, digest_before=before, own_read_at=read_at, now=began):
                return False
            await uow.requests.checked(pid, at=self.now())
            await self._watching.was_read(uow, profile)
            return True

    async def _compare_again(self, together: _Together, differing: Shares) -> Outcome:
        """Compare the own lists that differ with another reading: an answer may have come between the first two."""
        shares, outcome = await self._shares(together)
        if outcome is not None:
            return outcome
        is_late = all(pid in shares and agrees(shares[pid], own) for pid, own in differing.items())
        return Outcome.ANSWERED if is_late else Outcome.DISAGREED

    async def _remember(self, together: _Together, outcome: Outcome) -> None:
        now, business_id = self.now(), together.business_id
        async with self.storage.write(together.workspace_id) as uow:
            connection = await uow.connections.get(together.connection_id, lock=True)
            if connection is None:
                return
            row = await uow.business_lists.memory(connection.id, business_id)
            before = memory_of(row)
            after = learn(before, outcome, now=now)
            if after == before:
                return
            if row is None:
                row = BusinessList(connection_id=connection.id, business_id=business_id)
                uow.business_lists.remember(row)
            row.agreed_at, row.failures, row.rests_until = after.agreed_at, after.failures, after.rests_until
        _tell(business_id, outcome, after)


def _tell(business_id: str, outcome: Outcome, memory: Memory) -> None:
    if memory.rests_until is not None:
        until = f"{memory.rests_until:%Y-%m-%d %H:%M} UTC"
        log.info("the list of business %s %s; it is left alone until %s", business_id, outcome.value, until)
    else:
        log.info("the list of business %s agrees with the brands' own, and is used", business_id)
