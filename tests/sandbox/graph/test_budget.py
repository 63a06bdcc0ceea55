"""Limits: usage is told in headers from real counts, and a throttle lasts until the clock has passed it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.graph.making_posts import JAR, post_id, token_of
from tests.sandbox.graph.server import EDGE, Graph, refusal


def _business(answer: httpx.Response, ig_id: str) -> dict[str, Any]:
    (entry,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[ig_id]
    return dict(entry)


async def test_there_are_no_usage_headers_before_a_whole_percent(graph: Graph) -> None:
    answer = await graph.get(f"{graph.ig_id}/{EDGE}")

    assert "X-Business-Use-Case-Usage" not in answer.headers
    assert "X-App-Usage" not in answer.headers


async def test_calls_to_the_edge_count_against_the_profiles_instagram_budget(graph: Graph) -> None:
    await graph.control("rules", instagram_calls_per_day=50)
    await graph.ask("maya.makes")

    answer = await graph.get(f"{graph.ig_id}/{EDGE}")
    assert _business(answer, graph.ig_id) == {
        "type": "instagram",
        "call_count": 4,
        "total_cputime": 0,
        "total_time": 0,
        "estimated_time_to_regain_access": 0,
    }
    assert "X-App-Usage" not in answer.headers


async def test_discovery_counts_against_the_apps_budget(graph: Graph) -> None:
    await graph.control("rules", platform_calls_per_hour=20)
    answer = await graph.get(graph.ig_id, fields="business_discovery.username(maya.makes){id}")

    assert json.loads(answer.headers["X-App-Usage"]) == {
        "call_count": 5,
        "total_cputime": 0,
        "total_time": 0,
    }
    assert "X-Business-Use-Case-Usage" not in answer.headers


async def test_one_profiles_calls_leave_another_profiles_budget_alone(graph: Graph) -> None:
    await graph.control("rules", instagram_calls_per_day=1)
    home = graph.profiles[1]

    await graph.rows()
    assert refusal(await graph.get(f"{graph.ig_id}/{EDGE}")) == (400, 80002, None)
    answer = await graph.get(f"{home['ig_id']}/{EDGE}", token=home["access_token"])
    assert answer.status_code == 200


async def test_a_spent_budget_refuses_until_its_window_has_passed(graph: Graph) -> None:
    await graph.control("rules", platform_calls_per_hour=2)
    for _ in range(2):
        assert (await graph.get(graph.ig_id)).status_code == 200

    refused = await graph.get(graph.ig_id)
    assert refusal(refused) == (400, 4, None)
    assert json.loads(refused.headers["X-App-Usage"])["call_count"] > 100
    await graph.control("clock", advance_seconds=3_601)
    assert (await graph.get(graph.ig_id)).status_code == 200


async def test_a_throttle_tells_the_minutes_and_lasts_them(graph: Graph) -> None:
    await graph.control("fault", on="*", kind="throttle", minutes=10)

    first = await graph.get(f"{graph.ig_id}/{EDGE}")
    await graph.control("clock", advance_seconds=300)
    second = await graph.get(f"{graph.ig_id}/{EDGE}")
    minutes = [_business(answer, graph.ig_id)["estimated_time_to_regain_access"] for answer in (first, second)]
    assert refusal(first) == refusal(second) == (400, 80002, None)
    assert first.json()["error"]["is_transient"] is True
    assert _business(first, graph.ig_id)["call_count"] == 100
    assert minutes == [10, 5]

    await graph.control("clock", advance_seconds=300)
    assert await graph.rows() == []


async def test_a_throttled_request_has_no_effect(graph: Graph) -> None:
    await graph.control("fault", on="request", kind="throttle", minutes=1)
    for _ in range(2):
        answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes")
        assert refusal(answer) == (400, 80002, None)

    assert await graph.rows() == []


async def test_the_instagram_limit_leaves_discovery_alone(graph: Graph) -> None:
    await graph.control("fault", on="*", kind="throttle", code=80002)
    assert refusal(await graph.get(f"{graph.ig_id}/{EDGE}")) == (400, 80002, None)

    assert (await graph.get(graph.ig_id)).status_code == 200


@pytest.mark.parametrize("code", [4, 17])
async def test_the_apps_and_the_users_limit_stop_every_call(graph: Graph, code: int) -> None:
    await graph.control("fault", on="*", kind="throttle", code=code)

    for path in (graph.ig_id, f"{graph.ig_id}/{EDGE}"):
        answer = await graph.get(path)
        assert refusal(answer) == (400, code, None)
        assert json.loads(answer.headers["X-App-Usage"])["call_count"] == 100


async def test_a_throttle_of_one_profile_leaves_the_other_alone(graph: Graph) -> None:
    home = graph.profiles[1]
    await graph.control("fault", on="list", kind="throttle", profile_ig_id=home["ig_id"])

    answer = await graph.get(f"{home['ig_id']}/{EDGE}", token=home["access_token"])
    assert refusal(answer) == (400, 80002, None)
    assert await graph.rows() == []


async def test_posts_comments_and_tags_count_against_the_accounts_instagram_budget(graph: Graph) -> None:
    await graph.control("rules", instagram_calls_per_day=100)
    maya, creator = await token_of(graph, "maya"), graph.creators["maya.makes"]["ig_id"]
    media = await post_id(graph, JAR)
    comment = (await graph.control("comment", on=media))["comment_id"]

    answers = [
        await graph.get(path, token=maya)
        for path in (f"{creator}/media", media, f"{media}/comments", comment, f"{comment}/replies")
    ]
    tags = await graph.get(f"{graph.ig_id}/branded_content_tag_approval", user_ids="1")

    assert [_business(answer, creator)["call_count"] for answer in answers] == [1, 2, 3, 4, 5]
    assert _business(tags, graph.ig_id)["call_count"] == 1


async def test_a_fault_for_one_account_meets_calls_about_its_posts_and_comments(graph: Graph) -> None:
    maya, creator = await token_of(graph, "maya"), graph.creators["maya.makes"]["ig_id"]
    media = await post_id(graph, JAR)
    await graph.control("fault", on="*", kind="throttle", profile_ig_id=creator, minutes=7)

    assert refusal(await graph.get(f"{media}/comments", token=maya)) == (400, 80002, None)
    assert refusal(await graph.get(media, token=maya)) == (400, 80002, None)
    assert await graph.rows() == []
    await graph.control("clock", advance_seconds=7 * 60)
    assert (await graph.get(media, token=maya)).status_code == 200


async def test_a_brand_can_be_added_and_be_allowed_fewer_calls_than_the_others(graph: Graph) -> None:
    added = (await graph.control("profile", username="Tiny.Brand", calls_per_day=2))["profile"]
    assert (await graph.control("profile", username="tiny.brand"))["profile"] == added
    tiny = f"{added['ig_id']}/{EDGE}"

    for percent in (50, 100):
        answer = await graph.get(tiny, token=added["access_token"])
        assert _business(answer, added["ig_id"])["call_count"] == percent
    assert refusal(await graph.get(tiny, token=added["access_token"])) == (400, 80002, None)
    assert await graph.rows() == []

    await graph.control("reset")
    assert added not in (await graph.read("world"))["profiles"]
