"""Pages: cursors name rows, so nothing is lost or told twice while rows are added."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.graph import paging
from sandbox.graph.errors import GraphError
from tests.sandbox.graph.server import EDGE, Graph, refusal

HANDLES = ("maya.makes", "juno.skates", "pepper_and_pine", "slow.sundays", "olive.outdoors")
IDS = st.integers(0, 60).map(lambda count: [str(number) for number in range(count)])


@given(ids=IDS, limit=st.integers(1, 70))
def test_following_after_meets_each_row_once_and_in_order(ids: list[str], limit: int) -> None:
    met: list[str] = []
    page = paging.cut(ids, limit=limit)
    while page.ids:
        met += page.ids
        page = paging.cut(ids, limit=limit, after=paging.encode(page.ids[-1]))

    assert met == ids


@given(ids=IDS.filter(bool), limit=st.integers(1, 70))
def test_following_before_meets_each_row_once_and_in_order(ids: list[str], limit: int) -> None:
    met = [ids[-1]]
    page = paging.cut(ids, limit=limit, before=paging.encode(ids[-1]))
    while page.ids:
        met = [*page.ids, *met]
        page = paging.cut(ids, limit=limit, before=paging.encode(page.ids[0]))

    assert met == ids


@given(ids=IDS, limit=st.integers(1, 10), added=st.lists(st.integers(0, 3), max_size=60))
def test_rows_added_between_pages_shift_nothing(ids: list[str], limit: int, added: list[int]) -> None:
    met: list[str] = []
    now, cursor, arrivals = list(ids), None, iter(added)
    while (page := paging.cut(now, limit=limit, after=cursor)).ids:
        met += page.ids
        cursor = paging.encode(page.ids[-1])
        # The list is newest first: what is added comes in front of what was read.
        now = [f"new{len(now)}-{number}" for number in range(next(arrivals, 0))] + now

    assert met == ids


@given(ids=IDS, limit=st.integers(1, 70))
def test_a_page_says_whether_there_is_more(ids: list[str], limit: int) -> None:
    page = paging.cut(ids, limit=limit)

    assert page.has_next == (len(ids) > limit)
    assert not page.has_previous


@given(text=st.text())
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(GraphError) as refused:
        paging.cut(["1", "2"], limit=1, after="x" + text)

    assert refused.value.code == 100


async def test_pages_of_the_guide_have_cursors_and_no_next(graph: Graph) -> None:
    asked = [await graph.ask(handle) for handle in HANDLES]

    met: list[str] = []
    after: dict[str, str] = {}
    while True:
        body = (await graph.get(f"{graph.ig_id}/{EDGE}", limit="2", **after)).json()
        if not body["data"]:
            break
        assert body["paging"].keys() == {"cursors"}
        met += [row["id"] for row in body["data"]]
        after = {"after": body["paging"]["cursors"]["after"]}
    assert body == {"data": []}
    assert met == asked[::-1]


async def test_next_of_the_reference_carries_the_token_but_not_the_proof(reference: Graph) -> None:
    asked = [await reference.ask(handle) for handle in HANDLES[:3]]

    first = (await reference.get(f"{reference.ig_id}/{EDGE}", limit="2")).json()
    query = {name: values[0] for name, values in parse_qs(urlsplit(first["paging"]["next"]).query).items()}
    assert query["access_token"] == reference.token
    assert "appsecret_proof" not in query
    assert refusal(await reference.http.get(first["paging"]["next"])) == (400, 100, None)

    proof = {"appsecret_proof": reference.prove(reference.token)}
    second = (await reference.http.get(first["paging"]["next"] + f"&appsecret_proof={proof['appsecret_proof']}")).json()
    assert [row["id"] for row in second["data"]] == asked[:1]
    assert "next" not in second["paging"]
    assert "before=" in second["paging"]["previous"]


async def test_before_goes_back_to_the_page_in_front(graph: Graph) -> None:
    asked = [await graph.ask(handle) for handle in HANDLES]

    oldest = base64.b64encode(asked[0].encode()).decode()
    rows = await graph.rows(limit="2", before=oldest)
    assert [row["id"] for row in rows] == [asked[2], asked[1]]


async def test_limit_is_a_maximum_and_capped(graph: Graph) -> None:
    await graph.control("rules", max_limit=3)
    for handle in HANDLES:
        await graph.ask(handle)

    assert len(await graph.rows(limit="200")) == 3


@pytest.mark.parametrize(
    "params",
    [{"limit": "0"}, {"limit": "many"}, {"after": "nonsense"}, {"after": "MQ==", "before": "MQ=="}],
    ids=["no rows", "no number", "no cursor", "two cursors"],
)
async def test_a_page_that_cannot_be_is_refused(graph: Graph, params: dict[str, str]) -> None:
    await graph.ask("maya.makes")

    assert refusal(await graph.get(f"{graph.ig_id}/{EDGE}", **params)) == (400, 100, None)


async def test_the_username_filter_finds_what_begins_so_unless_the_rule_is_exact(graph: Graph) -> None:
    for handle in ("maya.makes", "maya.makes.more", "juno.skates"):
        await graph.ask(handle)

    loose = await graph.rows(creator_username="Maya.Makes")
    await graph.control("rules", username_filter="exact")
    exact = await graph.rows(creator_username="Maya.Makes")
    assert [row["creator_username"] for row in loose] == ["maya.makes.more", "maya.makes"]
    assert [row["creator_username"] for row in exact] == ["maya.makes"]


async def test_the_filter_goes_by_the_present_handle(graph: Graph) -> None:
    await graph.ask("maya.makes")
    await graph.control("creator", username="maya.makes", rename_to="maya.mends")

    assert await graph.rows(creator_username="maya.makes") == []
    (row,) = await graph.rows(creator_username="maya.mends")
    assert row["creator_id"] == graph.creators["maya.makes"]["ig_id"]
