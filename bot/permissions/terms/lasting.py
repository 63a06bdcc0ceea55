"""From a request's row to its term, and back: until when it may be used, and when that is told next."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.campaigns.quiet import local_day
from bot.campaigns.rules import Rules
from bot.permissions.status import State
from bot.permissions.terms.rules import Term, next_notice
from bot.words import say, written
from storage.tables import Origin, Request


def term_of(request: Request, *, rules: Rules) -> Term | None:
    """Return the term of a request; None where it has no end."""
    if request.until is None or request.term_set_at is None:
        return None
    return Term(until=request.until, zone=rules.quiet.zone, set_at=request.term_set_at)


def begin_at_yes(request: Request, *, rules: Rules, now: datetime) -> None:
    """Begin the term that the campaign gives, where a creator said yes and nobody has agreed on another, or on none."""
    is_undecided = request.until is None and request.term_set_at is None and request.origin is Origin.ASKED
    if is_undecided and rules.term_days is not None:
        put(request, until=local_day(now, rules.quiet.zone) + timedelta(days=rules.term_days), now=now)
    watch(request, rules=rules, now=now)


def put(request: Request, *, until: date | None, now: datetime) -> None:
    """Agree on a last day, or on none; what was told of the one before counts no more."""
    request.until, request.term_set_at, request.term_told = until, now, None


def watch(request: Request, *, rules: Rules, now: datetime) -> None:
    """Say when the term is told of next: only what may be used can come to its end."""
    term = term_of(request, rules=rules) if request.state == State.APPROVED else None
    notice = next_notice(term, told=request.term_told, quiet=rules.quiet, now=now) if term is not None else None
    request.term_at = notice.at if notice is not None else None


def day_words(day: date) -> str:
    """Write a day of the campaign's calendar, which is the same day in every reader's zone."""
    return written(datetime.combine(day, time(12)), say("term.day_written"))
