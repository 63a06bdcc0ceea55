"""Asking many things at once, in batches, without ever repeating a write that may have happened."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import SecretStr

from bot.graph.batch import MOST, envelope, open_envelope
from bot.graph.buckets import Draws
from bot.graph.call import Answer, Call
from bot.graph.errors import GraphError, GraphHeld, GraphThrottled, GraphUnanswered, LoginDead
from bot.graph.wire import Wire
from bot.words import say

Read = TypeVar("Read")
Readable = TypeVar("Readable", covariant=True)


@dataclass(frozen=True)
class Question(Generic[Readable]):
    """A call and how its answer is read."""

    call: Call
    read: Callable[[Any], Readable]


async def ask_many(wire: Wire, questions: Sequence[Question[Read]], *, token: SecretStr) -> list[Read | GraphError]:
    """Ask in batches of fifty; each answer, or the error it is, stands where its question stood.

    A read that timed out inside a batch is asked once more; a write never: it comes as GraphUnanswered, to be
    read back. One that the limits hold back is left out. Once Meta says that all calls must wait, or that the
    login is dead, nothing more is sent.
    """
    found: list[Read | GraphError] = []
    for start in range(0, len(questions), MOST):
        answered = await _ask_batch(wire, questions[start : start + MOST], token=token)
        found.extend(answered)
        if (stop := _stops_all(answered)) is not None:
            return found + [_unsent(stop)] * (len(questions) - len(found))
    return found


async def _ask_batch(
    wire: Wire, questions: Sequence[Question[Read]], *, token: SecretStr, is_second: bool = False
) -> list[Read | GraphError]:
    """Ask those of a batch that may go; an error stands for each that may not."""
    turns = [await _turn(wire, question, token=token) for question in questions]
    admitted = [(question, turn) for question, turn in zip(questions, turns, strict=True) if isinstance(turn, Draws)]
    answered = iter(await _send_batch(wire, admitted, token=token, is_second=is_second) if admitted else [])
    return [next(answered) if isinstance(turn, Draws) else turn for turn in turns]


async def _turn(wire: Wire, question: Question[Read], *, token: SecretStr) -> Draws | GraphHeld:
    try:
        return await wire.admit(question.call, token=token)
    except GraphHeld as held:
        return held


async def _send_batch(
    wire: Wire, admitted: Sequence[tuple[Question[Read], Draws]], *, token: SecretStr, is_second: bool
) -> list[Read | GraphError]:
    questions = [question for question, _ in admitted]
    call = envelope([question.call for question in questions], token=token)
    try:
        answers = await wire.ask(call, token=token, read=partial(open_envelope, count=len(questions)))
    except GraphError as error:
        return [error if question.call.writes else _unsent(error) for question in questions]
    found = [
        await _settled(wire, question, answer, draws=draws, token=token)
        for (question, draws), answer in zip(admitted, answers, strict=True)
    ]

    unread = [at for at, answer in enumerate(answers) if answer is None and not questions[at].call.writes]
    if unread and not is_second and _stops_all(found) is None:
        again = await _ask_batch(wire, [questions[at] for at in unread], token=token, is_second=True)
        for at, answered in zip(unread, again, strict=True):
            found[at] = answered
    return found


async def _settled(
    wire: Wire, question: Question[Read], answer: Answer | None, *, draws: Draws, token: SecretStr
) -> Read | GraphError:
    if answer is None:
        return GraphUnanswered(may_have_happened=question.call.writes, why=say("graph.why.out_of_time"))
    try:
        secrets = [token.get_secret_value()]
        return await wire.settle(answer, call=question.call, read=question.read, draws=draws, secrets=secrets)
    except GraphError as error:
        return error


def _stops_all(found: Sequence[object]) -> GraphError | None:
    """Find what makes further calls with this login pointless; a single account that must wait does not."""
    for each in found:
        if isinstance(each, LoginDead) or (isinstance(each, GraphThrottled) and each.scope != "business"):
            return each
    return None


def _unsent(error: GraphError) -> GraphError:
    """Make the same error for a call that surely changed nothing."""
    same = copy.copy(error)
    same.may_have_happened = False
    return same
