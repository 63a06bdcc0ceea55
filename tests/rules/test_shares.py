"""A brand's share of its business's list: only a brand of which nothing is new goes unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.looking.diff import Known, Listed, difference
from bot.permissions.looking.shares import OWN_WITHIN, agrees, digest_of, is_quiet
from bot.permissions.status import LIVE, State
from tests.rules.known import NOW, a_request

NUMBERS = {"PENDING": "1", "APPROVED": "2", "REJECTED": "3", "REVOKED": "4", "CANCELED": "6"}
AFTER = {"PENDING": ("APPROVED", "REJECTED", "CANCELED"), "APPROVED": ("REVOKED",)}
CREATORS = {"900": "maya.makes", "901": "juno.skates", "902": "nils.cooks"}


def a_row(creator: str = "900", *, status: str = "PENDING", permission_id: str = "P1") -> Listed:
    return Listed(permission_id=permission_id, status=status, creator_ig_id=creator, creator_username=CREATORS[creator])


def share(own: Sequence[Listed], *, numbers: bool = True) -> list[Listed]:
    """What an honest list of a business says of a brand."""
    return [
        replace(row, permission_id="", status=NUMBERS.get(row.status, row.status) if numbers else row.status)
        for row in own
    ]


def quiet(rows: Sequence[Listed], known: Sequence[Known], **given_values: Any) -> bool:
    values: dict[str, Any] = {"digest_before": digest_of(rows), "own_read_at": NOW - timedelta(minutes=5), "now": NOW}
    return is_quiet(rows, known, **(values | given_values))


@pytest.mark.parametrize("numbers", [True, False])
def test_a_share_that_says_what_it_said_before_is_quiet_in_numbers_and_in_words(numbers: bool) -> None:
    assert quiet(share([a_row()], numbers=numbers), [a_request()])


def test_any_other_word_about_any_creator_is_news() -> None:
    before = digest_of(share([a_row(), a_row("901", permission_id="P2")]))
    after = share([a_row(), a_row("901", permission_id="P2", status="APPROVED")])
    assert not quiet(after, [a_request()], digest_before=before)


def test_a_request_of_ours_that_the_share_does_not_explain_is_read_about() -> None:
    rows = share([a_row()])
    assert not quiet(
        rows, [a_request(), a_request(request_id="R2", creator_ig_id="901", creator_username="juno.skates")]
    )
    assert not quiet(rows, [a_request(state=State.UNSURE)])
    assert not quiet(rows, [])


def test_a_share_without_a_row_an_own_list_never_read_or_read_long_ago_is_not_believed() -> None:
    rows = share([a_row()])
    assert not quiet([], [])
    assert not quiet(rows, [a_request()], digest_before=None)
    assert not quiet(rows, [a_request()], own_read_at=None)
    assert not quiet(rows, [a_request()], own_read_at=NOW - OWN_WITHIN)
    assert not quiet(rows, [a_request()], own_read_at=NOW + timedelta(minutes=1))


def test_lists_agree_by_what_stands_in_whatever_form_and_order() -> None:
    own = [
        a_row(),
        a_row("901", permission_id="P2", status="APPROVED"),
        a_row("902", permission_id="P3", status="REVOKED"),
    ]
    assert agrees(share(own[::-1]), own)
    assert agrees(share(own[:2], numbers=False), own)
    assert agrees(share(own), [replace(row, creator_ig_id=None) for row in own])


def test_lists_disagree_by_a_creator_left_out_another_status_or_one_that_nobody_knows() -> None:
    own = [a_row(), a_row("901", permission_id="P2", status="APPROVED")]
    assert not agrees(share(own[:1]), own)
    assert not agrees(share([*own, a_row("902", permission_id="P3")]), own)
    assert not agrees(share([a_row(), a_row("901", status="PENDING")]), own)
    assert not agrees([replace(row, status="77") for row in share(own)], own)
    assert not agrees(share(own), [replace(row, creator_ig_id=None, creator_username=None) for row in own])


def _settled(own: Sequence[Listed], known: Sequence[Known], *, now: datetime) -> list[Known]:
    """What is known once a brand's own list was applied, until nothing is new."""
    requests = {each.request_id: each for each in known}
    for _ in range(3):
        found = difference(own, list(requests.values()), now=now)
        for change in found.changes:
            requests[change.request_id] = replace(
                requests[change.request_id],
                state=change.state,
                meta_status=change.listed.status,
                permission_id=change.listed.permission_id,
                ended_at=None if change.state in LIVE else now,
            )
        for gone in found.missing:
            requests[gone.request_id] = replace(requests[gone.request_id], state=State.UNSURE)
        for row in found.found:
            state = State.WAITING if row.status == "PENDING" else State.APPROVED
            requests[f"of-{row.permission_id}"] = a_request(
                request_id=f"of-{row.permission_id}",
                state=state,
                meta_status=row.status,
                permission_id=row.permission_id,
                creator_ig_id=row.creator_ig_id,
                creator_username=row.creator_username,
                sent_at=None,
            )
    return list(requests.values())


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Listed], list[Listed]]:
    """A brand's own list, and what became of it: answers come, new asks are made, and none that ended stands again."""
    before = [
        a_row(
            draw(st.sampled_from(sorted(CREATORS))),
            status=draw(st.sampled_from(sorted(NUMBERS))),
            permission_id=f"P{n}",
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    after = [replace(row, status=draw(st.sampled_from((row.status, *AFTER.get(row.status, ()))))) for row in before]
    for n in range(draw(st.integers(0, 2))):
        after.append(a_row(draw(st.sampled_from(sorted(CREATORS))), permission_id=f"Q{n}"))
    return before, draw(st.permutations(after))


@given(worlds(), st.booleans(), st.integers(0, 59))
def test_in_any_world_what_is_left_unread_would_have_changed_nothing(
    world: tuple[list[Listed], list[Listed]], numbers: bool, minutes: int
) -> None:
    before, after = world
    known = _settled(before, [], now=NOW)
    later = NOW + timedelta(minutes=minutes)
    said, says = share(before, numbers=numbers), share(after, numbers=numbers)
    if is_quiet(says, known, digest_before=digest_of(said), own_read_at=NOW, now=later):
        found = difference(after, known, now=later)
        assert not found.changes
        assert not found.missing
        assert not found.found


@given(worlds(), st.booleans())
def test_an_honest_list_agrees_and_is_quiet_while_nothing_happens(
    world: tuple[list[Listed], list[Listed]], numbers: bool
) -> None:
    own, _after = world
    says = share(own, numbers=numbers)
    assert agrees(says, own)
    known = _settled(own, [], now=NOW)
    assert is_quiet(says, known, digest_before=digest_of(says), own_read_at=NOW, now=NOW) == bool(own)
