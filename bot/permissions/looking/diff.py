"""What Meta's list says against what we know: a pure difference, applied elsewhere."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.permissions.status import ENDED, LIVE, OPEN, Standing, State, standing_of, state_of

GRACE = timedelta(minutes=2)
"""How long a request just sent may be absent from Meta's list before that means anything."""


_STANDS = frozenset({State.WAITING, State.APPROVED})


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of Meta's list."""

    permission_id: str
    """Empty where Meta's list carries no ids."""
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
    ended_at: datetime | None = None
    """When it came to its end; None while it is live."""


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
class Renamed:
    """A request whose creator's account has another handle now: the Instagram id says that it is the same account."""

    request_id: str
    username: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything there is to apply."""

    changes: Sequence[Change]
    missing: Sequence[Missing]
    found: Sequence[Listed]
    """Permissions that stand at Meta and that nobody asked for here."""
    renamed: Sequence[Renamed] = ()
    past: Sequence[Listed] = ()
    """Permissions that had come to their end before anybody here knew of them."""

    def pieces(self, most: int) -> Iterator[Difference]:
        """Cut it into pieces of at most so many parts, those that people wait for first; nothing has no piece."""
        queues = [deque(each) for each in (self.changes, self.missing, self.renamed, self.found, self.past)]
        while any(queues):
            left = most
            taken: list[list[Any]] = []
            for parts in queues:
                taken.append([parts.popleft() for _ in range(min(left, len(parts)))])
                left -= len(taken[-1])
            changes, missing, renamed, found, past = taken
            yield Difference(changes=changes, missing=missing, renamed=renamed, found=found, past=past)

    def of(self, request_ids: Collection[str]) -> Difference:
        """Return what is about these requests, and all that was made elsewhere."""
        return Difference(
            changes=[each for each in self.changes if each.request_id in request_ids],
            missing=[each for each in self.missing if each.request_id in request_ids],
            renamed=[each for each in self.renamed if each.request_id in request_ids],
            found=self.found,
            past=self.past,
        )

    @property
    def request_ids(self) -> set[str]:
        """The requests it is about."""
        about: list[Change | Missing | Renamed] = [*self.changes, *self.missing, *self.renamed]
        return {each.request_id for each in about}


def difference(
    listed: Sequence[Listed], known: Sequence[Known], *, now: datetime, is_first: bool = False
) -> Difference:
    """Compare a whole list of one profile with what we know of it. `now` is when the reading of the list began.

    The first list of a profile brings along what had ended before: later on, whatever ends was known here.
    """
    changes: list[Change] = []
    missing: list[Missing] = []
    rows, live = _ByCreator[Listed](), _ByCreator[Known]()
    for row in listed:
        rows.add(row)
    taken = {request.permission_id for request in known if request.permission_id and _holds_its_row(request, now=now)}
    for request in known:
        if request.state not in LIVE:
            continue
        live.add(request)
        spoken = row_of(request, rows.near(request), others=taken)
        if spoken is None:
            if _should_be_listed(request, now=now):
                missing.append(Missing(request_id=request.request_id))
            continue
        if spoken.permission_id:
            taken.add(spoken.permission_id)
        state, permission_id = state_of(spoken.status), spoken.permission_id or request.permission_id
        if (state, spoken.status, permission_id) != (request.state, request.meta_status, request.permission_id):
            changes.append(Change(request_id=request.request_id, state=state, listed=spoken))
    found = [
        row
        for row in listed
        if row.permission_id not in taken
        and standing_of(row.status) in (Standing.PENDING, Standing.APPROVED)
        and not any(same_creator(request, row) for request in live.near(row))
    ]
    return Difference(
        changes=changes,
        missing=missing,
        found=_one_a_creator(found),
        renamed=_renamed(listed, known),
        past=_past(listed, known={*taken, *(each.permission_id for each in known)}) if is_first else (),
    )


def row_of(request: Known, listed: Iterable[Listed], *, others: Collection[str] = ()) -> Listed | None:
    """Pick the row that speaks for `request`: an approval wins, then its own row, then a pending one, then a new one.

    Meta may list several rows for one creator (an old refusal beside a new ask). Rows in `others` belong to other
    requests; rows the request had seen before it was sent are not its own answer.
    """
    rows = [
        row
        for row in listed
        if same_creator(request, row)
        and (row.permission_id == request.permission_id or row.permission_id not in others)
    ]
    rows.sort(key=lambda row: row.permission_id != request.permission_id)  # its own first, whatever Meta's order
    return (
        next((row for row in rows if standing_of(row.status) is Standing.APPROVED), None)
        or next((row for row in rows if row.permission_id == request.permission_id), None)
        or next((row for row in rows if standing_of(row.status) is Standing.PENDING), None)
        or (_newly_listed(request, rows) if request.permission_id is None else None)
        or (_listed_without_id(rows) if request.permission_id or request.state in _STANDS else None)
    )


def same_creator(request: Known, row: Listed) -> bool:
    """Tell whether a row is about the request's creator: by Instagram id where both know it, by handle otherwise."""
    if row.permission_id and row.permission_id == request.permission_id:
        return True
    if request.creator_ig_id and row.creator_ig_id:
        return request.creator_ig_id == row.creator_ig_id
    return row.creator_username is not None and row.creator_username.lower() == request.creator_username.lower()


def nameless(ig_id: str) -> str:
    """Name an account by its Instagram id: what stands in place of a handle that nobody told us, or that is not free yet."""
    return f"id {ig_id}"


def _renamed(listed: Sequence[Listed], known: Sequence[Known]) -> list[Renamed]:
    """Find accounts that are called otherwise by now, by Instagram id alone: a handle may be somebody else's today."""
    called = {
        row.creator_ig_id: row.creator_username.lower() for row in listed if row.creator_ig_id and row.creator_username
    }
    holders = {each.creator_username: each for each in known if each.state in LIVE}
    renamed = []
    for request in known:
        username = called.get(request.creator_ig_id or "")
        if username is None or username == request.creator_username.lower():
            continue
        holder = holders.get(username)
        is_held = holder is not None and holder.creator_ig_id != request.creator_ig_id
        if is_held and request.creator_username == nameless(request.creator_ig_id or ""):
            continue  # whoever held the handle until now has to be heard of first
        renamed.append(Renamed(request_id=request.request_id, username=username))
    return renamed


def _newly_listed(request: Known, rows: Sequence[Listed]) -> Listed | None:
    if request.sent_at is None:
        return None
    return next((row for row in rows if row.permission_id not in request.seen_before), None)


def _listed_without_id(rows: Sequence[Listed]) -> Listed | None:
    """Return the row of a list that carries no ids: it can only be about what stands with this creator."""
    return next((row for row in rows if not row.permission_id), None)


def _past(listed: Sequence[Listed], *, known: Collection[str | None]) -> list[Listed]:
    """Return what has ended and is new to us, once each. What carries no id could not be told from itself next time."""
    ended = {row.permission_id: row for row in listed if row.permission_id and standing_of(row.status) in ENDED}
    return [row for permission_id, row in ended.items() if permission_id not in known]


def _holds_its_row(request: Known, *, now: datetime) -> bool:
    """Tell whether the row is spoken for: one whose request has ended long ago, and that stands, was made elsewhere.

    For a while after the end it is held, because Meta's list may not show the end yet.
    """
    return request.ended_at is None or now - request.ended_at <= GRACE


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


About = TypeVar("About", Known, Listed)


class _ByCreator(Generic[About]):
    """Rows or requests, found by everything that may name their creator: brands have thousands of them."""

    def __init__(self) -> None:
        self._found: defaultdict[tuple[str, str], list[tuple[int, About]]] = defaultdict(list)
        self._size = 0

    def add(self, item: About) -> None:
        """Add one more."""
        self._size += 1
        for name in _names(item):
            self._found[name].append((self._size, item))

    def near(self, other: Known | Listed) -> list[About]:
        """Return all that may be about the same creator, in the order they came."""
        near = {number: item for name in _names(other) for number, item in self._found.get(name, ())}
        return [near[number] for number in sorted(near)]


def _names(item: Known | Listed) -> Iterator[tuple[str, str]]:
    if item.permission_id:
        yield "permission", item.permission_id
    if item.creator_ig_id:
        yield "account", item.creator_ig_id
    if item.creator_username:
        yield "handle", item.creator_username.lower()
