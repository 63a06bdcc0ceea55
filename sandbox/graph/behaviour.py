"""How a scripted creator answers, written as `manual`, `ignores`, `approves:6`, `declines:8` or `approves:4,revokes:20`."""

from __future__ import annotations

import re

from sandbox.graph.model import Due, Status

_SECONDS = r"(\d+(?:\.\d+)?)"
_SHAPES: tuple[tuple[re.Pattern[str], tuple[Status, ...]], ...] = (
    (re.compile(r"manual|ignores"), ()),
    (re.compile(rf"approves:{_SECONDS}"), (Status.APPROVED,)),
    (re.compile(rf"declines:{_SECONDS}"), (Status.REJECTED,)),
    (re.compile(rf"approves:{_SECONDS},revokes:{_SECONDS}"), (Status.APPROVED, Status.REVOKED)),
)


def plan(behaviour: str, *, asked_at: float) -> list[Due]:
    """Work out when a creator of this behaviour answers a request made at `asked_at` (seconds since the epoch).

    Each delay counts from the answer before it. Raises ValueError for a behaviour that is none of the five.
    """
    for shape, statuses in _SHAPES:
        if found := shape.fullmatch(behaviour):
            at = asked_at
            answers = []
            for seconds, status in zip(found.groups(), statuses, strict=True):
                at += float(seconds)
                answers.append(Due(at=at, status=status))
            return answers
    raise ValueError(
        f"{behaviour!r} is no behaviour: use manual, ignores, approves:SECONDS, declines:SECONDS"
        " or approves:SECONDS,revokes:SECONDS"
    )
