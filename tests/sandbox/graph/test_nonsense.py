"""Answers that make no sense: pages for people, broken JSON, pages without an end, other values than there are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.graph.making_posts import JAR, MAYA_PAGE, SKIN_PAGE, business_id, post_id, token_of
from tests.sandbox.graph.server import EDGE, Graph, refusal

HANDLES = ("maya.makes", "juno.skates", "slow.sundays")


async def _page(graph: Graph, **params: str) -> Any:
    answer = await graph.get(f"{graph.ig_id}/{EDGE}", limit="2", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _three(graph: Graph) -> list[str]:
    """Ask three creators; returns the permissions' ids, newest first."""
    return [await graph.ask(handle) for handle in HANDLES][::-1]


@pytest.mark.parametrize(("when", "rows"), [("before", 0), ("after", 1)])
async def test_a_page_for_people_comes_in_place_of_json(graph: Graph, when: str, rows: int) -> None:
    await graph.control("fault", on="request", kind="html", when=when, status=502)

    answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes")

    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")
    assert "went wrong" in answer.text
    assert len(await graph.rows()) == rows


async def test_json_breaks_off(graph: Graph) -> None:
    await graph.control("fault", on="request", kind="malformed")

    answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes")

    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert len(await graph.rows()) == 1


async def test_an_empty_page_leads_on_and_nothing_is_lost(reference: Graph) -> None:
    expected = await _three(reference)
    await reference.control("fault", on="list", kind="empty_page")

    empty = await _page(reference)
    first = await _page(reference, after=empty["paging"]["cursors"]["after"])
    await reference.control("fault", on="list", kind="empty_page")
    between = await _page(reference, after=first["paging"]["cursors"]["after"])
    last = await _page(reference, after=between["paging"]["cursors"]["after"])

    assert empty["data"] == between["data"] == []
    assert "appsecret_proof" not in empty["paging"]["next"]
    assert empty["paging"]["next"].startswith(f"{reference.url}/v26.0/{reference.ig_id}/{EDGE}?")
    assert [row["id"] for row in (*first["data"], *last["data"])] == expected


async def test_a_cyclic_page_leads_to_itself_as_often_as_told(graph: Graph) -> None:
    expected = await _three(graph)
    first = await _page(graph)
    await graph.control("fault", on="list", kind="cyclic", times=2)

    met, after = [], first["paging"]["cursors"]["after"]
    for _ in range(3):
        page = await _page(graph, after=after)
        after = page["paging"]["cursors"]["after"]
        met.append([row["id"] for row in page["data"]])

    assert met == [[expected[2]]] * 3
    assert await _page(graph, after=after) == {"data": []}


async def test_the_first_page_can_lead_to_itself_too(graph: Graph) -> None:
    await _three(graph)
    await graph.control("fault", on="list", kind="cyclic", times=2)

    first = await _page(graph)
    again = await _page(graph, after=first["paging"]["cursors"]["after"])

    assert again == first


async def test_a_last_page_without_paging_can_be_made_cyclic(graph: Graph) -> None:
    edge = "partnership-ads-advertisable-content"
    path = f"{await business_id(graph)}/{edge}"
    await graph.control("fault", on=edge, kind="cyclic")

    page = (await graph.get(path, ig_user_id=graph.ig_id)).json()
    again = (await graph.get(path, ig_user_id=graph.ig_id, after=page["paging"]["cursors"]["after"])).json()

    assert again["data"] == page["data"]
    assert "paging" not in again


async def test_a_dead_cursor_concerns_only_calls_that_have_one(graph: Graph) -> None:
    await _three(graph)
    first = await _page(graph)
    await graph.control("fault", on="*", kind="dead_cursor")

    assert await _page(graph) == first
    answer = await graph.get(f"{graph.ig_id}/{EDGE}", after=first["paging"]["cursors"]["after"])
    assert refusal(answer) == (400, 100, None)
    assert "Cursor" in answer.json()["error"]["message"]
    assert (await _page(graph, after=first["paging"]["cursors"]["after"]))["data"]


@pytest.mark.parametrize("value", ["ON_HOLD", 3, None, ["a"], {"code": 1}])
async def test_a_value_can_be_any_other(graph: Graph, value: Any) -> None:
    await _three(graph)
    await graph.control("fault", on="list", kind="rewrite", key="permission_status", value=value)

    assert [row["permission_status"] for row in (await _page(graph))["data"]] == [value, value]
    assert (await _page(graph))["data"][0]["permission_status"] == "PENDING"


async def test_an_id_can_be_a_number_that_no_float_holds(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    await graph.control("fault", on="node", kind="rewrite", key="id", value=17895695668004571)

    answer = await graph.get(media, token=maya)

    assert answer.text == '{"id":17895695668004571}'


async def test_a_field_can_be_missing_wherever_it_stands(graph: Graph) -> None:
    await _three(graph)
    await graph.control("fault", on="list", kind="drop", key="id")

    (row, _) = (await _page(graph))["data"]
    assert "id" not in row
    assert row["brand_ig_user"] == {}


async def test_items_of_a_batch_are_spoilt_one_by_one(graph: Graph) -> None:
    await _three(graph)
    await graph.control("fault", on="list", kind="rewrite", key="permission_status", value="ON_HOLD")
    item = {"method": "GET", "relative_url": f"{graph.ig_id}/{EDGE}?limit=1"}

    answers = (await graph.post("", batch=json.dumps([item, item]))).json()

    statuses = [json.loads(answer["body"])["data"][0]["permission_status"] for answer in answers]
    assert statuses == ["ON_HOLD", "PENDING"]


async def test_bare_arrays_are_spoilt_too(graph: Graph) -> None:
    path = f"/partnership-ads/fb-account-level-permissions/{SKIN_PAGE}"
    headers = {"authorization": f"Bearer {graph.token}", "x-api-version": "1.0.0"}
    await graph.control("page_action", page_id=SKIN_PAGE, partner_page_id=MAYA_PAGE, action="send-request")
    for fault in ({"kind": "rewrite", "key": "status", "value": 99}, {"kind": "cyclic"}, {"kind": "malformed"}):
        await graph.control("fault", on="fb-account-level-permissions", **fault)

    unknown, whole, broken = [await graph.http.get(path, headers=headers) for _ in range(3)]

    assert unknown.json()[0]["status"] == 99
    assert whole.json()[0]["status"] == 1
    with pytest.raises(json.JSONDecodeError):
        broken.json()


async def test_a_fault_may_concern_one_method(graph: Graph) -> None:
    edge = "branded_content_tag_approval"
    await graph.control("fault", on=edge, kind="error", code=2, method="POST")

    assert (await graph.get(f"{graph.ig_id}/{edge}", user_ids="1")).status_code == 200
    assert refusal(await graph.post(f"{graph.ig_id}/{edge}", user_ids="1")) == (500, 2, None)


@pytest.mark.parametrize("fault", [{"kind": "rewrite"}, {"kind": "drop"}, {"kind": "html", "method": "FETCH"}])
async def test_nonsense_that_cannot_be_is_refused_with_a_sentence(graph: Graph, fault: dict[str, str]) -> None:
    answer = await graph.http.post("/_control/fault", json=fault)

    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_every_edge_can_be_named_by_a_fault(graph: Graph) -> None:
    for edge in (
        "media",
        "boost_ads_list",
        "comments",
        "replies",
        "branded_content_partner_promote",
        "partnership_ad_code",
        "branded_content_advertisable_medias",
        "advertisable-posts",
        "brand-allowlist-status",
        "brand-allowlisted-creators",
    ):
        await graph.control("fault", on=edge, kind="status", status=503)
