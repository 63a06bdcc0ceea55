"""Businesses: who sees them, and the Instagram accounts they own or were let in on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.server import EDGE, Graph, refusal
from tests.sandbox.graph.signing_in import sign_in


async def _business(graph: Graph, token: str) -> str:
    (one,) = (await graph.get("me/businesses", token=token)).json()["data"]
    return str(one["id"])


async def _rows(graph: Graph, token: str, edge: str, **params: str) -> list[dict[str, Any]]:
    answer = await graph.get(f"{await _business(graph, token)}/{edge}", token=token, **params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


async def test_a_business_is_seen_by_its_people_only(graph: Graph) -> None:
    nora, omar, maya = await sign_in(graph), await sign_in(graph, "omar"), await sign_in(graph, "maya")
    northlight = await _business(graph, nora)

    assert (await graph.get(northlight, token=nora)).json() == {"id": northlight, "name": "Northlight"}
    assert refusal(await graph.get(northlight, token=omar)) == (400, 100, 33)
    assert (await graph.get("me/businesses", token=maya)).json() == {"data": []}
    declined = await sign_in(graph, "ben", answer="decline:business_management")
    for path in ("me/businesses", northlight, f"{northlight}/owned_instagram_accounts"):
        assert refusal(await graph.get(path, token=declined)) == (400, 10, None)


@pytest.mark.parametrize("edge", ["owned_instagram_accounts", "instagram_accounts", "instagram_business_accounts"])
async def test_the_instagram_accounts_of_a_business(graph: Graph, edge: str) -> None:
    rows = await _rows(graph, await sign_in(graph), edge, fields="id,username,profile_picture_url")

    assert [row["username"] for row in rows] == [profile["username"] for profile in graph.profiles]
    assert rows[0]["id"] == graph.ig_id
    agency = await _rows(graph, await sign_in(graph, "omar"), edge)
    assert agency == ([] if edge.startswith("owned") else [{"id": graph.ig_id}])


async def test_accounts_shared_with_an_agency(graph: Graph) -> None:
    omar = await sign_in(graph, "omar")

    assert await _rows(graph, omar, "client_instagram_accounts") == [
        {"id": graph.ig_id, "permitted_tasks": ["ADVERTISE", "ANALYZE"]}
    ]
    (asset,) = await _rows(graph, omar, "client_instagram_assets")
    assert (asset["ig_user_id"], asset["ig_username"]) == (graph.ig_id, "northlight.skin")
    assert asset["id"] != graph.ig_id
    assert await _rows(graph, omar, "owned_instagram_assets") == []
    owned = await _rows(graph, await sign_in(graph), "owned_instagram_assets")
    assert [row["ig_user_id"] for row in owned] == [profile["ig_id"] for profile in graph.profiles]


async def test_an_agency_may_ask_for_the_account_it_was_let_in_on_and_no_other(graph: Graph) -> None:
    omar = await sign_in(graph, "omar")
    asked = {"creator_instagram_username": "maya.makes"}

    assert (await graph.post(f"{graph.ig_id}/{EDGE}", token=omar, **asked)).status_code == 200
    other = await graph.post(f"{graph.profiles[1]['ig_id']}/{EDGE}", token=omar, **asked)
    assert refusal(other) == (400, 100, 33)


async def test_whoever_may_only_look_cannot_ask(graph: Graph) -> None:
    ben = await sign_in(graph, "ben")

    assert (await graph.get(graph.ig_id, token=ben, fields="username")).json()["username"] == "northlight.skin"
    asked = await graph.post(f"{graph.ig_id}/{EDGE}", token=ben, creator_instagram_username="maya.makes")
    assert refusal(asked) == (400, 200, None)


async def test_the_system_users_of_a_business(graph: Graph) -> None:
    rows = await _rows(graph, await sign_in(graph), "system_users")

    assert [row["name"] for row in rows] == ["Northlight Skin desk", "Northlight Home desk", "Northlight Archive desk"]
    assert await _rows(graph, await sign_in(graph, "omar"), "system_users") == []
