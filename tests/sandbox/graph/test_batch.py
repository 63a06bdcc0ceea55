"""Batches: an answer for each item, in order, and null for one that never came."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.graph.server import EDGE, Graph, refusal


def _asking(graph: Graph, username: str) -> dict[str, str]:
    body = urlencode({"creator_instagram_username": username})
    return {"method": "POST", "relative_url": f"{graph.ig_id}/{EDGE}", "body": body}


async def _batch(graph: Graph, *items: dict[str, Any], **params: str) -> list[Any]:
    answer = await graph.post("", batch=json.dumps(items), **params)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_each_item_gets_its_own_answer_in_order(graph: Graph) -> None:
    asked, refused, listed = await _batch(
        graph,
        _asking(graph, "maya.makes"),
        _asking(graph, "nobody.at.all"),
        {"method": "GET", "relative_url": f"v25.0/{graph.ig_id}/{EDGE}?limit=5"},
    )

    assert (asked["code"], refused["code"], listed["code"]) == (200, 400, 200)
    assert json.loads(refused["body"])["error"]["code"] == 100
    assert json.loads(listed["body"])["data"][0]["id"] == json.loads(asked["body"])["id"]
    assert {"name": "content-type", "value": "application/json"} in asked["headers"]


async def test_headers_can_be_left_out(graph: Graph) -> None:
    (asked,) = await _batch(graph, _asking(graph, "maya.makes"), include_headers="false")

    assert asked.keys() == {"code", "body"}


async def test_an_item_whose_answer_was_lost_is_null_and_had_its_effect(graph: Graph) -> None:
    await graph.control("fault", on="request", kind="lost", when="after")

    first, second = await _batch(graph, _asking(graph, "maya.makes"), _asking(graph, "juno.skates"))
    assert first is None
    assert second["code"] == 200
    assert len(await graph.rows()) == 2


async def test_an_item_may_carry_its_own_token_and_proof(graph: Graph) -> None:
    home = graph.profiles[1]
    query = urlencode(graph.signed({}, token=home["access_token"]))
    item = {"method": "GET", "relative_url": f"{home['ig_id']}?{query}"}
    unproved = {"method": "GET", "relative_url": f"{home['ig_id']}?access_token={home['access_token']}"}

    own, bare = await _batch(graph, item, unproved)
    assert json.loads(own["body"]) == {"id": home["ig_id"]}
    assert json.loads(bare["body"])["error"]["code"] == 100


async def test_fifty_items_are_taken_and_one_more_is_not(graph: Graph) -> None:
    item = {"method": "GET", "relative_url": graph.ig_id}
    assert len(await _batch(graph, *[item] * 50)) == 50

    assert refusal(await graph.post("", batch=json.dumps([item] * 51))) == (400, 100, None)


async def test_every_item_counts_as_a_call(graph: Graph) -> None:
    await graph.control("rules", platform_calls_per_hour=10)
    item = {"method": "GET", "relative_url": graph.ig_id}

    answers = await _batch(graph, *[item] * 12)
    assert [answer["code"] for answer in answers] == [200] * 10 + [400] * 2


@pytest.mark.parametrize(
    "batch",
    [
        "{",
        "[]",
        "{}",
        '["x"]',
        '[{"method": "GET", "relative_url": ""}]',
        '[{"method": "PUT", "relative_url": "1"}]',
        '[{"method": "GET", "relative_url": "{result=a:$.id}"}]',
    ],
)
async def test_a_batch_that_cannot_be_read_is_refused(graph: Graph, batch: str) -> None:
    assert refusal(await graph.post("", batch=batch)) == (400, 100, None)


async def test_a_batch_needs_a_token_of_its_own(graph: Graph) -> None:
    answer = await graph.http.post("/v26.0/", data={"batch": "[]"})

    assert refusal(answer) == (400, 104, None)


@pytest.mark.parametrize("head", ["/v27.0/", "/"])
async def test_a_batch_needs_a_version_that_exists(graph: Graph, head: str) -> None:
    item = {"method": "GET", "relative_url": f"v26.0/{graph.ig_id}"}
    answer = await graph.http.post(head, data=graph.signed({"batch": json.dumps([item])}))

    assert refusal(answer) == (400, 2500, None)
