"""Permissions between Facebook Pages at api.facebook.com: bare arrays, actions each for itself, its own errors."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.graph.making_posts import HOME_PAGE, JUNO_PAGE, MAYA_PAGE, SKIN_PAGE, token_of
from tests.sandbox.graph.server import Graph

BASE = "/partnership-ads/fb-account-level-permissions"
ALLOWLIST = f"/partnership-ads/fb-branded-content/{SKIN_PAGE}"
HEADERS = {"x-api-version": "1.0.0"}


async def _call(
    graph: Graph,
    method: str,
    path: str = f"{BASE}/{SKIN_PAGE}",
    *,
    body: Any = None,
    token: str | None = None,
    **params: Any,
) -> httpx.Response:
    headers = HEADERS | {"authorization": f"Bearer {token or graph.token}"}
    return await graph.http.request(method, path, params=params, headers=headers, json=body)


async def _act(graph: Graph, action: str, *partners: str, **options: Any) -> list[dict[str, Any]]:
    body = [{"partner_page_id": int(partner), "action": action} for partner in partners]
    answer = await _call(graph, "POST", body=body, **options)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def _rows(graph: Graph, **options: Any) -> list[dict[str, Any]]:
    answer = await _call(graph, "GET", **options)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def _statuses(graph: Graph) -> list[int]:
    return [row["status"] for row in await _rows(graph)]


async def _tap(graph: Graph, page: str, action: str) -> Any:
    return await graph.control("page_action", page_id=page, partner_page_id=SKIN_PAGE, action=action)


async def test_a_request_is_sent_seen_on_the_phone_accepted_and_revoked(graph: Graph) -> None:
    (sent,) = await _act(graph, "send-request", MAYA_PAGE)
    (row,) = await _rows(graph)

    assert sent == {
        "partner_page_id": int(MAYA_PAGE),
        "alp_permission_id": row["id"],
        "alp_permission_status": 1,
        "status": "success",
    }
    assert row.keys() == {"id", "partner_page_id", "status", "created_at", "permission_direction"}
    assert (row["status"], row["permission_direction"]) == (1, "sent")
    assert isinstance(row["id"], int)
    assert int(float(row["id"])) != row["id"] or row["id"] > 2**53
    (seen,) = (await graph.read("phone/maya.makes"))["page_requests"]
    assert (seen["partner_name"], seen["status"], seen["is_mine"]) == ("Northlight Skin", "PENDING_APPROVAL", False)

    await _tap(graph, MAYA_PAGE, "accept-request")
    assert await _statuses(graph) == [2]
    (ended,) = await _act(graph, "revoke-permission", MAYA_PAGE)
    assert (ended["status"], ended["alp_permission_status"]) == ("success", 4)
    assert await _statuses(graph) == [4]


async def test_every_status_comes_from_what_somebody_did(graph: Graph) -> None:
    await _act(graph, "send-request", MAYA_PAGE)
    await _tap(graph, MAYA_PAGE, "reject-request")
    await _act(graph, "send-request", MAYA_PAGE)
    await _act(graph, "cancel-request", MAYA_PAGE)
    await _act(graph, "send-request", MAYA_PAGE)
    await _tap(graph, MAYA_PAGE, "accept-request")
    await _tap(graph, MAYA_PAGE, "remove-permission")
    await _act(graph, "send-request", MAYA_PAGE)

    assert await _statuses(graph) == [1, 5, 6, 3]


async def test_a_page_answers_what_it_received(graph: Graph) -> None:
    for page in (MAYA_PAGE, JUNO_PAGE):
        await _tap(graph, page, "send-request")

    assert {row["permission_direction"] for row in await _rows(graph)} == {"received"}
    (accepted,) = await _act(graph, "accept-request", MAYA_PAGE)
    (rejected,) = await _act(graph, "reject-request", JUNO_PAGE)
    assert (accepted["alp_permission_status"], rejected["alp_permission_status"]) == (2, 3)


async def test_actions_succeed_and_fail_each_for_itself(graph: Graph) -> None:
    await _act(graph, "send-request", JUNO_PAGE)
    body: list[dict[str, Any]] = [
        {"partner_page_id": int(MAYA_PAGE), "action": "send-request"},
        {"partner_page_id": int(JUNO_PAGE), "action": "send-request"},
        {"partner_page_id": int(JUNO_PAGE), "action": "accept-request"},
        {"partner_page_id": int(HOME_PAGE), "action": "revoke-permission"},
        {"partner_page_id": 404, "action": "send-request"},
        {"partner_page_id": int(SKIN_PAGE), "action": "send-request"},
        {"partner_page_id": int(MAYA_PAGE), "action": "dance"},
        {"partner_page_id": "maya", "action": "send-request"},
        {"action": "send-request"},
    ]

    results = (await _call(graph, "POST", body=body)).json()

    assert [each["status"] for each in results] == ["success", *["failure"] * 8]
    assert [each.get("error_code") for each in results] == [None, 400, 404, 404, 404, 404, 400, 400, 400]
    assert results[3]["error_message"] == "No active permission found for this partner."
    assert [each["partner_page_id"] for each in results] == [item.get("partner_page_id") for item in body]


@pytest.mark.parametrize(
    ("rule", "taken"),
    [
        ("revoke-permission", {"revoke-permission"}),
        ("remove-permission", {"remove-permission"}),
        ("both", {"revoke-permission", "remove-permission"}),
    ],
)
async def test_which_spelling_of_the_end_is_taken_is_a_rule(graph: Graph, rule: str, taken: set[str]) -> None:
    await graph.control("rules", page_remove=rule)

    for word in ("revoke-permission", "remove-permission"):
        await _act(graph, "send-request", MAYA_PAGE)
        await _tap(graph, MAYA_PAGE, "accept-request")
        (result,) = await _act(graph, word, MAYA_PAGE)
        assert result["status"] == ("success" if word in taken else "failure")
        if word not in taken:
            await _tap(graph, MAYA_PAGE, "remove-permission")


async def test_an_approved_permission_has_two_numbers(graph: Graph) -> None:
    await graph.control("rules", page_approved=7)
    await _act(graph, "send-request", MAYA_PAGE)
    await _tap(graph, MAYA_PAGE, "accept-request")

    assert await _statuses(graph) == [7]
    assert len(await _rows(graph, status="[2]")) == 0
    assert len(await _rows(graph, status="[2,7]")) == 1


async def test_the_list_is_filtered(graph: Graph) -> None:
    await _act(graph, "send-request", MAYA_PAGE)
    await _tap(graph, JUNO_PAGE, "send-request")
    await _act(graph, "accept-request", JUNO_PAGE)

    async def partners(**params: str) -> list[int]:
        return [row["partner_page_id"] for row in await _rows(graph, **params)]

    assert await partners() == [int(JUNO_PAGE), int(MAYA_PAGE)]
    assert await partners(status="[1]") == [int(MAYA_PAGE)]
    assert await partners(permission_direction="received") == [int(JUNO_PAGE)]
    assert await partners(partner_page_ids=f"[{MAYA_PAGE},1]") == [int(MAYA_PAGE)]
    assert await partners(status="[2]", partner_page_ids=f"[{MAYA_PAGE}]") == []


async def test_pages_end_with_a_short_one(graph: Graph) -> None:
    for _ in range(5):
        await _act(graph, "send-request", MAYA_PAGE)
        await _act(graph, "cancel-request", MAYA_PAGE)

    pages = [await _rows(graph, limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({row["id"] for page in pages for row in page}) == 5


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "1001"},
        {"limit": "0"},
        {"limit": "many"},
        {"offset": "-1"},
        {"status": "1"},
        {"status": "[8]"},
        {"status": "PENDING"},
        {"partner_page_ids": '["x"]'},
        {"permission_direction": "sideways"},
    ],
)
async def test_a_list_that_cannot_be_is_refused(graph: Graph, params: dict[str, str]) -> None:
    answer = await _call(graph, "GET", **params)

    assert answer.status_code == 400
    assert answer.json().keys() == {"error_code", "error_message"}


@pytest.mark.parametrize("body", ["", "{", "{}", "[]", "[1]", "null"])
async def test_a_body_that_is_no_list_of_actions_is_refused(graph: Graph, body: str) -> None:
    headers = HEADERS | {"authorization": f"Bearer {graph.token}", "content-type": "application/json"}
    answer = await graph.http.post(f"{BASE}/{SKIN_PAGE}", content=body, headers=headers)

    assert (answer.status_code, answer.json()["error_code"]) == (400, 400)


async def test_a_form_is_refused(graph: Graph) -> None:
    headers = HEADERS | {"authorization": f"Bearer {graph.token}"}
    actions = json.dumps([{"partner_page_id": int(MAYA_PAGE), "action": "send-request"}])
    answer = await graph.http.post(f"{BASE}/{SKIN_PAGE}", data={"body": actions}, headers=headers)

    assert answer.status_code == 400
    assert await _rows(graph) == []


async def test_more_actions_than_the_rule_says_are_refused(graph: Graph) -> None:
    await graph.control("rules", page_most_actions=2)
    body = [{"partner_page_id": int(MAYA_PAGE), "action": "send-request"}] * 3

    assert (await _call(graph, "POST", body=body)).status_code == 400
    assert len((await _call(graph, "POST", body=body[:2])).json()) == 2


async def test_the_token_counts_in_its_header_only(graph: Graph) -> None:
    signed = graph.signed({})

    async def ask(headers: dict[str, str], **params: str) -> int:
        return (await graph.http.get(f"{BASE}/{SKIN_PAGE}", params=params, headers=HEADERS | headers)).status_code

    assert await ask({}) == 401
    assert await ask({}, **signed) == 401
    assert await ask({"authorization": "Bearer EAAnever"}) == 401
    assert await ask({"authorization": f"Bearer {graph.profiles[2]['access_token']}"}) == 401
    assert await ask({"authorization": f"Bearer {graph.token}"}) == 200


async def test_the_version_travels_in_a_header_that_a_rule_may_waive(graph: Graph) -> None:
    headers = {"authorization": f"Bearer {graph.token}"}
    assert (await graph.http.get(f"{BASE}/{SKIN_PAGE}", headers=headers)).status_code == 400

    await graph.control("rules", page_version_header=False)
    assert (await graph.http.get(f"{BASE}/{SKIN_PAGE}", headers=headers)).status_code == 200


async def test_errors_are_written_as_graph_does_where_the_rule_says_so(graph: Graph) -> None:
    await graph.control("rules", page_errors="graph")

    error = (await _call(graph, "GET", limit="0")).json()["error"]

    assert (error["code"], error["fbtrace_id"][0]) == (400, "A")


async def test_other_pages_are_not_found_and_scope_and_role_are_needed(graph: Graph) -> None:
    for page in (MAYA_PAGE, HOME_PAGE, "1"):
        assert (await _call(graph, "GET", f"{BASE}/{page}")).status_code == 404
    bare = await token_of(graph, "nora", without="facebook_branded_content_ads_brand")
    assert (await _call(graph, "GET", token=bare)).status_code == 403
    assert (await _call(graph, "GET", token=await token_of(graph, "ben"))).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", f"{BASE}/{SKIN_PAGE}"), ("GET", BASE), ("GET", f"/partnership-ads/{SKIN_PAGE}/nothing")],
)
async def test_an_address_that_leads_nowhere_is_404(graph: Graph, method: str, path: str) -> None:
    answer = await _call(graph, method, path)

    assert (answer.status_code, answer.json()["error_code"]) == (404, 404)


async def test_the_allowlist_is_switched_and_kept(graph: Graph) -> None:
    status, creators = f"{ALLOWLIST}/brand-allowlist-status", f"{ALLOWLIST}/brand-allowlisted-creators"

    assert (await _call(graph, "GET", status)).json() == {"allowlist_status": "DISABLED"}
    assert (await _call(graph, "PUT", status, is_enabled="true")).json() == {"allowlist_status": "ENABLED"}
    assert (await _call(graph, "PUT", status, is_enabled="perhaps")).status_code == 400

    added = (await _call(graph, "POST", creators, body={"creator_page_ids": [int(MAYA_PAGE), 404]})).json()
    assert [each["status_code"] for each in added] == [200, 404]
    assert (await _call(graph, "GET", creators)).json() == [{"creator_page_id": int(MAYA_PAGE)}]
    removed = (await _call(graph, "DELETE", creators, creator_page_ids=f"[{MAYA_PAGE},{JUNO_PAGE}]")).json()
    assert [each["status_code"] for each in removed] == [200, 404]
    assert (await _call(graph, "GET", creators)).json() == []


async def test_a_fault_meets_these_calls_too(graph: Graph) -> None:
    await graph.control("fault", on="fb-account-level-permissions", kind="lost", when="after")

    with pytest.raises(httpx.RemoteProtocolError):
        await _act(graph, "send-request", MAYA_PAGE)
    assert await _statuses(graph) == [1]
    await graph.control("fault", on="fb-account-level-permissions", kind="error", code=403, status=403)
    answer = await _call(graph, "GET")
    assert (answer.status_code, answer.json()["error_code"]) == (403, 403)


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"page_id": "1", "partner_page_id": SKIN_PAGE, "action": "send-request"}, 404),
        ({"page_id": MAYA_PAGE, "partner_page_id": SKIN_PAGE, "action": "accept-request"}, 409),
        ({"page_id": MAYA_PAGE, "partner_page_id": SKIN_PAGE, "action": "dance"}, 400),
    ],
)
async def test_a_tap_that_cannot_be_says_why(graph: Graph, wish: dict[str, str], status: int) -> None:
    answer = await graph.http.post("/_control/page_action", json=wish)

    assert answer.status_code == status
    assert answer.json()["error"]
