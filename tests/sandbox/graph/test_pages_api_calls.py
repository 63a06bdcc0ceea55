"""How api.facebook.com is called: who may, in which form, and how it refuses."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.sandbox.graph.between_pages import BASE, HEADERS, act, call, rows, statuses
from tests.sandbox.graph.making_posts import HOME_PAGE, MAYA_PAGE, SKIN_PAGE, token_of
from tests.sandbox.graph.server import Graph


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
    answer = await call(graph, "GET", **params)

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
    assert await rows(graph) == []


async def test_more_actions_than_the_rule_says_are_refused(graph: Graph) -> None:
    await graph.control("rules", page_most_actions=2)
    body = [{"partner_page_id": int(MAYA_PAGE), "action": "send-request"}] * 3

    assert (await call(graph, "POST", body=body)).status_code == 400
    assert len((await call(graph, "POST", body=body[:2])).json()) == 2


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

    error = (await call(graph, "GET", limit="0")).json()["error"]

    assert (error["code"], error["fbtrace_id"][0]) == (400, "A")


async def test_other_pages_are_not_found_and_scope_and_role_are_needed(graph: Graph) -> None:
    for page in (MAYA_PAGE, HOME_PAGE, "1"):
        assert (await call(graph, "GET", f"{BASE}/{page}")).status_code == 404
    bare = await token_of(graph, "nora", without="facebook_branded_content_ads_brand")
    assert (await call(graph, "GET", token=bare)).status_code == 403
    assert (await call(graph, "GET", token=await token_of(graph, "ben"))).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", f"{BASE}/{SKIN_PAGE}"), ("GET", BASE), ("GET", f"/partnership-ads/{SKIN_PAGE}/nothing")],
)
async def test_an_address_that_leads_nowhere_is_404(graph: Graph, method: str, path: str) -> None:
    answer = await call(graph, method, path)

    assert (answer.status_code, answer.json()["error_code"]) == (404, 404)


async def test_a_fault_meets_these_calls_too(graph: Graph) -> None:
    await graph.control("fault", on="fb-account-level-permissions", kind="lost", when="after")

    with pytest.raises(httpx.RemoteProtocolError):
        await act(graph, "send-request", MAYA_PAGE)
    assert await statuses(graph) == [1]
    await graph.control("fault", on="fb-account-level-permissions", kind="error", code=403, status=403)
    answer = await call(graph, "GET")
    assert (answer.status_code, answer.json()["error_code"]) == (403, 403)
