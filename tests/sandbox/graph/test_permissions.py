"""The permissions edge: asking, revoking and what the list says of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.server import EDGE, VERSION, Graph, refusal


async def test_a_request_by_username_is_pending_in_the_list_and_on_the_phone(graph: Graph) -> None:
    permission_id = await graph.ask("Maya.Makes")

    (row,) = await graph.rows(creator_username="maya.makes")
    phone = await graph.read("phone/maya.makes")
    assert row == {
        "creator_username": "maya.makes",
        "creator_id": graph.creators["maya.makes"]["ig_id"],
        "creator_fb_page": "104233445566771",
        "brand_ig_user": {"id": graph.ig_id},
        "permission_status": "PENDING",
        "id": permission_id,
    }
    (request,) = phone["requests"]
    assert (request["permission_id"], request["brand_username"], request["status"]) == (
        permission_id,
        "northlight.skin",
        "PENDING",
    )
    assert request["answered_at"] is None


async def test_a_request_by_id_reaches_the_same_creator(graph: Graph) -> None:
    creator = graph.creators["thequietpotter"]
    answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_account=creator["ig_id"])

    (row,) = await graph.rows()
    assert answer.json() == {"id": row["id"]}
    assert row["creator_id"] == creator["ig_id"]
    assert int(creator["ig_id"]) > 2**53


@pytest.mark.parametrize("way", ["form", "json", "multipart", "query", "bearer"])
async def test_parameters_are_taken_in_every_documented_way(graph: Graph, way: str) -> None:
    path, params = f"/{VERSION}/{graph.ig_id}/{EDGE}", {"creator_instagram_username": "maya.makes"}
    signed = graph.signed(params)
    match way:
        case "form":
            answer = await graph.http.post(path, data=signed)
        case "json":
            answer = await graph.http.post(path, json=signed)
        case "multipart":
            answer = await graph.http.post(path, files={name: (None, value) for name, value in signed.items()})
        case "query":
            answer = await graph.http.post(path, params=signed)
        case _:
            token = signed.pop("access_token")
            answer = await graph.http.post(path, data=signed, headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 200, answer.text
    assert len(await graph.rows()) == 1


async def test_the_body_wins_over_the_query(graph: Graph) -> None:
    path, handle = f"/{VERSION}/{graph.ig_id}/{EDGE}", "creator_instagram_username"
    body = graph.signed({handle: "juno.skates"})
    answer = await graph.http.post(path, params={handle: "maya.makes"}, data=body)

    assert answer.status_code == 200, answer.text
    assert [row["creator_username"] for row in await graph.rows()] == ["juno.skates"]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"creator_instagram_username": ""},
        {"creator_instagram_username": "maya.makes", "creator_instagram_account": "17841412345678901"},
        {"creator_instagram_account": "maya.makes"},
        {"creator_instagram_account": "17841400000000000"},
        {"creator_instagram_username": "nobody.at.all"},
        {"creator_instagram_username": "@maya.makes"},
        {"creator_instagram_username": "private.pebble"},
    ],
    ids=["none", "empty", "both", "handle as id", "unknown id", "unknown handle", "with @", "personal"],
)
async def test_a_request_that_names_no_possible_partner_is_refused(graph: Graph, params: dict[str, str]) -> None:
    answer = await graph.post(f"{graph.ig_id}/{EDGE}", **params)

    assert refusal(answer) == (400, 100, None)
    assert await graph.rows() == []


async def test_a_body_that_is_not_json_is_refused(graph: Graph) -> None:
    answer = await graph.http.post(
        f"/{VERSION}/{graph.ig_id}/{EDGE}", content=b"{", headers={"Content-Type": "application/json"}
    )

    assert refusal(answer) == (400, 100, None)


async def test_asking_twice_shows_the_creator_two_requests(graph: Graph) -> None:
    first, second = await graph.ask("maya.makes"), await graph.ask("maya.makes")

    phone = await graph.read("phone/maya.makes")
    assert [request["permission_id"] for request in phone["requests"]] == [first, second]
    assert first != second


async def test_by_rule_asking_twice_gives_the_same_id(graph: Graph) -> None:
    await graph.control("rules", repeat_request="same_id")

    assert await graph.ask("maya.makes") == await graph.ask("maya.makes")
    assert len(await graph.rows()) == 1


async def test_by_rule_asking_twice_is_refused(graph: Graph) -> None:
    await graph.control("rules", repeat_request="error")
    await graph.ask("maya.makes")

    again = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes")
    assert refusal(again) == (400, 100, None)
    assert again.json()["error"]["error_user_title"] == "Request already exists"


@pytest.mark.parametrize(("answer", "status"), [("decline", "REJECTED"), ("approve", "APPROVED")])
async def test_the_creators_answer_is_in_the_list(graph: Graph, answer: str, status: str) -> None:
    permission_id = await graph.ask("maya.makes")

    told = await graph.control("answer", creator_username="maya.makes", answer=answer)
    assert told == {"ok": True, "answered": [permission_id]}
    assert await graph.status("maya.makes") == status


async def test_asking_again_after_a_no_makes_a_new_row_and_keeps_the_old(graph: Graph) -> None:
    await graph.control("rules", repeat_request="error")
    first = await graph.ask("maya.makes")
    await graph.control("answer", creator_username="maya.makes", answer="decline")
    second = await graph.ask("maya.makes")

    rows = await graph.rows()
    assert [(row["id"], row["permission_status"]) for row in rows] == [
        (second, "PENDING"),
        (first, "REJECTED"),
    ]


async def test_revoking_an_approved_permission_makes_it_revoked(graph: Graph) -> None:
    permission_id = await graph.ask("maya.makes")
    await graph.control("answer", creator_username="maya.makes", answer="approve")

    assert (await graph.revoke("maya.makes")).json() == {"id": permission_id}
    assert await graph.status("maya.makes") == "REVOKED"


@pytest.mark.parametrize(("rule", "status"), [("canceled", "CANCELED"), ("revoked", "REVOKED")])
async def test_revoking_a_pending_request_makes_what_the_rule_says(graph: Graph, rule: str, status: str) -> None:
    await graph.control("rules", revoke_pending=rule)
    await graph.ask("maya.makes")

    assert (await graph.revoke("maya.makes")).status_code == 200
    assert await graph.status("maya.makes") == status


async def test_by_rule_a_pending_request_cannot_be_revoked(graph: Graph) -> None:
    await graph.control("rules", revoke_pending="error")
    await graph.ask("maya.makes")

    assert refusal(await graph.revoke("maya.makes")) == (400, 100, None)
    assert await graph.status("maya.makes") == "PENDING"


async def test_revoking_where_nothing_is_open_is_refused(graph: Graph) -> None:
    assert refusal(await graph.revoke("maya.makes")) == (400, 100, None)


@pytest.mark.parametrize(("allowed", "status"), [(False, 400), (True, 200)])
async def test_revoking_by_username_is_refused_unless_the_rule_allows_it(
    graph: Graph, allowed: bool, status: int
) -> None:
    await graph.control("rules", revoke_by_username=allowed)
    await graph.ask("maya.makes")

    answer = await graph.post(f"{graph.ig_id}/{EDGE}", creator_instagram_username="maya.makes", revoke="true")
    assert answer.status_code == status


async def test_the_edge_cannot_be_deleted(graph: Graph) -> None:
    params = graph.signed({})
    answer = await graph.http.delete(f"/{VERSION}/{graph.ig_id}/{EDGE}", params=params)

    assert refusal(answer) == (400, 100, 33)


async def test_the_reference_names_are_integers_and_titles(reference: Graph) -> None:
    permission_id = await reference.ask("maya.makes")

    (row,) = await reference.rows()
    expected: dict[str, Any] = {
        "brand_ig_id": int(reference.ig_id),
        "brand_username": "northlight.skin",
        "creator_fb_page_id": "104233445566771",
        "creator_ig_id": int(reference.creators["maya.makes"]["ig_id"]),
        "creator_username": "maya.makes",
        "permission_status": "Pending Approval",
        "permission_url": f"https://www.instagram.com/partnership_ads/permissions/{permission_id}/",
        "id": permission_id,
    }
    assert row == expected


@pytest.mark.parametrize(
    ("status", "spelled"),
    [
        ("PENDING", "Pending Approval"),
        ("APPROVED", "Approved"),
        ("REJECTED", "Rejected"),
        ("REVOKED", "Revoked"),
        ("CANCELED", "Canceled"),
    ],
)
async def test_each_status_has_both_spellings(graph: Graph, status: str, spelled: str) -> None:
    made = {"profile_ig_id": graph.ig_id, "creator_username": "maya.makes", "status": status}
    await graph.control("permission", **made)

    assert await graph.status("maya.makes") == status
    await graph.control("rules", names="reference")
    assert await graph.status("maya.makes") == spelled


async def test_a_field_that_is_not_default_must_be_asked_for(reference: Graph) -> None:
    await reference.ask("maya.makes")

    (row,) = await reference.rows(fields="permission_created_time,creator_username")
    assert row.keys() == {"permission_created_time", "creator_username", "id"}
    (request,) = (await reference.read("phone/maya.makes"))["requests"]
    assert row["permission_created_time"] == int(request["created_at"])


async def test_a_field_of_the_other_list_is_refused(graph: Graph) -> None:
    await graph.ask("maya.makes")

    answer = await graph.get(f"{graph.ig_id}/{EDGE}", fields="creator_ig_id")
    assert refusal(answer) == (400, 100, None)
    assert "nonexisting field (creator_ig_id)" in answer.json()["error"]["message"]


async def test_a_creator_without_a_page_has_no_page_field(graph: Graph) -> None:
    await graph.ask("slow.sundays")

    (row,) = await graph.rows()
    assert "creator_fb_page" not in row
