"""Bringing posted messages about comments up to date, until Slack lets nobody edit them any more."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from bot.comments.drawing import DrawingNotes
from bot.comments.facts import note_facts
from bot.comments.notes import SHOW, known, show_job
from bot.connections.means import LoginMeans
from bot.permissions.tell import LONGEST_PAUSE
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError, SlackRefused
from storage.ids import WorkspaceId

log = logging.getLogger(__name__)

PAST_EDITING = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Slack lets nobody edit it any more: https://docs.slack.dev/reference/methods/chat.update"""
EDITED_AGAIN = timedelta(hours=1)
"""Whatever else keeps a message from being edited, the channel's being closed say, may be over then."""


class ShowingComments:
    """The durable work."""

    def __init__(self, means: LoginMeans, *, patient: SlackCalls, drawing: DrawingNotes) -> None:
        self._means = means
        self._slack = patient
        self._drawing = drawing

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(SHOW, self._show)

    async def _show(self, workspace_id: str, key: str, run: str) -> None:
        await self._means.engine.step("edit", self._edit, WorkspaceId(workspace_id), key, int(run))

    async def _edit(self, ws: WorkspaceId, key: str, run: int) -> None:
        """Bring a posted message up to its present version; doing it twice changes nothing."""
        async with self._means.storage.read(ws) as uow:
            note = await uow.comment_notes.get(key)
            if note is None or note.ts is None or note.shown_version >= note.version:
                return
            asset = await uow.assets.get(note.asset_id)
            assert asset is not None, "accounts are never deleted"
            facts = await note_facts(uow, note, asset=asset)
        try:
            if facts is not None:
                give = partial(self._slack.edit, channel_id=note.channel_id, ts=note.ts, key=key)
                await self._drawing.give(await self._drawing.illustrated(ws, key, facts), give)
        except SlackBusy as error:
            pause = max(error.wait_seconds, min(2.0 ** min(run, 9), LONGEST_PAUSE))
            async with self._means.storage.write(ws) as uow:
                await uow.enqueue(show_job(note, run=run + 1, delay_seconds=pause))
            return
        except SlackError as error:
            log.warning("news of comments could not be edited: %s", error)
            if not (isinstance(error, SlackRefused) and error.code in PAST_EDITING):
                await self._edit_later(ws, key)
                return
        async with self._means.storage.write(ws) as uow:
            shown = await known(uow, key)
            shown.shown_version = max(shown.shown_version, note.version)

    async def _edit_later(self, ws: WorkspaceId, key: str) -> None:
        """Leave it to whoever looks for messages that do not show their newest version."""
        async with self._means.storage.write(ws) as uow:
            note = await known(uow, key)
            note.sweep_at = self._means.now() + EDITED_AGAIN
