"""The Facebook allowlist over real requests: on or off, who is on it, a result for each Page."""

from __future__ import annotations

import contextlib
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import GraphError, GraphNonsense, GraphUnanswered, InputRefused
from bot.graph.access import PageAccess
from bot.graph.allowlist.answers import AllowedCreator, AllowResult
from tests.graph.desk import TOKEN, always, client_over

PAGE = "104233445566701"
ACCESS = PageAccess(PAGE, SecretStr(TOKEN))
BASE = f"/pages/partnership-ads/fb-branded-content/{PAGE}"
BIG = 2**63 + 7


async def test_the_status_is_read_and_switched() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"allowlist_status": "ENABLED" if len(seen) > 1 else "DISABLED"})

    allowlist = client_over(handle).allowlist
    assert not await allowlist.is_on(ACCESS)
    assert await allowlist.switch(ACCESS, on=True)

    assert [(request.method, request.url.path) for request in seen] == [
        ("GET", f"{BASE}/brand-allowlist-status"),
        ("PUT", f"{BASE}/brand-allowlist-status"),
    ]
    assert dict(seen[1].url.params) == {"is_enabled": "true"}
    assert {request.headers["x-api-version"] for request in seen} == {"1.0.0"}


@pytest.mark.parametrize("answer", [{}, {"allowlist_status": "PAUSED"}, {"allowlist_status": None}, [], "ENABLED"])
async def test_a_third_word_for_the_status_is_no_answer(answer: object) -> None:
    allowlist = client_over(always(json=answer)).allowlist
    with pytest.raises(GraphNonsense):
        await allowlist.is_on(ACCESS)
    with pytest.raises(GraphUnanswered):
        await allowlist.switch(ACCESS, on=False)


async def test_the_list_is_read_with_its_marks() -> None:
    rows = [
        {"creator_page_id": BIG, "creator_page_name": "Creator Page One", "creator_ineligible_for_bc": True},
        {"creator_page_id": 9876543210},
    ]
    creators = await client_over(always(content=json.dumps(rows))).allowlist.creators(ACCESS)
    assert creators == (
        AllowedCreator(page_id=str(BIG), name="Creator Page One", is_ineligible=True),
        AllowedCreator(page_id="9876543210", name=None, is_ineligible=False),
    )


async def test_pages_are_added_by_body_and_removed_by_query_and_each_result_is_told() -> None:
    seen: list[httpx.Request] = []
    results = [
        {"creator_page_id": BIG, "status_code": 404, "error_message": "Creator not found on allowlist."},
        {"creator_page_id": 111222333, "status_code": 200},
    ]

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=json.dumps(results))

    allowlist = client_over(handle).allowlist
    added = await allowlist.add(ACCESS, ["111222333", str(BIG), "111222333"])
    removed = await allowlist.remove(ACCESS, ["111222333", str(BIG)])

    assert json.loads(seen[0].content) == {"creator_page_ids": [111222333, BIG]}
    assert (seen[1].method, dict(seen[1].url.params)) == ("DELETE", {"creator_page_ids": f"[111222333,{BIG}]"})
    assert [(result.page_id, result.is_done) for result in added] == [("111222333", True), (str(BIG), False)]
    assert removed[1].error_message == "Creator not found on allowlist."


async def test_nobody_to_add_is_no_call_and_a_name_is_refused_without_one() -> None:
    allowlist = client_over(always(500)).allowlist
    assert await allowlist.add(ACCESS, []) == await allowlist.remove(ACCESS, []) == ()
    with pytest.raises(InputRefused, match="digits"):
        await allowlist.add(ACCESS, ["Maya Makes"])


@pytest.mark.parametrize("answer", [[], {}, [{"creator_page_id": 2, "status_code": 200}], [{"creator_page_id": 1}]])
async def test_a_page_without_a_result_of_its_own_may_have_been_added(answer: object) -> None:
    with pytest.raises(GraphUnanswered) as caught:
        await client_over(always(json=answer)).allowlist.add(ACCESS, ["1"])
    assert caught.value.may_have_happened


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
rows = st.dictionaries(
    st.sampled_from(["creator_page_id", "status_code", "creator_page_name", "allowlist_status"]), json_values
)


@given(status=st.sampled_from([200, 403, 500]), body=json_values | rows | st.lists(rows, max_size=3))
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    allowlist = client_over(always(status, content=json.dumps(body))).allowlist
    with contextlib.suppress(GraphError):
        assert isinstance(await allowlist.is_on(ACCESS), bool)
    with contextlib.suppress(GraphError):
        assert all(isinstance(each, AllowedCreator) for each in await allowlist.creators(ACCESS))
    with contextlib.suppress(GraphError):
        assert all(isinstance(each, AllowResult) for each in await allowlist.remove(ACCESS, ["1"]))
