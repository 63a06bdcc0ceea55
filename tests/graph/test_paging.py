"""Lists end, whole and once, whatever a server does with its cursors."""

from __future__ import annotations

import gc
import itertools
import tracemalloc
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graph import GraphClient, GraphNonsense, InputRefused, LoginDead, Permission
from bot.graph.paging import MOST_EMPTY_PAGES, Page, Walk
from tests.graph.desk import ACCESS, TOKEN, Handler, client_over


def row(number: int) -> dict[str, Any]:
    return {"id": str(number), "creator_username": f"creator{number}", "permission_status": "PENDING"}


def serving(pages: list[list[dict[str, Any]]], *, says_next: bool, ends_by: str = "empty page") -> Handler:
    """A server in one of Meta's two styles: with `next`, or with cursors only, as the permissions sample."""

    def handle(request: httpx.Request) -> httpx.Response:
        here = int(request.url.params.get("after", "0"))
        if here >= len(pages):
            return httpx.Response(200, json={"data": []})
        last = here == len(pages) - 1
        after = str(here if last and ends_by == "repeat" else here + 1)
        paging: dict[str, Any] = {"cursors": {"before": "b", "after": after}}
        if last and ends_by == "no cursor":
            paging = {}
        if says_next and not last:
            paging["next"] = f"https://evil.test/elsewhere?access_token={TOKEN}&after={after}"
        return httpx.Response(200, json={"data": pages[here], "paging": paging})

    return handle


async def ids(client: GraphClient) -> list[str]:
    return [permission.id async for permission in client.permissions.listed(ACCESS)]


@given(sizes=st.lists(st.integers(0, 4), min_size=1, max_size=12))
async def test_with_next_every_row_comes_once_even_across_empty_pages(sizes: list[int]) -> None:
    numbers = itertools.count()
    pages = [[row(next(numbers)) for _ in range(size)] for size in sizes]
    assert await ids(client_over(serving(pages, says_next=True))) == [str(n) for n in range(sum(sizes))]


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=12),
    ends_by=st.sampled_from(["empty page", "no cursor"]),
)
async def test_with_cursors_only_every_row_comes_once(sizes: list[int], ends_by: str) -> None:
    numbers = itertools.count()
    pages = [[row(next(numbers)) for _ in range(size)] for size in sizes]
    client = client_over(serving(pages, says_next=False, ends_by=ends_by))
    assert await ids(client) == [str(n) for n in range(sum(sizes))]


async def test_a_last_page_that_repeats_its_cursor_ends_the_list() -> None:
    client = client_over(serving([[row(1)], [row(2)], [row(3)]], says_next=False, ends_by="repeat"))
    assert await ids(client) == ["1", "2", "3"]


async def test_a_list_that_says_next_ends_without_a_further_call_where_one_without_needs_it() -> None:
    async def calls_for(*, says_next: bool) -> int:
        count, inner = itertools.count(), serving([[row(1)], [row(2)]], says_next=says_next)

        def handle(request: httpx.Request) -> httpx.Response:
            next(count)
            return inner(request)

        assert await ids(client_over(handle)) == ["1", "2"]
        return next(count)

    assert await calls_for(says_next=True) == 2
    assert await calls_for(says_next=False) == 3


async def test_next_is_never_followed_but_asked_for_anew() -> None:
    hosts: set[str] = set()
    inner = serving([[row(1)], [row(2)]], says_next=True)

    def handle(request: httpx.Request) -> httpx.Response:
        hosts.add(request.url.host)
        assert "access_token" not in request.url.params
        return inner(request)

    assert await ids(client_over(handle)) == ["1", "2"]
    assert hosts == {"graph.test"}


async def test_a_cursor_that_is_only_inside_next_is_used() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("after") == "c=":
            return httpx.Response(200, json={"data": [row(2)], "paging": {}})
        return httpx.Response(200, json={"data": [row(1)], "paging": {"next": "https://x.test/?after=c%3D"}})

    assert await ids(client_over(handle)) == ["1", "2"]


@pytest.mark.parametrize("cycle", [1, 2, 5])
async def test_a_list_that_goes_in_circles_is_nonsense_and_not_endless(cycle: int) -> None:
    calls = itertools.count()

    def handle(request: httpx.Request) -> httpx.Response:
        after = str(next(calls) % cycle)
        paging = {"cursors": {"after": after}, "next": "https://x.test/"}
        return httpx.Response(200, json={"data": [row(1)], "paging": paging})

    with pytest.raises(GraphNonsense):
        await ids(client_over(handle))
    assert next(calls) == cycle + 1


def dying(pages: list[list[dict[str, Any]]], *, at: int, times: int, code: int = 100) -> Handler:
    """A server whose cursor behind page `at` dies, so many times."""
    inner, deaths = serving(pages, says_next=True), itertools.count()

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("after") == str(at) and next(deaths) < times:
            error = {"message": "(#100) After Cursor specified exceeds the max limit", "code": code}
            return httpx.Response(400, json={"error": error})
        return inner(request)

    return handle


async def test_a_cursor_that_died_begins_the_list_again_and_no_row_comes_twice() -> None:
    pages = [[row(1), row(2)], [row(3)], [row(4)]]
    assert await ids(client_over(dying(pages, at=2, times=1))) == ["1", "2", "3", "4"]


async def test_after_a_second_beginning_a_row_that_changed_meanwhile_comes_again() -> None:
    pages = [[row(1), row(2)], [row(3)]]
    inner = dying(pages, at=1, times=1)

    def handle(request: httpx.Request) -> httpx.Response:
        answer = inner(request)
        if answer.status_code == 400:
            pages[0][1] = row(2) | {"permission_status": "APPROVED"}
        return answer

    found = [(each.id, each.status) async for each in client_over(handle).permissions.listed(ACCESS)]
    assert found == [("1", "PENDING"), ("2", "PENDING"), ("2", "APPROVED"), ("3", "PENDING")]


async def test_a_cursor_that_dies_twice_is_an_error_and_so_is_a_first_page_that_is_refused() -> None:
    pages = [[row(1)], [row(2)]]
    with pytest.raises(InputRefused):
        await ids(client_over(dying(pages, at=1, times=2)))
    refusing = itertools.count()

    def refuse(_request: httpx.Request) -> httpx.Response:
        next(refusing)
        return httpx.Response(400, json={"error": {"message": "m", "code": 100}})

    with pytest.raises(InputRefused):
        await ids(client_over(refuse))
    assert next(refusing) == 1


async def test_a_list_cut_short_by_anything_else_is_not_begun_again() -> None:
    with pytest.raises(LoginDead):
        await ids(client_over(dying([[row(1)], [row(2)]], at=1, times=1, code=190)))


async def test_empty_pages_without_end_are_nonsense() -> None:
    calls = itertools.count(1)

    def handle(request: httpx.Request) -> httpx.Response:
        paging = {"cursors": {"after": str(next(calls))}, "next": "https://x.test/"}
        return httpx.Response(200, json={"data": [], "paging": paging})

    with pytest.raises(GraphNonsense):
        await ids(client_over(handle))
    assert next(calls) == MOST_EMPTY_PAGES + 2


pages = st.builds(
    Page, rows=st.tuples() | st.tuples(st.integers()), after=st.none() | st.sampled_from("abcd"), has_next=st.booleans()
)


@given(st.lists(pages, min_size=6, max_size=6))
def test_a_walk_over_few_cursors_always_ends(answers: list[Page[int]]) -> None:
    walk = Walk[int]()
    for page in answers:
        try:
            if walk.cursor_after(page) is None:
                return
        except ValueError:
            return
    pytest.fail("five steps over four cursors must repeat one")


@pytest.mark.parametrize(
    "answer", [{}, {"data": None}, {"data": {}}, [], {"data": [{}]}, {"data": ["x"]}, {"data": [row(1), None]}]
)
async def test_a_list_of_another_shape_is_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await ids(client_over(lambda _request: httpx.Response(200, json=answer)))


async def test_the_filter_is_compared_here_too() -> None:
    rows = [row(1) | {"creator_username": name} for name in ("maya", "Maya", "maya.makes")] + [{"id": "4"}]
    client = client_over(lambda _request: httpx.Response(200, json={"data": rows}))

    found: list[Permission] = [row async for row in client.permissions.listed(ACCESS, creator_username="@MAYA")]

    assert [permission.creator_username for permission in found] == ["maya", "maya"]


async def test_ten_thousand_rows_take_no_more_memory_than_a_thousand() -> None:
    async def peak(count: int) -> int:
        def handle(request: httpx.Request) -> httpx.Response:
            here = int(request.url.params.get("after", "0"))
            paging: dict[str, Any] = {"cursors": {"after": str(here + 100)}}
            if here + 100 < count:
                paging["next"] = "https://x.test/"
            return httpx.Response(200, json={"data": [row(n) for n in range(here, here + 100)], "paging": paging})

        client, seen = client_over(handle), 0
        gc.collect()
        tracemalloc.start()
        async for _permission in client.permissions.listed(ACCESS):
            seen += 1
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seen == count
        return highest

    # Ten thousand rows kept would be some 10 MB; what differs is garbage that waits for its collection.
    assert await peak(10_000) < await peak(1_000) + 1_000_000
