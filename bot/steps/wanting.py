"""A request changes: the steps that wait for it may be over, in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.permissions.status import State
from bot.queues import ERRANDS
from bot.steps.ending import NOT_ASKED, is_over
from bot.words import say
from storage.steps import Step, StepStage
from storage.tables import Request
from storage.unit_of_work import Job, UnitOfWork

BEGIN_STEP = "begin-step"
END_STEP = "end-step"
LATE = timedelta(minutes=20)
"""When durable work that has not come to its end by then counts as lost."""


async def end_steps(uow: UnitOfWork, request: Request, *, now: datetime) -> None:
    """End the steps that have waited for this request, where its state now is what they wait for."""
    for step in await uow.steps.waiting_for(request.id):
        await end_if_over(uow, step, request, now=now)


async def end_if_over(uow: UnitOfWork, step: Step, request: Request, *, now: datetime) -> None:
    """End one step, if its request has come to what it waits for."""
    state = State(request.state)
    if not is_over(state, waits=bool(step.inputs["waits"])):
        return
    if state in NOT_ASKED:
        words = say(f"step.not_asked.{state}", creator=request.creator_username)
        await end(uow, step, words=" ".join([words, request.state_words or ""]).strip(), now=now)
    else:
        step.end_state = state.value
        await end(uow, step, words=None, now=now)


async def end(uow: UnitOfWork, step: Step, *, words: str | None, now: datetime) -> None:
    """Have the workflow told that its step is over; `words` say why it failed."""
    step.stage, step.end_words = StepStage.ENDING, words
    step.sweep_at = now + LATE
    await uow.enqueue(step_job(step))


def step_job(step: Step, *, turn: int = 0, delay_seconds: float = 0.0) -> Job:
    """Return the next piece of work on a step; each run of it, and each turn of a run, has its own id."""
    workflow = BEGIN_STEP if step.stage is StepStage.BEGUN else END_STEP
    return Job(
        workflow=workflow,
        queue=ERRANDS.name,
        id=f"{workflow}:{step.id}:{step.run}:{turn}",
        args=(step.workspace_id, step.id, str(turn)),
        delay_seconds=delay_seconds,
    )
