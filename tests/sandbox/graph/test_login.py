"""The login dialog: what it refuses to show, what each answer sends back, and what is granted by it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.sandbox.graph.server import VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import BACK, SCOPES, address, answered, debug, query_of, sign_in, statuses, trade

ADS = "instagram_branded_content_ads_brand"


async def test_accepting_sends_a_code_and_the_state_back(graph: Graph) -> None:
    told = await graph.control("login", person="nora", redirect=await address(graph, state="s&=é"))

    assert told["location"].startswith(f"{BACK}?")
    assert told["location"].endswith("#_=_")
    back = query_of(told["location"])
    assert back.keys() == {"code", "state"}
    assert back["state"] == "s&=é"


async def test_declining_all_is_access_denied_by_the_user(graph: Graph) -> None:
    back = await answered(graph, answer="decline")

    assert back == {
        "error": "access_denied",
        "error_code": "200",
        "error_description": "Permissions error",
        "error_reason": "user_denied",
        "state": "s-1",
    }


async def test_the_answer_is_added_to_a_query_that_is_there(graph: Graph) -> None:
    told = await graph.control(
        "login", person="nora", redirect=await address(graph, redirect_uri=f"{BACK}?team=7"), answer="decline"
    )

    assert told["location"].startswith(f"{BACK}?team=7&error=")


async def test_a_declined_scope_is_not_in_the_token(graph: Graph) -> None:
    token = await sign_in(graph, answer=f"decline:{ADS}")

    assert await statuses(graph, token) == {
        **dict.fromkeys(SCOPES, "granted"),
        ADS: "declined",
        "public_profile": "granted",
    }
    assert ADS not in (await debug(graph, token))["scopes"]


async def test_what_was_declined_is_asked_again_only_on_rerequest(graph: Graph) -> None:
    await sign_in(graph, answer=f"decline:{ADS}")
    assert (await statuses(graph, await sign_in(graph)))[ADS] == "declined"

    token = await sign_in(graph, auth_type="rerequest")

    assert (await statuses(graph, token))[ADS] == "granted"
    assert (await debug(graph, token))["metadata"] == {"auth_type": "rerequest"}


async def test_a_configuration_gives_all_or_nothing(graph: Graph) -> None:
    config_id, scopes = next(iter((await graph.read("world"))["configs"].items()))

    refused = await answered(graph, answer=f"decline:{ADS}", config_id=config_id)
    assert (refused["error"], refused["error_code"]) == ("access_denied", "200")

    token = await sign_in(graph, config_id=config_id)
    assert await statuses(graph, token) == dict.fromkeys(scopes, "granted")


async def test_there_is_a_configuration_without_the_branded_content_scopes(graph: Graph) -> None:
    configs = (await graph.read("world"))["configs"]
    config_id = next(each for each, scopes in configs.items() if ADS not in scopes)

    assert ADS not in await statuses(graph, await sign_in(graph, config_id=config_id))


async def test_assets_that_were_not_chosen_do_not_open(graph: Graph) -> None:
    world = await graph.read("world")
    page = next(each for each in world["pages"] if each["instagram"] == graph.ig_id)
    token = await sign_in(graph, assets=[page["id"], graph.ig_id])

    assert (await graph.get(graph.ig_id, token=token)).status_code == 200
    assert refusal(await graph.get(graph.profiles[1]["ig_id"], token=token)) == (400, 100, 33)
    granular = {row["scope"]: row.get("target_ids") for row in (await debug(graph, token))["granular_scopes"]}
    assert granular[ADS] == [graph.ig_id]
    assert granular["pages_show_list"] == [page["id"]]


async def test_without_a_choice_a_scope_is_for_all_assets(graph: Graph) -> None:
    granular = (await debug(graph, await sign_in(graph)))["granular_scopes"]

    assert {"scope": ADS} in granular
    assert all("target_ids" not in row for row in granular)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"client_id": "1"}, "Invalid App ID"),
        ({"redirect_uri": "https://elsewhere.example/callback"}, "URL blocked"),
        ({"redirect_uri": ""}, "URL blocked"),
        ({"redirect_uri": f"{BACK}#here"}, "URL blocked"),
        ({"response_type": "token"}, "Invalid response type"),
        ({"scope": "instagram_basic,steal_everything"}, "Invalid Scopes: steal_everything"),
        ({"config_id": "1"}, "Invalid config_id"),
        ({"config_id": "730112233445501", "scope": "instagram_basic"}, "only one"),
        ({"auth_type": "please"}, "Invalid auth_type"),
    ],
)
async def test_what_the_dialog_cannot_ask_is_a_page_that_sends_nobody_back(
    graph: Graph, params: dict[str, str], words: str
) -> None:
    url = await address(graph, **params)
    shown = await graph.http.get(url)
    told = await graph.http.post("/_control/login", json={"person": "nora", "redirect": url})

    assert shown.status_code == 400
    assert "location" not in shown.headers
    assert words in shown.text
    assert told.status_code == 400
    assert words in told.json()["error"]


async def test_registered_addresses_are_compared_as_a_whole(graph: Graph) -> None:
    registered = "https://greenlight.example/connect/callback"
    await graph.control("app", redirect_uris=[registered])

    assert "code" in await answered(graph, redirect_uri=registered)
    for other in (BACK, f"{registered}/", f"{registered}?a=1"):
        wish = {"person": "nora", "redirect": await address(graph, redirect_uri=other)}
        assert (await graph.http.post("/_control/login", json=wish)).status_code == 400


@pytest.mark.parametrize("event", ["checkpoint", "unconfirmed"])
async def test_somebody_facebook_does_not_let_in_gets_no_code(graph: Graph, event: str) -> None:
    await graph.control("person", person="nora", event=event)

    wish = {"person": "nora", "redirect": await address(graph)}
    told = await graph.http.post("/_control/login", json=wish)
    assert told.status_code == 400
    assert "facebook.com" in told.json()["error"]

    await graph.control("person", person="nora", event="cleared")
    assert "code" in await answered(graph)


@pytest.mark.parametrize(
    "wish",
    [
        {"person": "nora"},
        {"person": "nora", "redirect": "http://x/", "params": {}},
        {"person": "nora", "params": {}, "answer": "perhaps"},
        {"person": "nora", "params": {}, "answer": "decline:steal_everything"},
        {"person": "10223344556677881", "params": {"client_id": "1062417389201354", "redirect_uri": BACK}},
    ],
)
async def test_a_login_that_cannot_be_is_refused_with_a_sentence(graph: Graph, wish: dict[str, Any]) -> None:
    told = await graph.http.post("/_control/login", json=wish)

    assert told.status_code == 400
    assert told.json()["error"]


# The page, as a browser without script uses it


async def test_the_page_leads_from_the_person_to_the_scopes_and_back(graph: Graph) -> None:
    url = await address(graph, state='"><script>')
    people = await graph.http.get(url)
    assert people.status_code == 200
    assert "Nora Lind" in people.text
    assert "<script" not in people.text

    asked = await graph.http.get(url + "&person=nora")
    assert ADS in asked.text
    assert "@northlight.skin" in asked.text
    assert "default-src 'none'" in asked.headers["content-security-policy"]
    assert "form-action 'self' http://localhost:8080" in asked.headers["content-security-policy"]

    ticks = [("kept", scope) for scope in SCOPES if scope != ADS]
    assert all(f'name="{name}" value="{value}"' in asked.text for name, value in ticks)
    sent = await _send(graph, [*_pairs(url), ("person", "nora"), *ticks, ("asset", graph.ig_id), ("answer", "accept")])
    assert sent.status_code == 302
    back = query_of(sent.headers["location"])
    assert back["state"] == '"><script>'
    token = (await trade(graph, code=back["code"], redirect_uri=BACK)).json()["access_token"]
    assert await statuses(graph, token) == {
        **dict.fromkeys(SCOPES, "granted"),
        ADS: "declined",
        "public_profile": "granted",
    }


async def test_the_cancel_button_is_a_denial(graph: Graph) -> None:
    sent = await _send(graph, [*_pairs(await address(graph)), ("person", "nora"), ("answer", "cancel")])

    assert query_of(sent.headers["location"])["error"] == "access_denied"


async def test_the_page_stands_at_an_address_without_a_version_too(graph: Graph) -> None:
    url = (await address(graph)).replace(f"/{VERSION}", "")

    assert (await graph.http.get(url)).status_code == 200


async def test_the_pages_styles_are_served_beside_it(graph: Graph) -> None:
    for name in ("base", "login"):
        assert (await graph.http.get(f"/_css/{name}.css")).headers["content-type"].startswith("text/css")


def _pairs(url: str) -> list[tuple[str, str]]:
    return list(query_of(url).items())


async def _send(graph: Graph, pairs: list[tuple[str, str]]) -> httpx.Response:
    body = urlencode(pairs)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await graph.http.post(f"/{VERSION}/dialog/oauth", content=body, headers=headers)
