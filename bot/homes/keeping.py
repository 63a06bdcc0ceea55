"""Keeping Home tabs right: drawn anew when something of them has changed, and looked over now and then.

A change of a request wants its asker's tab anew in the same transaction (`bot.permissions.record`). What changes otherwise, a
login that ends or time that passes, is found by looking the open tabs over; what would show the same is not published.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.engine import Engine, Schedule
from bot.homes.facts import DrawHome
from bot.homes.morning import Morning
from bot.homes.wanting import HOME, KEPT_FOR, home_job, want_home
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError
from storage.ids import PersonId, WorkspaceId
from storage.unit_of_work import Storage

log = logging.getLogger(__name__)

HOMES = "homes"
AT_ONCE = 200
"""Tabs that are looked over in one go; those opened last come first."""

View = dict[str, Any]


class Keeping:
    """The use case and its durable work."""

    def __init__(
        self,
        *,
        storage: Storage,
        engine: Engine,
        slack: SlackCalls,
        morning: Morning,
        draw_home: DrawHome,
        now: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._engine = engine
        self._slack = slack
        self._morning = morning
        self._draw_home = draw_home
        self._now = now

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._engine.workflow(HOME, self._home)
        self._engine.schedule(Schedule(name=HOMES, cron="30 */5 * * * *", run=self._look_over))

    async def opened(self, workspace_id: WorkspaceId, person_id: PersonId) -> View:
        """Return what somebody who opens the tab is to see, and keep it right from now on. Raises SlackError, DatabaseDown."""
        view = self._draw_home(await self._morning.look(workspace_id, person_id=person_id))
        async with self._storage.write(workspace_id) as uow:
            await uow.homes.opened(person_id, at=self._now(), drawn=digest(view))
        return view

    async def want(self, workspace_id: WorkspaceId, person_id: PersonId) -> None:
        """Draw somebody's tab anew soon, because what is there for them to see has changed."""
        async with self._storage.write(workspace_id) as uow:
            await want_home(uow, person_id, now=self._now())

    async def _home(self, workspace_id: str, person_id: str) -> None:
        await self._engine.step("publish", self._publish, workspace_id, person_id)

    async def _publish(self, workspace_id: str, person_id: str) -> None:
        """Show what there is now, unless it is shown already; twice is once."""
        ws, person = WorkspaceId(workspace_id), PersonId(person_id)
        async with self._storage.read(ws) as uow:
            home = await uow.homes.get(person)
        if home is None:
            return
        try:
            view = self._draw_home(await self._morning.look(ws, person_id=person))
            if digest(view) == home.drawn:
                return
            await self._slack.publish(view, person_id=person)
        except SlackBusy as error:
            async with self._storage.write(ws) as uow:
                await uow.enqueue(home_job(uow, person, now=self._now(), delay_seconds=error.wait_seconds))
            return
        except SlackError as error:
            log.warning("a Home tab could not be shown: %s", error)
            async with self._storage.write(ws) as uow:
                await uow.homes.forget(person)  # it is drawn again when it is opened again
            return
        async with self._storage.write(ws) as uow:
            if (home := await uow.homes.get(person)) is not None:
                home.drawn = digest(view)

    async def _look_over(self, scheduled: datetime, _context: Any) -> None:
        await self._engine.step("homes", self._look_over_once)

    async def _look_over_once(self) -> None:
        now = self._now()
        async with self._storage.across_workspaces() as everywhere:
            homes = await everywhere.homes_opened(since=now - KEPT_FOR, limit=AT_ONCE)
        for each in homes:
            async with self._storage.write(each.workspace_id) as uow:
                await uow.enqueue(home_job(uow, each.person_id, now=now))


def digest(view: View) -> str:
    """Name what a view shows; the line that says of when it is does not count."""
    shown = [block for block in view["blocks"] if block.get("block_id") != "home:as-of"]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
