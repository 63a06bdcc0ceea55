"""Scopes and roles: what a person did not grant, or may not do, is refused on every endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.server import EDGE, Graph, refusal

DISCOVERY = "business_discovery.username(maya.makes){id}"


@pytest.mark.parametrize("scope", ["instagram_branded_content_ads_brand", "instagram_basic", "business_management"])
async def test_a_call_without_its_scope_is_refused_by_name(graph: Graph, scope: str) -> None:
    assert (await graph.http.delete(f"/v26.0/me/permissions/{scope}", params=graph.signed({}))).json() == {
        "success": True
    }

    for answer in (
        await graph.get(f"{graph.ig_id}/{EDGE}"),
        await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes"),
    ):
        assert refusal(answer) == (400, 10, None)
        assert scope in answer.json()["error"]["message"]


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_manage_insights", "pages_read_engagement"])
async def test_discovery_needs_three_scopes(graph: Graph, scope: str) -> None:
    await graph.http.delete("/v26.0/me/permissions", params=graph.signed({"permission": scope}))

    answer = await graph.get(graph.ig_id, fields=DISCOVERY)

    assert refusal(answer) == (400, 10, None)
    assert scope in answer.json()["error"]["message"]


async def test_a_role_without_the_task_is_refused(graph: Graph) -> None:
    keeper, page = _keeper(graph, await graph.read("world"))
    await graph.control("person", person=keeper, tasks={graph.ig_id: ["ANALYZE"], page: ["ANALYZE", "MANAGE"]})

    assert (await graph.get(graph.ig_id)).status_code == 200
    answer = await graph.get(f"{graph.ig_id}/{EDGE}")
    assert refusal(answer) == (400, 200, None)
    assert "ADVERTISE" in answer.json()["error"]["message"]


async def test_a_role_that_is_lost_hides_the_account(graph: Graph) -> None:
    keeper, page = _keeper(graph, await graph.read("world"))
    await graph.control("person", person=keeper, tasks={graph.ig_id: [], page: []})

    assert refusal(await graph.get(graph.ig_id)) == (400, 100, 33)


async def test_the_task_on_the_page_is_enough_for_its_instagram_account(graph: Graph) -> None:
    keeper, page = _keeper(graph, await graph.read("world"))
    await graph.control("person", person=keeper, tasks={graph.ig_id: [], page: ["ADVERTISE"]})

    assert await graph.rows() == []


@pytest.mark.parametrize(
    ("event", "subcode"),
    [("checkpoint", 459), ("unconfirmed", 464), ("password", 460), ("logout", 467), ("app_removed", 458)],
)
async def test_what_happens_to_a_person_ends_or_stops_the_tokens(graph: Graph, event: str, subcode: int) -> None:
    keeper, _ = _keeper(graph, await graph.read("world"))
    await graph.control("person", person=keeper, event=event)
    assert refusal(await graph.get(graph.ig_id)) == (400, 190, subcode)

    await graph.control("person", person=keeper, event="cleared")
    is_back = (await graph.get(graph.ig_id)).status_code == 200
    assert is_back == (event in ("checkpoint", "unconfirmed"))


async def test_a_person_takes_one_scope_back_or_the_whole_app(graph: Graph) -> None:
    scope = "instagram_manage_comments"
    await graph.http.delete(f"/v26.0/me/permissions/{scope}", params=graph.signed({}))
    answers = {row["permission"]: row["status"] for row in (await graph.get("me/permissions")).json()["data"]}
    assert answers[scope] == "declined"
    assert {status for name, status in answers.items() if name != scope} == {"granted"}
    again = await graph.http.delete(f"/v26.0/me/permissions/{scope}", params=graph.signed({}))
    assert refusal(again) == (400, 100, None)

    assert (await graph.http.delete("/v26.0/me/permissions", params=graph.signed({}))).json() == {"success": True}
    assert refusal(await graph.get("me")) == (400, 190, 458)


async def test_me_says_who_one_is(graph: Graph) -> None:
    keeper, _ = _keeper(graph, await graph.read("world"))

    assert (await graph.get("me")).json() == {"id": keeper, "name": "Northlight Skin desk"}
    assert (await graph.get(keeper, fields="name")).json()["name"] == "Northlight Skin desk"
    assert refusal(await graph.get("me", fields="email")) == (400, 100, None)
    assert refusal(await graph.get("10223344556677883")) == (400, 100, 33)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"person": "nobody"}, 404),
        ({"person": "nora", "tasks": {"1": []}}, 404),
        ({"person": "nora", "tasks": {"104233445566701": ["DANCE"]}}, 400),
        ({"person": "nora", "event": "asleep"}, 400),
    ],
)
async def test_what_cannot_happen_to_a_person_is_refused(graph: Graph, body: dict[str, object], status: int) -> None:
    answer = await graph.http.post("/_control/person", json=body)

    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert answer.json()["error"]


def _keeper(graph: Graph, world: dict[str, Any]) -> tuple[str, str]:
    """Find the system user that looks after the first profile, and the Page of it."""
    page = next(page["id"] for page in world["pages"] if page["instagram"] == graph.ig_id)
    keeper = next(each["id"] for each in world["people"] if each["is_system"] and page in each["tasks"])
    return keeper, page
