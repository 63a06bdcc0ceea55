"""Deliveries: signed, in batches, repeated and mixed up on order, and tried again for thirty-six hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.graph.listening import Ear, listening, sign, subscribe, until
from tests.sandbox.graph.server import VERSION, Graph
from tests.sandbox.graph.signing_in import sign_in
from tests.sandbox.graph.test_subscriptions import SCOPES, page_token

HOUR = 3_600


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen."""
    with listening() as ear:
        yield ear


@pytest.fixture
async def heard(graph: Graph, ear: Ear) -> Ear:
    """Listen to everything, with the app on Maya's Page."""
    for kind, fields in (("instagram", "comments"), ("page", "feed"), ("permissions", "instagram_basic")):
        assert (await subscribe(graph, ear, kind, fields)).status_code == 200
    page, token = await page_token(graph)
    await graph.post(f"{page}/subscribed_apps", token=token, subscribed_fields="feed")
    await until(lambda: bool(ear.heard))  # that Maya gave instagram_basic
    ear.heard.clear()
    return ear


async def _post_of(graph: Graph, username: str) -> str:
    """Return somebody's newest post at Instagram."""
    owner = graph.creators[username]["ig_id"]
    posts = (await graph.read("posts"))["posts"]
    return str(next(post["id"] for post in posts if post["owner_id"] == owner))


async def _has_tried(graph: Graph, count: int) -> None:
    """Wait until the newest delivery was tried so often, and waits for its next turn."""

    async def tried() -> bool:
        return len((await graph.read("webhooks"))[-1]["tries"]) == count

    await until(tried)


async def _comment(graph: Graph, **wish: Any) -> str:
    return str((await graph.control("comment", **wish))["comment_id"])


async def test_a_comment_arrives_signed_over_its_raw_bytes(graph: Graph, heard: Ear) -> None:
    post = await _post_of(graph, "maya.makes")
    comment = await _comment(graph, on=post, username="kind.kiwi", text="Så fint! https://x.example/ ☁️")
    await until(lambda: bool(heard.heard))

    ((headers, body),) = heard.heard
    assert headers["x-hub-signature-256"] == sign(graph, body)
    assert headers["content-type"] == "application/json"
    assert body.isascii()
    assert b"\\/" in body
    assert heard.bodies()[0]["object"] == "instagram"
    ((account, field, value),) = heard.updates()
    assert (account, field) == (graph.creators["maya.makes"]["ig_id"], "comments")
    assert value["id"] == comment
    assert value["text"] == "Så fint! https://x.example/ ☁️"
    assert value["from"]["username"] == "kind.kiwi"
    assert value["media"] == {"id": post, "media_product_type": "FEED"}


async def test_the_guides_sample_calls_the_id_comment_id(graph: Graph, heard: Ear) -> None:
    await graph.control("rules", comment_payload="sample")
    comment = await _comment(graph, on=await _post_of(graph, "maya.makes"))
    await until(lambda: bool(heard.heard))

    ((_, _, value),) = heard.updates()
    assert value["comment_id"] == comment
    assert "id" not in value


async def test_a_reply_names_its_parent(graph: Graph, heard: Ear) -> None:
    post = await _post_of(graph, "maya.makes")
    parent = await _comment(graph, on=post)
    await _comment(graph, on=post, parent_id=parent)
    await until(lambda: len(heard.heard) == 2)

    assert [value.get("parent_id") for _, _, value in heard.updates()] == [None, parent]


@pytest.mark.parametrize(
    ("rule", "hearers"), [("creator", ["maya"]), ("brand", ["brand"]), ("both", ["brand", "maya"])]
)
async def test_a_comment_on_an_ad_names_the_ad_and_the_post_it_was_made_of(
    graph: Graph, heard: Ear, rule: str, hearers: list[str]
) -> None:
    page, token = await page_token(graph, name="Northlight Skin", person="nora")
    await graph.post(f"{page}/subscribed_apps", token=token, subscribed_fields="feed")
    await until(lambda: bool(heard.heard))
    heard.heard.clear()
    await graph.control("rules", ad_comments=rule)
    post = await _post_of(graph, "maya.makes")
    ad = await graph.control("ad", post_id=post, profile_ig_id=graph.ig_id)

    await _comment(graph, on=ad["ad_id"])
    await until(lambda: len(heard.heard) == len(hearers))

    names = {graph.ig_id: "brand", graph.creators["maya.makes"]["ig_id"]: "maya"}
    assert sorted(names[account] for account, _, _ in heard.updates()) == hearers
    for _, _, value in heard.updates():
        media = value["media"]
        assert (media["id"], media["media_product_type"]) == (ad["effective_instagram_media_id"], "AD")
        assert (media["ad_id"], media["original_media_id"]) == (ad["ad_id"], post)
        assert media["ad_title"] == "Northlight Skin with @maya.makes"


async def test_a_pages_feed_tells_every_change_of_a_comment(graph: Graph, heard: Ear) -> None:
    page = next(each["id"] for each in (await graph.read("world"))["pages"] if each["name"] == "Maya Makes")
    posts = (await graph.read("posts"))["posts"]
    post = next(each["id"] for each in posts if each["owner_id"] == page)
    comment = await _comment(graph, on=post, text="First")
    await graph.control("comment", comment_id=comment, text="First!")
    await _comment(graph, on=post, parent_id=comment, text="Second")
    await graph.control("comment", comment_id=comment, deleted=True)
    await until(lambda: len(heard.heard) == 4)

    assert {body["object"] for body in heard.bodies()} == {"page"}
    assert {(node, field) for node, field, _ in heard.updates()} == {(page, "feed")}
    told = sorted((value["verb"], value["message"]) for _, _, value in heard.updates())
    assert told == [("add", "First"), ("add", "Second"), ("edited", "First!"), ("remove", "First!")]
    parents = {value["message"]: value["parent_id"] for _, _, value in heard.updates()}
    assert (parents["First"], parents["Second"]) == (post, comment)
    assert {value["item"] for _, _, value in heard.updates()} == {"comment"}


async def test_nobody_hears_of_accounts_whose_page_the_app_is_not_on(graph: Graph, heard: Ear) -> None:
    await _comment(graph, on=await _post_of(graph, "juno.skates"))
    last = await _comment(graph, on=await _post_of(graph, "maya.makes"))
    await until(lambda: bool(heard.heard))

    assert [value["id"] for _, _, value in heard.updates()] == [last]


async def test_taking_scopes_and_giving_them_is_told_by_the_permissions_topic(graph: Graph, heard: Ear) -> None:
    token = await sign_in(graph, "maya", scope=SCOPES)
    maya = (await graph.get("me", token=token)).json()["id"]
    await graph.http.delete(f"/{VERSION}/me/permissions/instagram_basic", params=graph.signed({}, token=token))
    await sign_in(graph, "maya", scope=SCOPES, auth_type="rerequest")
    await until(lambda: len(heard.heard) == 2)

    assert heard.updates() == [
        (maya, "instagram_basic", {"verb": "revoked"}),
        (maya, "instagram_basic", {"verb": "granted"}),
    ]


async def test_held_updates_come_in_batches_mixed_up_and_more_than_once(graph: Graph, heard: Ear) -> None:
    post = await _post_of(graph, "maya.makes")
    await graph.control("webhooks", hold=True)
    comments = [await _comment(graph, on=post, text=f"number {number}") for number in range(5)]
    assert heard.heard == []

    told = await graph.control("webhooks", order="reversed", batch=2, repeat=2)
    assert told["sent"] == 6
    await until(lambda: len(heard.heard) == 6)

    texts = sorted(value["text"] for _, _, value in heard.updates())
    assert texts == sorted([f"number {number}" for number in range(5)] * 2)
    sizes = sorted(sum(len(entry["changes"]) for entry in body["entry"]) for body in heard.bodies())
    assert sizes == [1, 1, 2, 2, 2, 2]
    pair = next(body for body in heard.bodies() if comments[4] in str(body))
    assert str(pair).index(comments[4]) < str(pair).index(comments[3])


async def test_a_refused_delivery_comes_again_ever_later_until_it_is_taken(graph: Graph, heard: Ear) -> None:
    heard.status = 500
    await _comment(graph, on=await _post_of(graph, "maya.makes"))
    await _has_tried(graph, 1)
    for count, wait in ((1, 60), (2, 120), (3, 240)):
        await graph.control("clock", advance_seconds=wait - 20)
        assert len(heard.heard) == count
        await graph.control("clock", advance_seconds=20)
        await _has_tried(graph, count + 1)

    heard.status = 200
    await graph.control("clock", advance_seconds=480)
    await _has_tried(graph, 5)
    assert len({body for _, body in heard.heard}) == 1
    newest = (await graph.read("webhooks"))[-1]
    assert [each["status"] for each in newest["tries"]] == [500, 500, 500, 500, 200]
    assert newest["state"] == "taken"


async def test_after_thirty_six_hours_a_delivery_is_dropped(graph: Graph, heard: Ear) -> None:
    heard.status = 503
    await _comment(graph, on=await _post_of(graph, "maya.makes"))
    await _has_tried(graph, 1)
    await graph.control("clock", advance_seconds=36 * HOUR)

    async def dropped() -> bool:
        return bool((await graph.read("webhooks"))[-1]["state"] == "dropped")

    await until(dropped)
    assert len(heard.heard) == 1


async def test_nobody_answering_counts_as_a_refusal(graph: Graph) -> None:
    with listening() as ear:
        await subscribe(graph, ear, "permissions", "instagram_basic")
    await sign_in(graph, "maya", scope=SCOPES)

    await _has_tried(graph, 1)
    assert (await graph.read("webhooks"))[-1]["tries"][0]["status"] == 0
    await graph.control("reset")
    assert await graph.read("webhooks") == []
