"""The thread entry of a letter follows it: edited in place, so that one look says how the letter stands."""

from __future__ import annotations

import logging

from bot.letters.facts import letter_facts
from bot.permissions.durable import DurableWork, Means
from bot.permissions.facts import DrawHistory, facts_of, history_of, letters_told
from bot.permissions.record import SHOW_LETTER, show_letter_job
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError
from storage.ids import WorkspaceId

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0


class ShowingLetters(DurableWork):
    """The durable work of showing letters."""

    def __init__(self, means: Means, *, slack: SlackCalls, draw_history: DrawHistory) -> None:
        super().__init__(means)
        self._slack = slack
        self._draw_history = draw_history

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(SHOW_LETTER, self._show)

    async def _show(self, workspace_id: str, letter_id: str, turn: str) -> None:
        await self.engine.step("show", self._edit, workspace_id, letter_id, int(turn))

    async def _edit(self, workspace_id: str, letter_id: str, turn: int) -> None:
        """Bring the entry up to the letter's present version; doing it twice changes nothing."""
        ws = WorkspaceId(workspace_id)
        async with self.storage.read(ws) as uow:
            letter = await uow.letters.get(letter_id)
            message = await uow.messages.get(letter.told_key) if letter and letter.told_key else None
            request = await uow.requests.get(letter.request_id) if letter else None
            entry = await uow.audit.get(message.audit_id) if message and message.audit_id else None
            if letter is None or message is None or request is None or entry is None:
                return
            facts = await facts_of(uow, request)
            if facts.is_left_behind:  # others read there by now
                return
            together = await letters_told(uow, letter, request)
            history = history_of(entry, facts, called=None, letter=letter_facts(letter), together=together)
        pause = min(2.0 ** min(turn, 9), LONGEST_PAUSE)
        if message.ts is not None:
            try:
                words = self._draw_history(history)
                await self._slack.edit(words, channel_id=message.channel_id, ts=message.ts, key=message.key)
            except SlackBusy as error:
                pause = max(error.wait_seconds, pause)
            except SlackError as error:
                log.warning("the entry of a letter could not be edited: %s", error)
                return
            else:
                return
        # Not posted yet: it may be on its way with what was so before, so it is looked at again.
        async with self.storage.write(ws) as uow:
            job = show_letter_job(letter, channel_id=message.channel_id, turn=turn + 1, delay_seconds=pause)
            await uow.enqueue(job)
