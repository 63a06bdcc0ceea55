"""From a request's row to the next step about a creator who has not answered, and back."""

from __future__ import annotations

from datetime import datetime

from bot.campaigns.rules import rules_of
from bot.permissions.nudging.rules import Due, Step, Taken, next_step
from bot.permissions.status import State
from storage.tables import Campaign, Origin, Request


def expect(request: Request, *, campaign: Campaign | None, now: datetime) -> Due | None:
    """Say when something is to be done about a request, and return what; None where nothing is.

    What was found at Meta is nobody's to nudge by a plan: nobody here knows when, or how, that creator was asked.
    """
    due = None
    if campaign is not None and campaign.closed_at is None and request.origin is Origin.ASKED:
        rules = rules_of(campaign)
        due = next_step(
            rules.plan,
            state=State(request.state),
            waiting_since=request.sent_at or request.asked_at,
            taken=_taken(request),
            quiet=rules.quiet,
            now=now,
        )
    request.nudge_at = due.at if due is not None else None
    return due


def write_down(request: Request, due: Due, *, now: datetime) -> None:
    """Keep that a step was taken."""
    request.nudge_number, request.nudged_at = due.number, now
    if due.step is Step.NUDGE:
        request.nudges += 1
    else:
        request.is_handed_off = True


def planned(request: Request, *, campaign: Campaign | None) -> Due | None:
    """Return the next step as it was last thought of."""
    if request.nudge_at is None or campaign is None or request.state != State.WAITING:
        return None
    is_last = request.nudge_number >= len(campaign.nudge_days)
    number = request.nudge_number if is_last else request.nudge_number + 1
    return Due(step=Step.HAND_OFF if is_last else Step.NUDGE, number=number, at=request.nudge_at)


def _taken(request: Request) -> Taken | None:
    if request.nudged_at is None:
        return None
    step = Step.HAND_OFF if request.is_handed_off else Step.NUDGE
    return Taken(step=step, number=request.nudge_number, at=request.nudged_at)
