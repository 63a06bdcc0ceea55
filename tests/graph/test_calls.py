"""What is asked of Meta, seen from the wire."""

from __future__ import annotations

import httpx
import pytest

from bot.graph import CreatorById, CreatorByUsername, CreatorNotFound
from tests.graph.desk import ACCESS, BRAND, PROOF, TOKEN, client_over, form_of, recording

EDGE = f"/v26.0/{BRAND}/branded_content_ad_permissions"


async def test_a_request_by_username_is_a_form_with_the_plain_handle() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"id": "90010778325754"}))

    assert await client.permissions.request(ACCESS, CreatorByUsername(" @Maya.Makes ")) == "90010778325754"

    (request,) = seen
    assert (request.method, request.url.path, request.url.query) == ("POST", EDGE, b"")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert form_of(request) == {"creator_instagram_username": "maya.makes", "appsecret_proof": PROOF}


async def test_a_request_by_id_and_a_revoke_differ_by_one_parameter() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"id": 90010778325754999}))

    assert await client.permissions.request(ACCESS, CreatorById("17841405309211844")) == "90010778325754999"
    assert await client.permissions.revoke(ACCESS, CreatorById("17841405309211844")) == "90010778325754999"

    asked, revoked = (form_of(request) for request in seen)
    assert asked == {"creator_instagram_account": "17841405309211844", "appsecret_proof": PROOF}
    assert revoked == asked | {"revoke": "true"}


async def test_the_token_is_in_the_header_and_nowhere_else() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"id": BRAND, "username": "brand", "data": []}))

    await client.accounts.own(ACCESS)
    await client.permissions.request(ACCESS, CreatorById("1"))
    assert [permission async for permission in client.permissions.listed(ACCESS)] == []

    for request in seen:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in str(request.url) + request.content.decode()


async def test_a_list_asks_for_pages_and_names_no_fields() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"data": []}))

    assert [row async for row in client.permissions.listed(ACCESS, creator_username="Maya", page_size=25)] == []

    assert dict(seen[0].url.params) == {"limit": "25", "creator_username": "maya", "appsecret_proof": PROOF}


async def test_discovery_expands_the_handle_inside_fields() -> None:
    seen: list[httpx.Request] = []
    found = {"id": "17841405309211844", "username": "maya", "followers_count": 12}
    client = client_over(recording(seen, {"business_discovery": found, "id": BRAND}))

    creator = await client.creators.discover(ACCESS, username="@Maya")

    assert (creator.ig_id, creator.followers, creator.name) == ("17841405309211844", 12, None)
    assert seen[0].url.path == f"/v26.0/{BRAND}"
    assert seen[0].url.params["fields"].startswith("business_discovery.username(maya){id,username,")


async def test_public_posts_are_read_inside_the_same_answer_and_an_account_that_shows_none_has_none() -> None:
    seen: list[httpx.Request] = []
    rows = [{"id": "178", "permalink": "https://www.instagram.com/p/Cw7zyQ5BdEE/", "media_url": "https://cdn/1.jpg"}]
    found = {"id": "17841405309211844", "username": "maya", "media": {"data": rows}}
    client = client_over(recording(seen, {"business_discovery": found, "id": BRAND}))

    (post,) = await client.creators.posts(ACCESS, username="@Maya")

    assert (post.id, post.picture_url, post.caption) == ("178", "https://cdn/1.jpg", "")
    assert "username(maya){id,username,media.limit(50){id,permalink," in seen[0].url.params["fields"]
    bare = client_over(recording(seen, {"business_discovery": {"id": "1", "username": "maya"}, "id": BRAND}))
    assert await bare.creators.posts(ACCESS, username="maya") == ()


@pytest.mark.parametrize("handle", ["", "@", "a b", "maya){id}", "maya,id", "x" * 31, "höhe", "a/b"])
async def test_what_cannot_be_a_handle_is_refused_without_a_call(handle: str) -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {}))

    with pytest.raises(CreatorNotFound):
        await client.creators.discover(ACCESS, username=handle)

    assert seen == []
