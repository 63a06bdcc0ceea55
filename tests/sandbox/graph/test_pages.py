"""Pages: what a person sees of theirs, the Instagram accounts linked to them, and tokens for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.server import VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import debug, prolong, sign_in

FIELDS = (
    "id,name,access_token,tasks,instagram_business_account{id,username,profile_picture_url},connected_instagram_account"
)


async def _pages(graph: Graph, token: str, **params: str) -> dict[str, dict[str, Any]]:
    answer = await graph.get("me/accounts", token=token, **params)
    assert answer.status_code == 200, answer.text
    return {page["name"]: page for page in answer.json()["data"]}


async def test_the_pages_of_a_person_come_with_tasks_and_both_links(graph: Graph) -> None:
    pages = await _pages(graph, await sign_in(graph), fields=FIELDS)

    skin, home = pages["Northlight Skin"], pages["Northlight Home"]
    assert skin["instagram_business_account"] == {
        "id": graph.ig_id,
        "username": "northlight.skin",
        "profile_picture_url": f"{graph.url}/_pictures/{graph.ig_id}.svg",
    }
    assert skin["connected_instagram_account"] == {"id": graph.ig_id}
    assert skin["tasks"] == ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE"]
    assert home["tasks"][0] == "PROFILE_PLUS_ADVERTISE"
    assert "connected_instagram_account" not in home
    assert "instagram_business_account" not in pages["Northlight Press"]
    founder = pages["Northlight's Founder"]
    assert "instagram_business_account" not in founder
    assert founder["connected_instagram_account"]["id"] == graph.creators["private.pebble"]["ig_id"]
    picture = await graph.http.get(skin["instagram_business_account"]["profile_picture_url"])
    assert picture.status_code == 200


async def test_by_default_a_page_has_its_token_and_tasks(graph: Graph) -> None:
    (page,) = (await _pages(graph, await sign_in(graph, "ben"))).values()

    assert page.keys() == {"access_token", "category", "name", "id", "tasks"}
    assert page["tasks"] == ["ANALYZE"]


async def test_without_the_scope_no_page_is_listed(graph: Graph) -> None:
    assert await _pages(graph, await sign_in(graph, answer="decline:pages_show_list")) == {}


async def test_without_the_scope_or_the_choice_the_linked_account_is_left_out(graph: Graph) -> None:
    declined = await sign_in(graph, answer="decline:instagram_basic")
    world = await graph.read("world")
    unchosen = await sign_in(
        graph,
        auth_type="rerequest",
        assets=[page["id"] for page in world["pages"] if page["name"] == "Northlight Skin"],
    )

    for token in (declined, unchosen):
        pages = await _pages(graph, token, fields=FIELDS)
        assert "instagram_business_account" not in pages["Northlight Skin"]
    assert pages.keys() == {"Northlight Skin"}


async def test_the_wrong_account_has_no_page(graph: Graph) -> None:
    assert (await graph.get("me/accounts", token=await sign_in(graph, "pat"))).json() == {"data": []}


async def test_a_page_is_a_node_for_whoever_has_a_role_on_it(graph: Graph) -> None:
    nora, iris = await sign_in(graph), await sign_in(graph, "iris")
    page = (await _pages(graph, nora))["Northlight Skin"]

    shown = (await graph.get(page["id"], token=nora, fields="name,instagram_business_account")).json()
    assert shown == {
        "id": page["id"],
        "name": "Northlight Skin",
        "instagram_business_account": {"id": graph.ig_id},
    }
    assert refusal(await graph.get(page["id"], token=iris)) == (400, 100, 33)
    no_scope = await sign_in(graph, "ben", answer="decline:pages_read_engagement")
    assert refusal(await graph.get(page["id"], token=no_scope)) == (400, 10, None)


@pytest.mark.parametrize(
    ("path", "params"), [("me/accounts", {"fields": "shoe_size"}), ("me/wardrobe", {}), ("me", {"fields": "shoe_size"})]
)
async def test_fields_and_edges_that_do_not_exist_are_refused(graph: Graph, path: str, params: dict[str, str]) -> None:
    answer = await graph.get(path, token=await sign_in(graph), **params)

    assert refusal(answer) == (400, 100, None)
    assert "nonexisting field" in answer.json()["error"]["message"]


async def test_a_page_token_lives_as_long_as_what_it_came_from(graph: Graph) -> None:
    short = await sign_in(graph)
    long = await prolong(graph, short)
    from_short = (await _pages(graph, short))["Northlight Skin"]["access_token"]
    from_long = (await _pages(graph, long))["Northlight Skin"]["access_token"]

    assert (await _pages(graph, long))["Northlight Skin"]["access_token"] == from_long
    assert from_short != from_long
    assert (await debug(graph, from_short))["expires_at"] == (await debug(graph, short))["expires_at"]
    facts = await debug(graph, from_long)
    assert (facts["type"], facts["expires_at"]) == ("PAGE", 0)
    assert facts["profile_id"] == (await graph.get("me", token=from_long)).json()["id"]


async def test_a_page_token_ends_with_the_role(graph: Graph) -> None:
    long = await prolong(graph, await sign_in(graph))
    page = (await _pages(graph, long))["Northlight Skin"]
    await graph.control("person", person="nora", tasks={page["id"]: []})

    assert refusal(await graph.get("me", token=page["access_token"])) == (400, 190, 492)
    assert "Northlight Skin" not in await _pages(graph, long)


async def test_a_page_token_ends_with_a_new_password_and_is_not_tradable(graph: Graph) -> None:
    page = (await _pages(graph, await prolong(graph, await sign_in(graph))))["Northlight Skin"]
    world = await graph.read("world")
    trade = {
        "grant_type": "fb_exchange_token",
        "client_id": world["app_id"],
        "client_secret": world["app_secret"],
        "fb_exchange_token": page["access_token"],
    }
    assert refusal(await graph.http.get(f"/{VERSION}/oauth/access_token", params=trade)) == (400, 190, None)

    await graph.control("person", person="nora", event="password")
    assert refusal(await graph.get("me", token=page["access_token"])) == (400, 190, 460)


async def test_three_hundred_pages_are_listed_page_by_page(graph: Graph) -> None:
    for number in range(300):
        await graph.control("page", name=f"Shop {number}", people={"pat": ["MANAGE"]})
    token = await sign_in(graph, "pat")
    names: list[str] = []
    after: dict[str, str] = {}

    while True:
        body = (await graph.get("me/accounts", token=token, fields="name", limit="1000", **after)).json()
        assert len(body["data"]) <= 100
        names += [page["name"] for page in body["data"]]
        if "next" not in body["paging"]:
            break
        after = {"after": body["paging"]["cursors"]["after"]}

    assert names == [f"Shop {number}" for number in range(300)]


async def test_a_page_can_be_linked_and_unlinked(graph: Graph) -> None:
    token = await sign_in(graph)
    page = (await _pages(graph, token))["Northlight Press"]["id"]
    await graph.control("page", id=page, instagram=graph.ig_id)
    assert "instagram_business_account" in (await _pages(graph, token, fields=FIELDS))["Northlight Press"]

    await graph.control("page", id=page, instagram=None)
    assert "instagram_business_account" not in (await _pages(graph, token, fields=FIELDS))["Northlight Press"]
