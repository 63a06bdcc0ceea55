"""The business-wide list of permissions: what it shows and sums up, and that it may not be there at all."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.graph.server import Graph, refusal
from tests.sandbox.graph.signing_in import sign_in

EDGE = "ig_bc_ad_permissions"


async def _ask(graph: Graph, *, person: str = "nora", **params: str) -> httpx.Response:
    token = await sign_in(graph, person)
    (business,) = (await graph.get("me/businesses", token=token)).json()["data"]
    return await graph.get(f"{business['id']}/{EDGE}", token=token, **params)


async def _put(graph: Graph, brand: int, creator: str, status: str) -> None:
    ig_id = graph.profiles[brand]["ig_id"]
    await graph.control("permission", profile_ig_id=ig_id, creator_username=creator, status=status)


async def _fill(graph: Graph) -> None:
    await _put(graph, 0, "maya.makes", "PENDING")
    await _put(graph, 1, "maya.makes.more", "PENDING")
    await _put(graph, 1, "juno.skates", "APPROVED")


async def test_all_permissions_of_a_business_come_in_one_list(graph: Graph) -> None:
    await _fill(graph)
    body = (await _ask(graph, summary="pending_permission_count")).json()

    assert body["data"] == [
        _row(graph, 1, "juno.skates", 2),
        _row(graph, 1, "maya.makes.more", 1),
        _row(graph, 0, "maya.makes", 1),
    ]
    assert body["summary"] == {"pending_permission_count": 2}


async def test_every_documented_field_can_be_asked(graph: Graph) -> None:
    await _fill(graph)
    fields = (
        "brand_ig_fbid,brand_ig_user{username},brand_linked_fb_page,creator_ig_user{id,username},creator_linked_fb_page,"
        "permission_created_time,permission_status"
    )
    row = (await _ask(graph, fields=fields, limit="1")).json()["data"][0]

    assert row["brand_ig_user"]["username"] == "northlight.home"
    assert row["brand_linked_fb_page"]["name"] == "Northlight Home"
    assert row["creator_ig_user"]["username"] == "juno.skates"
    assert row["creator_linked_fb_page"]["name"] == "Juno Skates"
    assert isinstance(row["permission_created_time"], int)


async def test_the_list_is_filtered_and_read_page_by_page(graph: Graph) -> None:
    await _fill(graph)

    async def creators(**params: str) -> list[str]:
        rows = (await _ask(graph, fields="creator_ig_user{username}", **params)).json()["data"]
        return [row["creator_ig_user"]["username"] for row in rows]

    assert await creators(brand_instagram_accounts=f"[{graph.ig_id}]") == ["maya.makes"]
    assert await creators(creator_username="maya.makes") == ["maya.makes.more", "maya.makes"]
    assert await creators(permission_status="[2,3]") == ["juno.skates"]
    first = (await _ask(graph, limit="2")).json()["paging"]
    assert "next" in first
    assert await creators(limit="2", after=first["cursors"]["after"]) == ["maya.makes"]


async def test_an_agency_sees_only_the_accounts_it_was_let_in_on(graph: Graph) -> None:
    await _fill(graph)

    assert (await _ask(graph, person="omar")).json()["data"] == [_row(graph, 0, "maya.makes", 1)]
    other = graph.profiles[1]["ig_id"]
    assert refusal(await _ask(graph, person="omar", brand_instagram_accounts=f"[{other}]")) == (400, 100, None)


@pytest.mark.parametrize(
    "params",
    [{"summary": "everything"}, {"permission_status": '["PENDING"]'}, {"fields": "permission_id"}],
)
async def test_what_it_does_not_know_is_refused(graph: Graph, params: dict[str, str]) -> None:
    await _fill(graph)
    assert refusal(await _ask(graph, **params)) == (400, 100, None)


async def test_statuses_may_be_strings(graph: Graph) -> None:
    await _fill(graph)
    await graph.control("rules", business_permissions="strings")

    statuses = [row["permission_status"] for row in (await _ask(graph)).json()["data"]]
    assert statuses == ["APPROVED", "PENDING", "PENDING"]


async def test_the_edge_may_not_be_there(graph: Graph) -> None:
    await graph.control("rules", business_permissions="off")

    answer = await _ask(graph)
    assert refusal(answer) == (400, 100, None)
    assert f"nonexisting field ({EDGE}) on node type (Business)" in answer.json()["error"]["message"]


def _row(graph: Graph, brand: int, creator: str, status: int) -> dict[str, Any]:
    return {
        "brand_ig_fbid": graph.profiles[brand]["ig_id"],
        "creator_ig_user": {"id": graph.creators[creator]["ig_id"]},
        "permission_status": status,
    }
