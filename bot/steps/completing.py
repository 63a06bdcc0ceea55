"""A workflow is told how its step ended: once, because Slack takes the end of an execution once.

That is what makes a repeat after a crash harmless: Slack answers that the step is not running any more.
https://docs.slack.dev/reference/methods/functions.completeSuccess
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import SecretStr

from bot.permissions.durable import DurableWork, Means
from bot.slack.calls import SlackCalls
from bot.slack.errors import SlackBusy, SlackError, SlackRefused
from bot.slack.functions import SlackFunctions
from bot.steps.wanting import END_STEP, LATE, step_job
from storage.ids import WorkspaceId
from storage.secrets import SealBroken
from storage.steps import Step, StepStage
from storage.tables import Message, Request

log = logging.getLogger(__name__)

CARD_TURNS = 8
"""How often it is looked for a card that is not posted yet; then the workflow goes on without its link."""
CARD_SECONDS = 2.0
LONGEST_PAUSE = 300.0

Plain = Callable[[str], Awaitable[str]]
"""Makes a sentence readable where Slack shows plain text."""


@dataclass(frozen=True, kw_only=True)
class _Over:
    step: Step
    request: Request | None
    card: Message | None


class CompletingSteps(DurableWork):
    """The durable work."""

    def __init__(self, means: Means, *, slack: SlackCalls, functions: SlackFunctions, plain: Plain) -> None:
        super().__init__(means)
        self._slack, self._functions, self._plain = slack, functions, plain

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(END_STEP, self._end)

    async def _end(self, workspace_id: str, step_id: str, turn: str) -> None:
        await self.engine.step("complete", self._complete, workspace_id, step_id, int(turn))

    async def _complete(self, workspace_id: str, step_id: str, turn: int) -> None:
        """Tell Slack how a step ended, unless it was told; put it off while the card is late or Slack is busy."""
        ws = WorkspaceId(workspace_id)
        over = await self._read(ws, step_id)
        if over is None:
            return
        step = over.step
        is_card_late = over.card is not None and over.card.ts is None and turn < CARD_TURNS
        if step.end_words is None and is_card_late:
            await self._put_off(ws, step_id, turn=turn, seconds=CARD_SECONDS)
            return
        try:
            if step.end_words is not None:
                await self._functions.fail(step.id, words=await self._plain(step.end_words), token=self._token(step))
            else:
                await self._functions.succeed(step.id, outputs=await self._outputs(over), token=self._token(step))
        except SlackBusy as busy:
            await self._put_off(ws, step_id, turn=turn, seconds=max(busy.wait_seconds, 2.0**turn))
            return
        except SlackRefused as refused:
            # Ended by somebody, out of time for Slack, or told before a crash: there is nobody to tell any more.
            log.warning("Slack takes no end of a step: %s", refused.code)
        async with self.storage.write(ws) as uow:
            told = await uow.steps.get(step_id, lock=True)
            if told is not None:
                told.stage, told.sealed_token = StepStage.DONE, None

    async def _read(self, ws: WorkspaceId, step_id: str) -> _Over | None:
        async with self.storage.read(ws) as uow:
            step = await uow.steps.get(step_id)
            if step is None or step.stage is not StepStage.ENDING:
                return None
            request = await uow.requests.get(step.request_id) if step.request_id else None
            card = await uow.messages.card_for(request) if request is not None else None
            return _Over(step=step, request=request, card=card)

    async def _outputs(self, over: _Over) -> dict[str, str]:
        """Return the outputs of the manifest; those that are not known are left out."""
        outputs = {
            "state": over.step.end_state or "",
            "permission_id": (over.request.permission_id if over.request else None) or "",
            "card_link": await self._link(over.card),
        }
        return {name: value for name, value in outputs.items() if value}

    async def _link(self, card: Message | None) -> str:
        if card is None or card.ts is None:
            return ""
        try:
            return await self._slack.permalink(channel_id=card.channel_id, ts=card.ts)
        except SlackBusy:
            raise
        except SlackError:  # the card was deleted, or its channel is closed to us: the workflow goes on all the same
            return ""

    def _token(self, step: Step) -> SecretStr | None:
        try:
            return self.secrets.open(step.sealed_token) if step.sealed_token else None
        except SealBroken:  # the key is gone; the bot's own token is there
            return None

    async def _put_off(self, ws: WorkspaceId, step_id: str, *, turn: int, seconds: float) -> None:
        async with self.storage.write(ws) as uow:
            step = await uow.steps.get(step_id, lock=True)
            if step is None or step.stage is not StepStage.ENDING:
                return
            step.sweep_at = self.now() + LATE
            await uow.enqueue(step_job(step, turn=turn + 1, delay_seconds=min(seconds, LONGEST_PAUSE)))
