"""Permissions between Facebook Pages at api.facebook.com: asked, answered, ended, listed; and the allowlist."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.between_pages import act, call, rows, statuses, tap
from tests.sandbox.graph.making_posts import HOME_PAGE, JUNO_PAGE, MAYA_PAGE, SKIN_PAGE
from tests.sandbox.graph.server import Graph

ALLOWLIST = f"/partnership-ads/fb-branded-content/{SKIN_PAGE}"


async def test_a_request_is_sent_seen_on_the_phone_accepted_and_revoked(graph: Graph) -> None:
    (sent,) = await act(graph, "send-request", MAYA_PAGE)
    (row,) = await rows(graph)

    assert sent == {
        "partner_page_id": int(MAYA_PAGE),
        "alp_permission_id": row["id"],
        "alp_permission_status": 1,
        "status": "success",
    }
    assert row.keys() == {"id", "partner_page_id", "status", "created_at", "permission_direction"}
    assert (row["status"], row["permission_direction"]) == (1, "sent")
    assert isinstance(row["id"], int)
    assert int(float(row["id"])) != row["id"]
    (seen,) = (await graph.read("phone/maya.makes"))["page_requests"]
    assert (seen["partner_name"], seen["status"], seen["is_mine"]) == ("Northlight Skin", "PENDING_APPROVAL", False)

    await tap(graph, MAYA_PAGE, "accept-request")
    assert await statuses(graph) == [2]
    (ended,) = await act(graph, "revoke-permission", MAYA_PAGE)
    assert (ended["status"], ended["alp_permission_status"]) == ("success", 4)
    assert await statuses(graph) == [4]


async def test_every_status_comes_from_what_somebody_did(graph: Graph) -> None:
    await act(graph, "send-request", MAYA_PAGE)
    await tap(graph, MAYA_PAGE, "reject-request")
    await act(graph, "send-request", MAYA_PAGE)
    await act(graph, "cancel-request", MAYA_PAGE)
    await act(graph, "send-request", MAYA_PAGE)
    await tap(graph, MAYA_PAGE, "accept-request")
    await tap(graph, MAYA_PAGE, "remove-permission")
    await act(graph, "send-request", MAYA_PAGE)

    assert await statuses(graph) == [1, 5, 6, 3]


async def test_a_page_answers_what_it_received(graph: Graph) -> None:
    for page in (MAYA_PAGE, JUNO_PAGE):
        await tap(graph, page, "send-request")

    assert {row["permission_direction"] for row in await rows(graph)} == {"received"}
    (accepted,) = await act(graph, "accept-request", MAYA_PAGE)
    (rejected,) = await act(graph, "reject-request", JUNO_PAGE)
    assert (accepted["alp_permission_status"], rejected["alp_permission_status"]) == (2, 3)


async def test_actions_succeed_and_fail_each_for_itself(graph: Graph) -> None:
    await act(graph, "send-request", JUNO_PAGE)
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

    results = (await call(graph, "POST", body=body)).json()

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
        await act(graph, "send-request", MAYA_PAGE)
        await tap(graph, MAYA_PAGE, "accept-request")
        (result,) = await act(graph, word, MAYA_PAGE)
        assert result["status"] == ("success" if word in taken else "failure")
        if word not in taken:
            await tap(graph, MAYA_PAGE, "remove-permission")


async def test_an_approved_permission_has_two_numbers(graph: Graph) -> None:
    await graph.control("rules", page_approved=7)
    await act(graph, "send-request", MAYA_PAGE)
    await tap(graph, MAYA_PAGE, "accept-request")

    assert await statuses(graph) == [7]
    assert len(await rows(graph, status="[2]")) == 0
    assert len(await rows(graph, status="[2,7]")) == 1


async def test_the_list_is_filtered(graph: Graph) -> None:
    await act(graph, "send-request", MAYA_PAGE)
    await tap(graph, JUNO_PAGE, "send-request")
    await act(graph, "accept-request", JUNO_PAGE)

    async def partners(**params: str) -> list[int]:
        return [row["partner_page_id"] for row in await rows(graph, **params)]

    assert await partners() == [int(JUNO_PAGE), int(MAYA_PAGE)]
    assert await partners(status="[1]") == [int(MAYA_PAGE)]
    assert await partners(permission_direction="received") == [int(JUNO_PAGE)]
    assert await partners(partner_page_ids=f"[{MAYA_PAGE},1]") == [int(MAYA_PAGE)]
    assert await partners(status="[2]", partner_page_ids=f"[{MAYA_PAGE}]") == []


async def test_pages_end_with_a_short_one(graph: Graph) -> None:
    for _ in range(5):
        await act(graph, "send-request", MAYA_PAGE)
        await act(graph, "cancel-request", MAYA_PAGE)

    pages = [await rows(graph, limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({row["id"] for page in pages for row in page}) == 5


async def test_the_allowlist_is_switched_and_kept(graph: Graph) -> None:
    status, creators = f"{ALLOWLIST}/brand-allowlist-status", f"{ALLOWLIST}/brand-allowlisted-creators"

    assert (await call(graph, "GET", status)).json() == {"allowlist_status": "DISABLED"}
    assert (await call(graph, "PUT", status, is_enabled="true")).json() == {"allowlist_status": "ENABLED"}
    assert (await call(graph, "PUT", status, is_enabled="perhaps")).status_code == 400

    added = (await call(graph, "POST", creators, body={"creator_page_ids": [int(MAYA_PAGE), 404]})).json()
    assert [each["status_code"] for each in added] == [200, 404]
    assert (await call(graph, "GET", creators)).json() == [{"creator_page_id": int(MAYA_PAGE)}]
    removed = (await call(graph, "DELETE", creators, creator_page_ids=f"[{MAYA_PAGE},{JUNO_PAGE}]")).json()
    assert [each["status_code"] for each in removed] == [200, 404]
    assert (await call(graph, "GET", creators)).json() == []


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
