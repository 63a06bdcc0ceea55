"""Faults: what goes wrong on order, and whether the effect had happened."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.sandbox.graph.server import EDGE, Graph, refusal


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await condition():  # noqa: ASYNC110  # the condition lives in the server, reached over HTTP
            await asyncio.sleep(0.01)


async def _is_held(graph: Graph) -> bool:
    return len((await graph.read("held"))["held"]) == 1


async def _has_call(graph: Graph, op: str) -> bool:
    return any(call["op"] == op for call in await graph.read("calls"))


@pytest.mark.parametrize(("when", "rows"), [("before", 0), ("after", 1)])
async def test_a_lost_answer_drops_the_connection_before_or_after_the_effect(
    graph: Graph, when: str, rows: int
) -> None:
    await graph.control("fault", on="request", kind="lost", when=when)

    with pytest.raises(httpx.RemoteProtocolError):
        await graph.ask("maya.makes")
    assert len(await graph.rows()) == rows
    (call,) = [call for call in await graph.read("calls") if call["op"] == "request"]
    assert (call["status"], call["outcome"]) == (None, "lost")


async def test_a_lost_revoke_and_a_lost_list_are_told_apart_from_a_request(graph: Graph) -> None:
    await graph.ask("maya.makes")
    for op in ("revoke", "list", "discovery"):
        await graph.control("fault", on=op, kind="lost", when="after")

    with pytest.raises(httpx.RemoteProtocolError):
        await graph.revoke("maya.makes")
    with pytest.raises(httpx.RemoteProtocolError):
        await graph.rows()
    with pytest.raises(httpx.RemoteProtocolError):
        await graph.get(graph.ig_id, fields="business_discovery.username(maya.makes){id}")
    assert await graph.status("maya.makes") == "CANCELED"


@pytest.mark.parametrize(("when", "rows_while_held"), [("before", 0), ("after", 1)])
async def test_a_held_call_waits_and_goes_on_when_released(graph: Graph, when: str, rows_while_held: int) -> None:
    await graph.control("fault", on="request", kind="hold", when=when)
    asking = asyncio.create_task(graph.ask("maya.makes"))
    await _until(lambda: _is_held(graph))

    assert len(await graph.rows()) == rows_while_held
    (held,) = (await graph.read("held"))["held"]
    assert (held["on"], held["when"], held["args"]["access_token"]) == ("request", when, "***")
    (call,) = [call for call in await graph.read("calls") if call["op"] == "request"]
    assert (call["status"], call["outcome"]) == (None, "waiting")

    await graph.control("release")
    assert await asking == (await graph.rows())[0]["id"]


async def test_a_held_call_that_is_dropped_never_has_its_effect(graph: Graph) -> None:
    await graph.control("fault", on="request", kind="hold")
    asking = asyncio.create_task(graph.ask("maya.makes"))
    await _until(lambda: _is_held(graph))

    await graph.control("release", drop=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await asking
    assert await graph.rows() == []


async def test_a_status_fault_answers_with_no_graph_error(graph: Graph) -> None:
    await graph.control("fault", on="list", kind="status", status=503)

    answer = await graph.get(f"{graph.ig_id}/{EDGE}")
    assert answer.status_code == 503
    assert "json" not in answer.headers["content-type"]
    assert await graph.rows() == []


@pytest.mark.parametrize(
    ("fault", "expected", "transient"),
    [
        ({"code": 2}, (500, 2, None), True),
        ({}, (500, 1, None), True),
        ({"code": 190, "subcode": 460}, (400, 190, 460), False),
        ({"code": 10}, (400, 10, None), False),
        ({"code": 200, "status": 403}, (403, 200, None), False),
        ({"code": 424_242}, (400, 424_242, None), False),
    ],
)
async def test_an_error_fault_has_the_whole_body(
    graph: Graph, fault: dict[str, int], expected: tuple[int, int, int | None], transient: bool
) -> None:
    await graph.control("fault", on="list", kind="error", **fault)

    answer = await graph.get(f"{graph.ig_id}/{EDGE}")
    assert refusal(answer) == expected
    assert answer.json()["error"]["is_transient"] is transient


@pytest.mark.parametrize(("op", "path"), [("me", "me/permissions"), ("debug_token", "debug_token"), ("node", "{own}")])
async def test_a_fault_meets_only_the_call_it_names(graph: Graph, op: str, path: str) -> None:
    await graph.control("fault", on=op, kind="status", status=502)

    assert await graph.rows() == []
    assert (await graph.get(path.format(own=graph.ig_id))).status_code == 502


async def test_an_error_after_the_effect_hides_that_it_happened(graph: Graph) -> None:
    await graph.control("fault", on="request", kind="error", code=2, when="after")

    answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes")
    assert refusal(answer) == (500, 2, None)
    assert len(await graph.rows()) == 1


async def test_garbage_is_no_json(graph: Graph) -> None:
    await graph.control("fault", on="*", kind="garbage")

    answer = await graph.get(graph.ig_id)
    assert answer.status_code == 200
    with pytest.raises((UnicodeDecodeError, json.JSONDecodeError)):
        answer.json()


async def test_a_slow_answer_comes_when_the_clock_has_moved(graph: Graph) -> None:
    await graph.control("fault", on="list", kind="slow", seconds=3_600)
    listing = asyncio.create_task(graph.rows())
    await _until(lambda: _has_call(graph, "list"))

    assert not listing.done()
    await graph.control("clock", advance_seconds=3_600)
    assert await listing == []


async def test_a_fault_may_concern_one_profile_and_several_calls(graph: Graph) -> None:
    home = graph.profiles[1]
    await graph.control("fault", on="list", kind="expired", profile_ig_id=home["ig_id"], times=2)

    async def list_home() -> httpx.Response:
        return await graph.get(f"{home['ig_id']}/{EDGE}", token=home["access_token"])

    assert await graph.rows() == []
    assert refusal(await list_home()) == (400, 190, 463)
    assert refusal(await list_home()) == (400, 190, 463)
    assert (await list_home()).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "unheard"},
        {"kind": "lost", "on": "nothing"},
        {"kind": "lost", "when": "during"},
        {"kind": "lost", "times": 0},
        {"kind": "lost", "tiems": 2},
        {},
    ],
)
async def test_a_fault_that_cannot_be_is_refused_with_a_sentence(graph: Graph, fault: dict[str, object]) -> None:
    answer = await graph.http.post("/_control/fault", json=fault)

    assert answer.status_code == 400
    assert answer.json()["error"]
