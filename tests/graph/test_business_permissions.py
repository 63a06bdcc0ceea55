"""The list of a whole business: read in any form, believed only while it says what the brands' own lists say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    BusinessPermission,
    CreatorNotFound,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.permissions.probe import (
    LONGEST_PAUSE,
    SURE_FOR,
    Choice,
    Memory,
    Outcome,
    choose,
    learn,
    outcome_of,
)
from tests.graph.desk import BRAND, TOKEN, always, client_over, recording

LOGIN = SecretStr(TOKEN)
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
BUSINESS = "900000000000001"
ROW = {
    "brand_ig_fbid": BRAND,
    "brand_ig_user": {"id": BRAND, "username": "northlight.skin"},
    "creator_ig_user": {"id": "17841412345678901", "username": "Maya.Makes"},
    "creator_linked_fb_page": {"id": "104233445566771"},
    "permission_status": 2,
    "permission_created_time": 1772323200,
}


async def listed(row: object, **filters: Any) -> list[BusinessPermission]:
    client = client_over(always(json={"data": [row]}))
    return [each async for each in client.permissions.across(BUSINESS, token=LOGIN, **filters)]


# Reading it


async def test_a_row_tells_brand_creator_status_and_time() -> None:
    assert await listed(ROW) == [
        BusinessPermission(
            brand_ig_id=BRAND,
            creator_ig_id="17841412345678901",
            creator_username="maya.makes",
            creator_page_id="104233445566771",
            status="2",
            created_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("change", "field", "read"),
    [
        ({"permission_status": "APPROVED"}, "status", "APPROVED"),
        ({"permission_status": None}, "status", ""),
        ({"brand_ig_user": None}, "brand_ig_id", BRAND),
        ({"brand_ig_fbid": 17841400000000001, "brand_ig_user": None}, "brand_ig_id", BRAND),
        ({"creator_ig_user": "17841412345678901"}, "creator_username", None),
        ({"creator_ig_user": {"id": 9001650123456789123}}, "creator_ig_id", "9001650123456789123"),
    ],
)
async def test_every_form_of_a_field_is_read(change: dict[str, Any], field: str, read: object) -> None:
    (row,) = await listed(ROW | change)
    assert getattr(row, field) == read


@pytest.mark.parametrize("row", [{}, ROW | {"creator_ig_user": None}, {"permission_status": 1}, [], None])
async def test_a_row_that_names_no_creator_or_no_brand_is_nonsense(row: object) -> None:
    with pytest.raises(GraphNonsense):
        await listed(row)


async def test_the_filters_travel_in_metas_form_and_are_compared_here_too() -> None:
    seen: list[httpx.Request] = []
    other = ROW | {"brand_ig_user": {"id": "17841400000000002"}}
    prefix = ROW | {"creator_ig_user": {"id": "5", "username": "maya.makes.more"}}
    client = client_over(recording(seen, {"data": [ROW, other, prefix]}))

    found = [
        each
        async for each in client.permissions.across(
            BUSINESS, token=LOGIN, brand_ig_ids=[BRAND], creator_username="@Maya.Makes", statuses=[1, 2], page_size=50
        )
    ]

    assert [row.creator_ig_id for row in found] == ["17841412345678901"]
    params = seen[0].url.params
    assert seen[0].url.path == f"/v26.0/{BUSINESS}/ig_bc_ad_permissions"
    assert params["brand_instagram_accounts"] == f"[{BRAND}]"
    assert (params["creator_username"], params["permission_status"], params["limit"]) == ("maya.makes", "[1, 2]", "50")


async def test_an_id_that_is_none_is_refused_without_a_call() -> None:
    client = client_over(lambda _request: pytest.fail("sent"))
    with pytest.raises(InputRefused):
        [each async for each in client.permissions.across(BUSINESS, token=LOGIN, brand_ig_ids=["1],2"])]


async def test_what_waits_is_counted_in_one_call() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"data": [], "summary": {"pending_permission_count": 17}}))
    assert await client.permissions.count_pending(BUSINESS, token=LOGIN) == 17
    assert seen[0].url.params["summary"] == "pending_permission_count"


@pytest.mark.parametrize("summary", [None, {}, [], {"pending_permission_count": -1}, {"pending_permission_count": "x"}])
async def test_a_count_that_is_not_there_is_nonsense(summary: object) -> None:
    client = client_over(always(json={"data": [], "summary": summary}))
    with pytest.raises(GraphNonsense):
        await client.permissions.count_pending(BUSINESS, token=LOGIN)


# Whether to read it


def test_at_first_it_is_compared_then_used_and_after_a_week_compared_again() -> None:
    assert choose(Memory(), now=NOW) is Choice.COMPARE
    memory = learn(Memory(), Outcome.AGREED, now=NOW)
    assert choose(memory, now=NOW + timedelta(minutes=5)) is Choice.USE
    assert choose(learn(memory, Outcome.ANSWERED, now=NOW), now=NOW + SURE_FOR) is Choice.COMPARE


def test_a_refusal_rests_a_day_then_two_then_four_and_at_most_a_month() -> None:
    memory, now, pauses = Memory(), NOW, []
    for _ in range(8):
        memory = learn(memory, Outcome.REFUSED, now=now)
        assert memory.rests_until is not None
        assert choose(memory, now=memory.rests_until - timedelta(seconds=1)) is Choice.SKIP
        assert choose(memory, now=memory.rests_until) is Choice.COMPARE
        pauses.append((memory.rests_until - now).days)
        now = memory.rests_until
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_list_that_disagrees_is_not_used_although_it_agreed_before() -> None:
    memory = learn(learn(Memory(), Outcome.AGREED, now=NOW), Outcome.DISAGREED, now=NOW)
    assert choose(memory, now=NOW) is Choice.SKIP


def test_one_agreement_makes_up_for_every_failure() -> None:
    memory = learn(Memory(failures=7, rests_until=NOW), Outcome.AGREED, now=NOW)
    assert memory == Memory(agreed_at=NOW)


def test_an_outage_changes_nothing_that_is_remembered() -> None:
    memory = Memory(agreed_at=NOW, failures=0)
    assert learn(memory, Outcome.UNDECIDED, now=NOW + timedelta(days=1)) == memory


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (ScopeMissing, Outcome.REFUSED),
        (InputRefused, Outcome.REFUSED),
        (CreatorNotFound, Outcome.REFUSED),
        (GraphNonsense, Outcome.REFUSED),
        (GraphUnknown, Outcome.REFUSED),
        (GraphThrottled, Outcome.UNDECIDED),
        (GraphTransient, Outcome.UNDECIDED),
        (GraphUnanswered, Outcome.UNDECIDED),
        (LoginDead, Outcome.UNDECIDED),
    ],
)
def test_only_what_speaks_of_the_list_itself_counts_against_it(kind: type[GraphError], outcome: Outcome) -> None:
    assert outcome_of(kind()) is outcome


@given(st.lists(st.tuples(st.sampled_from(Outcome), st.timedeltas(timedelta(0), timedelta(days=60))), max_size=30))
def test_it_never_rests_for_longer_than_a_month_and_never_is_used_unless_it_agreed(
    tries: list[tuple[Outcome, timedelta]],
) -> None:
    memory, now, last = Memory(), NOW, None
    for outcome, passed in tries:
        now += passed
        if choose(memory, now=now) is Choice.USE:
            assert last is Outcome.AGREED
        memory = learn(memory, outcome, now=now)
        last = outcome if outcome not in (Outcome.UNDECIDED, Outcome.ANSWERED) else last
        assert memory.rests_until is None or memory.rests_until <= now + LONGEST_PAUSE
