"""What Meta's list says against what we know: a pure difference, applied elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.permissions.status import LIVE, OPEN, Standing, State, standing_of, state_of

GRACE = timedelta(minutes=2)
"""How long a request just sent may be absent from Meta's list before that means anything."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of Meta's list."""

    permission_id: str
    status: str
    creator_ig_id: str | None
    creator_username: str | None


@dataclass(frozen=True, kw_only=True)
class Known:
    """One request as we have it."""

    request_id: str
    state: State
    meta_status: str | None
    permission_id: str | None
    creator_ig_id: str | None
    creator_username: str
    sent_at: datetime | None
    seen_before: Collection[str]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A request that now stands differently, or is now known by a permission id."""

    request_id: str
    state: State
    listed: Listed


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A request that Meta listed, and lists no more."""

    request_id: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything there is to apply."""

    changes: Sequence[Change]
    missing: Sequence[Missing]
    found: Sequence[Listed]
    """Permissions that stand at Meta and that nobody asked for here."""


def difference(listed: Sequence[Listed], known: Sequence[Known], *, now: datetime) -> Difference:
    """Compare a whole list of one profile with what we know of it."""
    changes: list[Change] = []
    missing: list[Missing] = []
    taken: set[str] = set()
    for request in known:
        if request.permission_id is not None:
            taken.add(request.permission_id)
    for request in known:
        if request.state not in LIVE:
            continue
        row = row_of(request, listed, others=taken - {request.permission_id or ""})
        if row is None:
            if _should_be_listed(request, now=now):
                missing.append(Missing(request_id=request.request_id))
            continue
        taken.add(row.permission_id)
        state = state_of(row.status)
        if (state, row.status, row.permission_id) != (request.state, request.meta_status, request.permission_id):
            changes.append(Change(request_id=request.request_id, state=state, listed=row))
    live = [request for request in known if request.state in LIVE]
    found = [
        row
        for row in listed
        if row.permission_id not in taken
        and standing_of(row.status) in (Standing.PENDING, Standing.APPROVED)
        and not any(same_creator(request, row) for request in live)
    ]
    return Difference(changes=changes, missing=missing, found=_one_a_creator(found))


def row_of(request: Known, listed: Iterable[Listed], *, others: Collection[str] = ()) -> Listed | None:
    """Pick the row that speaks for `request`: an approval wins, then its own row, then a pending one, then a new one.

    Meta may list several rows for one creator (an old refusal beside a new ask). Rows in `others` belong to other
    requests; rows the request had seen before it was sent are not its own answer.
    """
    rows = [row for row in listed if same_creator(request, row) and row.permission_id not in others]
    rows.sort(key=lambda row: row.permission_id != request.permission_id)  # its own first, whatever Meta's order
    return (
        next((row for row in rows if standing_of(row.status) is Standing.APPROVED), None)
        or next((row for row in rows if row.permission_id == request.permission_id), None)
        or next((row for row in rows if standing_of(row.status) is Standing.PENDING), None)
        or (_newly_listed(request, rows) if request.permission_id is None else None)
    )


def same_creator(request: Known, row: Listed) -> bool:
    """Tell whether a row is about the request's creator: by Instagram id where both know it, by handle otherwise."""
    if row.permission_id == request.permission_id:
        return True
    if request.creator_ig_id and row.creator_ig_id:
        return request.creator_ig_id == row.creator_ig_id
    return row.creator_username is not None and row.creator_username.lower() == request.creator_username.lower()


def _newly_listed(request: Known, rows: Sequence[Listed]) -> Listed | None:
    if request.sent_at is None:
        return None
    return next((row for row in rows if row.permission_id not in request.seen_before), None)


def _should_be_listed(request: Known, *, now: datetime) -> bool:
    if request.permission_id is None or (request.sent_at is None and request.state in OPEN):
        return False
    if request.state is State.UNSURE:  # already said so
        return False
    return request.sent_at is None or now - request.sent_at > GRACE


def _one_a_creator(rows: Sequence[Listed]) -> list[Listed]:
    """Keep one row a creator, an approved one first: a creator stands once with a profile, however often Meta lists it."""
    best: dict[str, Listed] = {}
    for row in rows:
        key = row.creator_ig_id or row.creator_username or row.permission_id
        if key not in best or standing_of(row.status) is Standing.APPROVED:
            best[key] = row
    return list(best.values())
