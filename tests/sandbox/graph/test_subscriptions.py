"""Who hears what: the app's own subscriptions with their handshake, and the Pages the app was put on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.graph.listening import Ear, app_call, listening, subscribe
from tests.sandbox.graph.server import VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import sign_in


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen."""
    with listening() as ear:
        yield ear


async def page_token(graph: Graph, *, name: str = "Maya Makes", person: str = "maya") -> tuple[str, str]:
    """Return the id of somebody's Page and its token."""
    pages = (await graph.get("me/accounts", token=await sign_in(graph, person, scope=SCOPES))).json()["data"]
    page = next(page for page in pages if page["name"] == name)
    return page["id"], page["access_token"]


SCOPES = "instagram_basic,instagram_manage_comments,pages_manage_metadata,pages_read_engagement,pages_show_list"


async def test_an_address_that_repeats_the_challenge_is_subscribed(graph: Graph, ear: Ear) -> None:
    assert (await subscribe(graph, ear, "instagram", "comments,mentions")).json() == {"success": True}
    assert (await subscribe(graph, ear, "instagram", "live_comments")).json() == {"success": True}

    (row,) = (await app_call(graph, "GET")).json()["data"]
    assert (row["object"], row["callback_url"], row["active"]) == ("instagram", f"{ear.url}/hook", True)
    assert row["fields"] == [{"name": name, "version": VERSION} for name in ("comments", "live_comments", "mentions")]


async def test_an_address_that_does_not_answer_as_it_must_is_not(graph: Graph, ear: Ear) -> None:
    ear.challenge = "something else"
    assert refusal(await subscribe(graph, ear, "instagram", "comments")) == (400, 2200, None)

    ear.challenge = None
    for change in ({"verify_token": "wrong"}, {"callback_url": "http://127.0.0.1:9/hook"}):
        asked = {"object": "instagram", "fields": "comments", "verify_token": "x", "callback_url": f"{ear.url}/hook"}
        assert refusal(await app_call(graph, "POST", **(asked | change))) == (400, 2200, None)
    assert (await app_call(graph, "GET")).json() == {"data": []}


@pytest.mark.parametrize(
    "change",
    [
        {"object": "wardrobe"},
        {"fields": "comments,shoes"},
        {"callback_url": ""},
        {"callback_url": "ftp://here/"},
        {"verify_token": ""},
    ],
)
async def test_a_subscription_to_what_is_not_there_is_refused(graph: Graph, ear: Ear, change: dict[str, str]) -> None:
    asked = {"object": "instagram", "fields": "comments", "verify_token": "x", "callback_url": f"{ear.url}/hook"}

    assert refusal(await app_call(graph, "POST", **(asked | change))) == (400, 100, None)


async def test_subscriptions_end_by_field_by_object_or_all_at_once(graph: Graph, ear: Ear) -> None:
    await subscribe(graph, ear, "instagram", "comments,mentions")
    await subscribe(graph, ear, "page", "feed")

    async def left() -> dict[str, list[str]]:
        rows = (await app_call(graph, "GET")).json()["data"]
        return {row["object"]: [field["name"] for field in row["fields"]] for row in rows}

    await app_call(graph, "DELETE", object="instagram", fields="mentions")
    assert await left() == {"instagram": ["comments"], "page": ["feed"]}
    await app_call(graph, "DELETE", object="instagram")
    assert await left() == {"page": ["feed"]}
    await app_call(graph, "DELETE")
    assert await left() == {}


async def test_the_app_is_a_node_for_its_own_token_only(graph: Graph) -> None:
    app_id = (await graph.read("world"))["app_id"]

    assert refusal(await graph.get(f"{app_id}/subscriptions")) == (400, 190, None)
    assert refusal(await graph.http.get(f"/{VERSION}/{app_id}/subscriptions")) == (400, 104, None)


async def test_the_app_is_put_on_a_page_and_taken_off(graph: Graph) -> None:
    page, token = await page_token(graph)
    where = f"/{VERSION}/{page}/subscribed_apps"

    assert (await graph.post(f"{page}/subscribed_apps", token=token, subscribed_fields="feed")).json() == {
        "success": True
    }
    (row,) = (await graph.get(f"{page}/subscribed_apps", token=token)).json()["data"]
    assert (row["name"], row["subscribed_fields"]) == ("Greenlight", ["feed"])
    assert (await graph.http.delete(where, params=graph.signed({}, token=token))).json() == {"success": True}
    assert (await graph.get(f"{page}/subscribed_apps", token=token)).json() == {"data": []}


async def test_putting_the_app_on_a_page_needs_the_pages_token_its_scope_and_a_field(graph: Graph) -> None:
    page, token = await page_token(graph)
    edge = f"{page}/subscribed_apps"
    user = await sign_in(graph, "maya", scope=SCOPES)

    assert refusal(await graph.post(edge, token=user, subscribed_fields="feed")) == (400, 210, None)
    assert refusal(await graph.post(edge, token=token)) == (400, 100, None)
    assert refusal(await graph.post(edge, token=token, subscribed_fields="branded_content")) == (400, 100, None)
    await graph.http.delete(f"/{VERSION}/me/permissions/pages_manage_metadata", params=graph.signed({}, token=user))
    assert refusal(await graph.post(edge, token=token, subscribed_fields="feed")) == (400, 10, None)
