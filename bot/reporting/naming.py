"""What people of the history are called is written down while Slack still knows them.

History names people by their Slack ids. Somebody who left is still told of by Slack, but not for ever, and an export has to be
readable without Slack.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.engine import Engine, Schedule
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError
from storage.unit_of_work import Storage

NAMES = "names"
EVERY_TEN_MINUTES = "0 */10 * * * *"
LOOKED_BACK = timedelta(days=2)
"""Longer than Slack or the bot is ever away; who is not known to Slack is not asked for again after that."""
AT_A_TIME = 40
"""Slack tells of a hundred people in a minute. https://docs.slack.dev/reference/methods/users.info (tier 4)"""


class Naming:
    """The use case."""

    def __init__(self, *, storage: Storage, engine: Engine, slack: SlackCalls, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._engine = engine
        self._slack = slack
        self._now = now

    def register(self) -> None:
        """Give the engine this schedule."""
        self._engine.schedule(Schedule(name=NAMES, cron=EVERY_TEN_MINUTES, run=self._tick))

    async def catch_up(self) -> None:
        """Write down what those are called who have done something lately and whose name is not known yet."""
        async with self._storage.across_workspaces() as everywhere:
            unnamed = await everywhere.actors_unnamed(since=self._now() - LOOKED_BACK, limit=AT_A_TIME)
        for workspace_id, person_id in unnamed:
            try:
                someone = await self._slack.someone(person_id)
            except SlackBusy:
                return  # the next tick goes on
            except SlackError:
                continue  # Slack knows nobody of that id
            async with self._storage.write(workspace_id) as uow:
                await uow.names.note(person_id, someone.name)

    async def _tick(self, _scheduled: datetime, _context: Any) -> None:
        await self._engine.step("name people", self.catch_up)
