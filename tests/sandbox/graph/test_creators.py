"""Scripted creators: each behaviour answers by itself when its time has come, and not before."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.graph import behaviour
from sandbox.graph.model import Status
from tests.sandbox.graph.server import Graph

SECONDS = st.integers(0, 10_000)


@given(first=SECONDS, second=SECONDS, asked_at=st.integers(0, 2**31))
def test_a_script_counts_each_delay_from_the_answer_before(first: int, second: int, asked_at: int) -> None:
    plan = behaviour.plan(f"approves:{first},revokes:{second}", asked_at=asked_at)

    assert [(due.at, due.status) for due in plan] == [
        (asked_at + first, Status.APPROVED),
        (asked_at + first + second, Status.REVOKED),
    ]


@pytest.mark.parametrize("text", ["", "approves", "approves:x", "approves:-1", "revokes:3", "manual "])
def test_a_behaviour_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no behaviour"):
        behaviour.plan(text, asked_at=0)


@pytest.mark.parametrize(
    ("username", "seconds", "status"),
    [("juno.skates", 6, "APPROVED"), ("olive.outdoors", 8, "REJECTED")],
)
async def test_a_scripted_creator_answers_at_its_time(graph: Graph, username: str, seconds: int, status: str) -> None:
    await graph.ask(username)
    assert await graph.status(username) == "PENDING"

    await graph.control("clock", advance_seconds=seconds)
    assert await graph.status(username) == status
    (request,) = (await graph.read(f"phone/{username}"))["requests"]
    assert request["answered_at"] == pytest.approx(request["created_at"] + seconds)


async def test_a_fickle_creator_approves_and_revokes_later(graph: Graph) -> None:
    await graph.ask("fickle.finch")

    seen = [await graph.status("fickle.finch")]
    for seconds in (6, 20):
        await graph.control("clock", advance_seconds=seconds)
        seen.append(await graph.status("fickle.finch"))
    assert seen == ["PENDING", "APPROVED", "REVOKED"]


@pytest.mark.parametrize("username", ["maya.makes", "slow.sundays"])
async def test_a_manual_and_an_ignoring_creator_never_answer_by_themselves(graph: Graph, username: str) -> None:
    await graph.ask(username)
    await graph.control("clock", advance_seconds=30 * 86_400)

    assert await graph.status(username) == "PENDING"


async def test_a_script_is_over_when_the_request_was_cancelled(graph: Graph) -> None:
    await graph.ask("juno.skates")
    await graph.revoke("juno.skates")
    await graph.control("clock", advance_seconds=60)

    assert await graph.status("juno.skates") == "CANCELED"


async def test_real_time_brings_a_scripted_answer_and_the_stream_tells_it(graph: Graph) -> None:
    await graph.control("creator", username="quick.quill", behaviour="approves:0.2")
    told: list[str] = []

    async def listen(answer: httpx.Response) -> None:
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                told.append(line)
            if len(told) == 2:
                return

    async with graph.http.stream("GET", "/_control/stream") as answer:
        listening = asyncio.create_task(listen(answer))
        await graph.ask("quick.quill")
        await asyncio.wait_for(listening, 5)
    assert told == ['data: {"kind": "permission", "creator_username": "quick.quill"}'] * 2
    (request,) = (await graph.read("phone/quick.quill"))["requests"]
    assert request["status"] == "APPROVED"
