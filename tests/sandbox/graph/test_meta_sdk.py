"""Meta's own Python SDK, unchanged, does the main jobs at the sandbox: an independent client finds no difference."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from facebook_business.adobjects.business import Business
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from tests.sandbox.graph.server import Graph
from tests.sandbox.graph.signing_in import prolong, sign_in

Open = Callable[[str], Awaitable[FacebookAdsApi]]
CREATOR = "business_management,instagram_basic,instagram_branded_content_creator,pages_read_engagement,pages_show_list"


@pytest.fixture
async def sdk(graph: Graph) -> AsyncIterator[Open]:
    """Open the SDK with a token; it is pointed here by the one attribute its session keeps the address in."""
    sessions = []
    app_id = (await graph.read("world"))["app_id"]

    async def open_with(token: str) -> FacebookAdsApi:
        session = FacebookSession(app_id, graph.app_secret, token, timeout=10)
        session.GRAPH = graph.url
        sessions.append(session)
        return FacebookAdsApi(session)

    yield open_with
    for session in sessions:
        session.requests.close()


async def _do(act: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
    """Let the SDK, which waits for its answers, act beside the loop."""
    return await asyncio.to_thread(act, *given, **named)


async def _listed(brand: IGUser, **params: Any) -> list[dict[str, Any]]:
    def read() -> list[dict[str, Any]]:
        return [dict(row) for row in brand.get_branded_content_ad_permissions(params=params)]

    return list(await _do(read))


async def test_it_asks_lists_and_revokes(graph: Graph, sdk: Open) -> None:
    brand = IGUser(graph.ig_id, api=await sdk(graph.token))
    asked = await _do(brand.create_branded_content_ad_permission, params={"creator_instagram_username": "maya.makes"})
    (row,) = await _listed(brand, creator_username="maya.makes")
    assert (row["id"], row["permission_status"]) == (asked["id"], "PENDING")

    await graph.control("answer", creator_username="maya.makes", answer="approve")
    assert (await _listed(brand))[0]["permission_status"] == "APPROVED"

    maya = graph.creators["maya.makes"]["ig_id"]
    revoke = {"creator_instagram_account": maya, "revoke": True}
    revoked = await _do(brand.create_branded_content_ad_permission, params=revoke)
    assert revoked["id"] == asked["id"]
    assert (await _listed(brand))[0]["permission_status"] == "REVOKED"


async def test_it_pages_through_a_long_list_where_pages_carry_next(graph: Graph, sdk: Open) -> None:
    await graph.control("rules", names="reference")
    handles = ["maya.makes", "juno.skates", "nimbus.knits", "slow.sundays", "olive.outdoors"]
    for handle in handles:
        await graph.ask(handle)

    rows = await _listed(IGUser(graph.ig_id, api=await sdk(graph.token)), limit=2)

    assert [row["creator_username"] for row in rows] == handles[::-1]
    assert {row["permission_status"] for row in rows} == {"Pending Approval"}


async def test_it_stops_after_one_page_where_pages_carry_cursors_only(graph: Graph, sdk: Open) -> None:
    """So does every client that waits for `next`, as Meta's paging page says: the guide's sample has none."""
    for handle in ("maya.makes", "juno.skates", "nimbus.knits"):
        await graph.ask(handle)

    assert len(await _listed(IGUser(graph.ig_id, api=await sdk(graph.token)), limit=2)) == 2


async def test_it_approves_tags_and_takes_them_back(graph: Graph, sdk: Open) -> None:
    brand = IGUser(graph.ig_id, api=await sdk(graph.token))
    ids = [graph.creators[name]["ig_id"] for name in ("maya.makes", "juno.skates")]

    async def approved() -> set[str]:
        rows = await _do(lambda: list(brand.get_branded_content_tag_approval(params={"user_ids": ids})))
        return {row["id"] for row in rows}

    before = await approved()
    await _do(brand.create_branded_content_tag_approval, params={"user_ids": ids})
    assert await approved() == set(ids)
    assert before != set(ids)

    await _do(brand.delete_branded_content_tag_approval, params={"user_ids": ids[:1]})
    assert await approved() == set(ids[1:])


async def test_a_creator_makes_an_ad_code_and_deletes_it(graph: Graph, sdk: Open) -> None:
    maya = await sdk(await sign_in(graph, "maya", scope=CREATOR))
    (account,) = [
        page["instagram_business_account"]
        for page in await _do(lambda: list(User("me", api=maya).get_accounts(fields=["instagram_business_account"])))
    ]
    media = await _do(lambda: list(IGUser(account["id"], api=maya).get_media(fields=["id", "media_type"])))
    image = IGMedia(next(each["id"] for each in media if each["media_type"] == "IMAGE"), api=maya)

    first = (await _do(image.create_partnership_ad_code))["ad_code"]
    assert (await _do(image.create_partnership_ad_code))["ad_code"] == first
    await _do(image.delete_partnership_ad_code)
    assert (await _do(image.create_partnership_ad_code))["ad_code"] != first


async def test_it_finds_the_accounts_of_a_login(graph: Graph, sdk: Open) -> None:
    nora = await sdk(await prolong(graph, await sign_in(graph)))

    def read() -> tuple[list[Any], list[Any]]:
        pages = list(User("me", api=nora).get_accounts())
        (business,) = User("me", api=nora).get_businesses()
        owned = list(Business(business["id"], api=nora).get_owned_instagram_accounts(fields=["username"]))
        return pages, [account["username"] for account in owned]

    pages, owned = await _do(read)
    assert owned == [profile["username"] for profile in graph.profiles]
    skin = next(page for page in pages if page["name"] == "Northlight Skin")
    assert "ADVERTISE" in skin["tasks"]
    page = Page("me", api=await sdk(skin["access_token"]))
    assert (await _do(page.api_get, fields=["name"]))["name"] == "Northlight Skin"


async def test_it_sends_a_batch_and_tries_an_item_again_that_timed_out(graph: Graph, sdk: Open) -> None:
    api = await sdk(graph.token)
    answers: list[str] = []

    def send() -> Any:
        batch = api.new_batch()
        for fields in ("username", "id"):
            batch.add(
                "GET",
                (graph.ig_id,),
                params={"fields": fields},
                success=lambda answer: answers.append(answer.body()),
                failure=lambda answer: answers.append("failed"),
            )
        return batch.execute()

    await graph.control("fault", on="node", kind="lost")
    left = await _do(send)
    assert [json.loads(answer) for answer in answers] == [{"id": graph.ig_id}]
    assert await _do(left.execute) is None
    assert json.loads(answers[1])["username"] == "northlight.skin"


@pytest.mark.parametrize(
    ("act", "code", "subcode"),
    [("expired", 190, 463), ("scope", 10, None), ("unknown", 100, None), ("throttle", 80002, None)],
)
async def test_it_reads_every_kind_of_refusal(
    graph: Graph, sdk: Open, act: str, code: int, subcode: int | None
) -> None:
    if act == "expired":
        await graph.control("token", profile_ig_id=graph.ig_id, state="expired")
    elif act == "scope":
        await graph.http.delete("/v26.0/me/permissions/instagram_basic", params=graph.signed({}))
    elif act == "throttle":
        await graph.control("fault", on="request", kind="throttle")
    brand = IGUser(graph.ig_id, api=await sdk(graph.token))

    with pytest.raises(FacebookRequestError) as refused:
        await _do(brand.create_branded_content_ad_permission, params={"creator_instagram_username": "nobody.here"})

    error = refused.value
    assert (error.api_error_code(), error.api_error_subcode(), error.http_status()) == (code, subcode, 400)
    assert error.body()["error"]["fbtrace_id"]
