"""Control: the world, the phone, what people do elsewhere, the record of calls, reset."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.graph.server import EDGE, Graph, refusal


async def test_the_world_has_profiles_and_creators_of_every_behaviour(graph: Graph) -> None:
    world = await graph.read("world")

    assert [profile["username"] for profile in world["profiles"]] == [
        "northlight.skin",
        "northlight.home",
        "northlight.archive",
    ]
    kinds = {creator["behaviour"].partition(":")[0] for creator in world["creators"]}
    assert kinds == {"manual", "approves", "declines", "ignores"}
    assert any(creator["behaviour"].count(",") for creator in world["creators"])
    assert any(not creator["professional"] for creator in world["creators"])
    ids = [account["ig_id"] for account in world["profiles"] + world["creators"]]
    assert len(set(ids)) == len(ids) == 15
    # A client that reads an id as a float loses its last digits.
    assert any(int(float(ig_id)) != int(ig_id) for ig_id in ids)


async def test_an_answer_may_be_for_one_profile_or_one_request(graph: Graph) -> None:
    home = graph.profiles[1]
    first = await graph.ask("maya.makes")
    answer = await graph.post(
        f"{home['ig_id']}/branded_content_ad_permissions",
        token=home["access_token"],
        creator_instagram_username="maya.makes",
    )
    second = answer.json()["id"]

    one = {"creator_username": "maya.makes", "answer": "approve", "profile_ig_id": home["ig_id"]}
    other = {"creator_username": "maya.makes", "answer": "decline", "permission_id": first}
    assert (await graph.control("answer", **one))["answered"] == [second]
    assert (await graph.control("answer", **other))["answered"] == [first]


async def test_one_of_two_requests_of_a_brand_can_be_answered_alone(graph: Graph) -> None:
    first, second = await graph.ask("maya.makes"), await graph.ask("maya.makes")
    tap = {"creator_username": "maya.makes", "answer": "decline", "permission_id": first}

    assert (await graph.control("answer", **tap))["answered"] == [first]
    assert [row["permission_status"] for row in await graph.rows()] == ["PENDING", "REJECTED"]
    both = await graph.control("answer", creator_username="maya.makes", answer="approve")
    assert both["answered"] == [second]


async def test_a_crowd_fills_a_list_of_thousands_that_is_read_to_its_end(graph: Graph) -> None:
    await graph.ask("maya.makes")
    home = graph.profiles[1]

    await graph.control("crowd", profile_ig_id=graph.ig_id, count=1_000)
    await graph.control("crowd", profile_ig_id=home["ig_id"], count=500, status="APPROVED")

    rows, after = list[dict[str, str]](), dict[str, str]()
    while page := (await graph.get(f"{graph.ig_id}/{EDGE}", limit="100", **after)).json():
        if not page["data"]:
            break
        rows += page["data"]
        after = {"after": page["paging"]["cursors"]["after"]}
    assert len({row["id"] for row in rows}) == len({row["creator_id"] for row in rows}) == len(rows) == 1_001
    assert rows[-1]["creator_username"] == "maya.makes"
    assert {row["permission_status"] for row in rows} == {"PENDING", "APPROVED", "REJECTED", "REVOKED", "CANCELED"}
    theirs = (await graph.get(f"{home['ig_id']}/{EDGE}", token=home["access_token"], limit="100")).json()["data"]
    assert {row["permission_status"] for row in theirs} == {"APPROVED"}
    assert (await graph.http.post("/_control/crowd", json={"profile_ig_id": "1", "count": 1})).status_code == 404


@pytest.mark.parametrize("answer", ["approve", "decline", "revoke"])
async def test_answering_where_nothing_is_asked_is_a_conflict_with_a_sentence(graph: Graph, answer: str) -> None:
    told = await graph.http.post("/_control/answer", json={"creator_username": "maya.makes", "answer": answer})

    assert told.status_code == 409
    assert told.json()["error"].startswith("maya.makes has no ")


@pytest.mark.parametrize(
    ("call", "body", "status"),
    [
        ("answer", {"creator_username": "nobody", "answer": "approve"}, 404),
        ("answer", {"creator_username": "maya.makes", "answer": "shrug"}, 400),
        ("creator", {"username": "no spaces"}, 400),
        ("creator", {"username": "maya.makes", "behaviour": "dances"}, 400),
        ("creator", {"username": "maya.makes", "rename_to": "juno.skates"}, 409),
        ("permission", {"profile_ig_id": "1", "creator_username": "maya.makes", "status": "PENDING"}, 404),
        ("rules", {"repeat_request": "sometimes"}, 400),
        ("rules", {"repeat_requests": "error"}, 400),
        ("token", {"profile_ig_id": "1", "state": "fresh"}, 404),
        ("clock", {"advance_seconds": -1}, 400),
    ],
)
async def test_a_control_call_that_cannot_be_done_says_why(
    graph: Graph, call: str, body: dict[str, object], status: int
) -> None:
    answer = await graph.http.post(f"/_control/{call}", json=body)

    assert answer.status_code == status
    assert answer.json()["ok"] is False
    assert answer.json()["error"]


async def test_a_creator_can_be_added_and_changed(graph: Graph) -> None:
    await graph.control("creator", username="New.Nook", behaviour="declines:1", followers=12)
    await graph.control("creator", username="new.nook", professional=False)

    creators = {creator["username"]: creator for creator in (await graph.read("world"))["creators"]}
    added = creators["new.nook"]
    assert (added["behaviour"], added["followers"], added["professional"]) == ("declines:1", 12, False)
    assert added["ig_id"].isdigit()


async def test_a_renamed_creator_keeps_its_id_and_its_requests(graph: Graph) -> None:
    permission_id = await graph.ask("maya.makes")
    await graph.control("creator", username="maya.makes", rename_to="maya.mends")

    (request,) = (await graph.read("phone/maya.mends"))["requests"]
    assert request["permission_id"] == permission_id
    answer = await graph.get(graph.ig_id, fields="business_discovery.username(maya.makes){id}")
    assert refusal(answer) == (400, 110, 2207013)


async def test_somebody_else_may_take_a_handle_that_was_given_up(graph: Graph) -> None:
    await graph.ask("maya.makes")
    first = (await graph.control("creator", username="maya.makes", rename_to="maya.mends"))["creator"]["ig_id"]

    other = (await graph.control("creator", username="maya.makes"))["creator"]["ig_id"]

    assert other != first
    assert (await graph.read("phone/maya.makes"))["requests"] == []
    (row,) = await graph.rows()
    assert (row["creator_id"], row["creator_username"]) == (first, "maya.mends")


async def test_a_permission_made_elsewhere_is_in_the_list(graph: Graph) -> None:
    made = {"profile_ig_id": graph.ig_id, "creator_username": "slow.sundays"}
    await graph.control("permission", **made, status="APPROVED")
    await graph.control("permission", **made, status="REVOKED")

    (row,) = await graph.rows()
    assert row["permission_status"] == "REVOKED"
    await graph.control("permission", **made, status="PENDING")
    assert [row["permission_status"] for row in await graph.rows()] == ["PENDING", "REVOKED"]


async def test_calls_are_listed_with_tokens_and_proofs_masked(graph: Graph) -> None:
    item = {"method": "GET", "relative_url": f"{graph.ig_id}?access_token={graph.token}&fields=id"}
    await graph.ask("maya.makes")
    await graph.post("", batch=json.dumps([item]))
    await graph.get("debug_token", input_token=graph.token)

    calls = await graph.read("calls")
    assert [(call["method"], call["op"], call["status"]) for call in calls] == [
        ("POST", "request", 200),
        ("POST", "batch", 200),
        ("GET", "node", 400),
        ("GET", "debug_token", 400),
    ]
    assert calls[0]["path"] == f"/v26.0/{graph.ig_id}/branded_content_ad_permissions"
    assert calls[0]["params"] == {
        "creator_instagram_username": "maya.makes",
        "access_token": "***",
        "appsecret_proof": "***",
    }
    assert [call["in_batch"] for call in calls] == [False, False, True, False]
    assert graph.token not in json.dumps(calls)
    assert graph.prove(graph.token) not in json.dumps(calls)
    assert await graph.read(f"calls?op=node&since={calls[0]['at']}") == [calls[2]]
    assert await graph.read(f"calls?since={calls[-1]['at'] + 1}") == []


async def test_reset_brings_the_seeded_world_back(graph: Graph) -> None:
    before = await graph.read("world")
    first = await graph.ask("maya.makes")
    await graph.control("creator", username="maya.makes", rename_to="maya.mends", followers=1)
    await graph.control("token", profile_ig_id=graph.ig_id, state="fresh")
    await graph.control("rules", repeat_request="error", names="reference")
    await graph.control("fault", on="*", kind="throttle", times=9)
    assert refusal(await graph.get(graph.ig_id)) == (400, 4, None)

    await graph.control("reset")
    assert await graph.read("world") == before
    assert await graph.read("calls") == []
    assert (await graph.read("rules"))["repeat_request"] == "duplicate"
    assert await graph.rows() == []
    assert await graph.ask("maya.makes") != first
    assert await graph.status("maya.makes") == "PENDING"


async def test_reset_drops_what_scripts_and_holds_had_still_to_do(graph: Graph) -> None:
    await graph.ask("juno.skates")
    await graph.control("reset")
    await graph.ask("maya.makes")
    await graph.control("clock", advance_seconds=60)

    assert [row["creator_username"] for row in await graph.rows()] == ["maya.makes"]
