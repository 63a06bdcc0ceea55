"""The rules about logins, by property: what an account lacks, when somebody is reminded, which way is used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.connections.clocks import CHECK_EVERY, REMIND_DAYS, Clocks, days_left, next_check, reminder_due
from bot.connections.healthiest import Choice, healthiest
from bot.connections.lacks import ADVERTISING, Granted, Kind, Lack, lacks_of
from bot.connections.scopes import ASKED, INSTAGRAM

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
SPANS = st.timedeltas(min_value=timedelta(days=-100), max_value=timedelta(days=100))
ENDS = st.none() | SPANS.map(lambda span: NOW + span)
CLOCKS = st.builds(Clocks, token_ends_at=ENDS, data_ends_at=ENDS)
SCOPES = st.sets(st.sampled_from(ASKED))
TASKS = st.none() | st.sets(st.sampled_from(["ADVERTISE", "ANALYZE", "MANAGE", "FULL_CONTROL", "SOMETHING_NEW"]))
IDS = st.sets(st.sampled_from(["ig", "page", "business", "other"]))


@given(CLOCKS)
def test_a_reminder_is_due_exactly_from_two_weeks_before_the_sooner_end(clocks: Clocks) -> None:
    due = reminder_due(clocks, now=NOW)
    if clocks.ends_at is None or clocks.ends_at - NOW > timedelta(days=max(REMIND_DAYS)):
        assert due is None
    elif clocks.ends_at <= NOW:
        assert due == 0
    else:
        assert due in REMIND_DAYS
        assert due >= days_left(clocks.ends_at, now=NOW)


@given(CLOCKS, SPANS)
def test_as_time_passes_reminders_only_come_nearer(clocks: Clocks, span: timedelta) -> None:
    sooner, later = sorted((NOW, NOW + span))
    first, second = reminder_due(clocks, now=sooner), reminder_due(clocks, now=later)
    assert first is None or (second is not None and second <= first)


@given(CLOCKS, st.integers(0, 40))
def test_a_check_is_always_ahead_and_never_further_than_a_day(clocks: Clocks, failed: int) -> None:
    due = next_check(clocks, now=NOW, failed=failed)
    assert NOW < due <= NOW + CHECK_EVERY


@given(ENDS.filter(lambda end: end is not None and end > NOW))
def test_checking_as_told_meets_every_reminder_within_a_minute(end: datetime) -> None:
    clocks, now, met = Clocks(token_ends_at=end), NOW, set[int]()
    while now < end:
        now = next_check(clocks, now=now)
        due = reminder_due(clocks, now=now)
        if due is not None:
            met.add(due)
    whole = {days for days in REMIND_DAYS if end - timedelta(days=days) > NOW}
    assert whole <= met
    assert 0 in met


@given(SCOPES, TASKS, st.booleans(), st.booleans())
def test_an_account_lacks_nothing_only_with_every_permission_and_a_role_that_is_not_known_to_be_too_small(
    scopes: set[str], tasks: set[str] | None, is_lost: bool, is_professional: bool
) -> None:
    lacks = lacks_of(
        Granted(scopes=scopes),
        needed=INSTAGRAM,
        ids=("ig",),
        tasks=tasks,
        is_lost=is_lost,
        is_professional=is_professional,
    )
    may_advertise = tasks is None or not ADVERTISING.isdisjoint(tasks)
    is_fit = set(INSTAGRAM) <= scopes and may_advertise and not is_lost and is_professional
    assert (lacks == ()) == is_fit
    assert len({lack.kind for lack in lacks}) == len(lacks)


@given(SCOPES, IDS, IDS)
def test_a_permission_for_some_accounts_holds_for_those_by_any_of_their_ids(
    scopes: set[str], chosen: set[str], ids: set[str]
) -> None:
    granted = Granted(scopes=scopes, targets=dict.fromkeys(scopes, chosen))
    missing = granted.without(INSTAGRAM, ids=ids)
    for scope in INSTAGRAM:
        assert (scope in missing) == (scope not in scopes or not chosen & ids)


def test_what_meta_was_not_asked_about_is_not_held_against_anybody() -> None:
    assert lacks_of(None, needed=INSTAGRAM, ids=("ig",), tasks=None) == ()
    assert lacks_of(Granted(), needed=INSTAGRAM, ids=("ig",), tasks=None) == (
        Lack(kind=Kind.SCOPE, scopes=tuple(INSTAGRAM)),
    )


CHOICES = st.lists(
    st.builds(
        Choice,
        id=st.uuids().map(str),
        is_alive=st.booleans(),
        is_over=st.booleans(),
        lacks=st.integers(0, 3),
        ends_at=ENDS,
        granted_at=SPANS.map(lambda span: NOW + span),
    ),
    max_size=6,
)


@given(CHOICES)
def test_the_way_in_use_is_alive_if_any_is_and_lacks_least_of_those(choices: list[Choice]) -> None:
    chosen = healthiest(choices)
    if not choices:
        assert chosen is None
        return
    assert chosen is not None
    assert chosen.is_alive == any(each.is_alive for each in choices)
    fit = [each for each in choices if each.is_alive == chosen.is_alive and each.is_over == chosen.is_over]
    assert chosen.lacks == min(each.lacks for each in fit)


@given(CHOICES, st.randoms())
def test_which_way_is_used_does_not_depend_on_the_order_they_come_in(choices: list[Choice], random: object) -> None:
    shuffled = list(choices)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives random.Random
    assert healthiest(shuffled) == healthiest(choices)
