"""Tag approval: who may name the brand in the paid-partnership label, changed as a whole or not at all."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.graph.making_posts import delete, token_of
from tests.sandbox.graph.server import Graph, refusal

TAGS = "branded_content_tag_approval"


def _path(graph: Graph) -> str:
    return f"{graph.ig_id}/{TAGS}"


def _ids(graph: Graph, *names: str) -> list[str]:
    return [str(graph.creators[name]["ig_id"]) for name in names]


async def _approved(graph: Graph, ids: list[str]) -> list[str]:
    answer = await graph.get(_path(graph), user_ids=",".join(ids))
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


async def _add(graph: Graph, ids: list[str]) -> bool:
    return bool((await graph.post(_path(graph), user_ids=",".join(ids))).json()["success"])


async def _remove(graph: Graph, ids: list[str]) -> bool:
    return bool((await delete(graph, _path(graph), user_ids=",".join(ids))).json()["success"])


async def test_creators_are_approved_checked_and_taken_off(graph: Graph) -> None:
    maya, juno, finch = _ids(graph, "maya.makes", "juno.skates", "fickle.finch")

    assert await _approved(graph, [maya, juno]) == []
    assert await _add(graph, [maya, juno])
    assert await _approved(graph, [juno, finch, maya]) == [juno, maya]
    assert await _remove(graph, [maya])
    assert await _approved(graph, [juno, finch, maya]) == [juno]


async def test_one_that_fails_fails_them_all(graph: Graph) -> None:
    maya, pebble, juno = _ids(graph, "maya.makes", "private.pebble", "juno.skates")
    await _add(graph, [juno])

    for others in ([pebble], ["17841400000000000"], [graph.ig_id]):
        assert not await _add(graph, [maya, *others])
    assert not await _remove(graph, [juno, maya])
    assert await _approved(graph, [maya, juno, pebble]) == [juno]


async def test_a_creator_whom_meta_approves_for_nobody_fails_the_others(graph: Graph) -> None:
    maya, sundays = _ids(graph, "maya.makes", "slow.sundays")

    assert not await _add(graph, [maya, sundays])
    assert await _approved(graph, [maya, sundays]) == []
    assert await _add(graph, [maya])


async def test_approving_twice_is_no_failure(graph: Graph) -> None:
    (maya,) = _ids(graph, "maya.makes")

    assert await _add(graph, [maya])
    assert await _add(graph, [maya, maya])


async def test_a_brands_list_is_its_own(graph: Graph) -> None:
    (maya,), home = _ids(graph, "maya.makes"), graph.profiles[1]
    await _add(graph, [maya])

    answer = await graph.get(f"{home['ig_id']}/{TAGS}", token=home["access_token"], user_ids=maya)

    assert answer.json() == {"data": []}


async def test_ids_come_with_commas_or_as_json_of_strings_or_numbers(graph: Graph) -> None:
    maya, juno = _ids(graph, "maya.makes", "juno.skates")
    await _add(graph, [maya, juno])

    for written in (f"{maya}, {juno}", json.dumps([maya, juno]), json.dumps([int(maya), int(juno)])):
        rows = (await graph.get(_path(graph), user_ids=written)).json()["data"]
        assert [row["id"] for row in rows] == [maya, juno]


@pytest.mark.parametrize("written", ["", "maya.makes", "[1", '["x"]', "[true]", "1,,2", ",".join(map(str, range(101)))])
async def test_ids_that_are_none_and_too_many_are_refused(graph: Graph, written: str) -> None:
    for answer in (
        await graph.get(_path(graph), user_ids=written),
        await graph.post(_path(graph), user_ids=written),
        await delete(graph, _path(graph), user_ids=written),
    ):
        assert refusal(answer) == (400, 100, None)


async def test_a_hundred_ids_are_taken(graph: Graph) -> None:
    assert await _approved(graph, [str(17841400000000000 + number) for number in range(100)]) == []


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_branded_content_brand"])
async def test_tag_approval_needs_its_scopes(graph: Graph, scope: str) -> None:
    nora, (maya,) = await token_of(graph, "nora", without=scope), _ids(graph, "maya.makes")

    async def refused(answer: httpx.Response) -> None:
        assert refusal(answer) == (400, 10, None)

    await refused(await graph.get(_path(graph), token=nora, user_ids=maya))
    await refused(await graph.post(_path(graph), token=nora, user_ids=maya))
    await refused(await delete(graph, _path(graph), token=nora, user_ids=maya))


async def test_another_brands_list_is_closed(graph: Graph) -> None:
    answer = await graph.get(f"{graph.profiles[1]['ig_id']}/{TAGS}", user_ids="1")

    assert refusal(answer) == (400, 100, 33)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("abcx"), min_size=1)), max_size=6))
async def test_a_change_is_whole_or_none_whatever_is_asked(graph: Graph, steps: list[tuple[bool, set[str]]]) -> None:
    await graph.control("reset")
    a, b, c, x = _ids(graph, "maya.makes", "juno.skates", "fickle.finch", "private.pebble")
    ids, expected = {"a": a, "b": b, "c": c, "x": x}, set[str]()

    for is_add, names in steps:
        asked = [ids[name] for name in sorted(names)]
        fits = x not in asked if is_add else expected.issuperset(asked)
        assert await (_add if is_add else _remove)(graph, asked) is fits
        if fits:
            expected = expected | set(asked) if is_add else expected - set(asked)
        assert set(await _approved(graph, [a, b, c, x])) == expected
