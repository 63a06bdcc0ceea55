"""What different people find when they sign in, over real HTTP: their roles and what they granted decide."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.graph import Access, BoostAd, Found, GraphClient, GraphTransient, InputRefused, ScopeMissing
from tests.graph.test_login_served import signed_in
from tests.sandbox.graph.server import Graph

NORTHLIGHT = "1122334455667701"
SKIN = "17841405309211845"


async def found_by(meta: GraphClient, graph: Graph, person: str, *, answer: str = "accept") -> Found:
    return await meta.accounts.usable((await signed_in(meta, graph, person=person, answer=answer)).token)


async def test_who_runs_everything_finds_every_account_and_page(meta: GraphClient, graph: Graph) -> None:
    found = await found_by(meta, graph, "nora")

    names = {account.username: account for account in found.accounts}
    assert {"northlight.skin", "northlight.home", "northlight.archive"} <= set(names)
    skin = names["northlight.skin"]
    assert skin.is_surely_professional
    assert skin.may("ADVERTISE")
    assert skin.business_name == "Northlight"
    assert skin.page_token is not None
    assert names["northlight.home"].may("ADVERTISE")  # spelled PROFILE_PLUS_ADVERTISE there
    assert not names["private.pebble"].is_surely_professional
    assert "Northlight Press" in {page.name for page in found.pages if page.linked is None}
    assert found.gaps == ()


async def test_a_role_without_ads_shows_in_the_tasks(meta: GraphClient, graph: Graph) -> None:
    found = await found_by(meta, graph, "ben")
    skin = next(account for account in found.accounts if account.ig_id == SKIN)
    assert skin.may("ADVERTISE") is False


async def test_an_agency_finds_its_clients_account_without_a_page(meta: GraphClient, graph: Graph) -> None:
    (account,) = (await found_by(meta, graph, "omar")).accounts
    assert (account.ig_id, account.page_id) == (SKIN, None)
    assert account.may("ADVERTISE")
    assert set(account.found_in) >= {"client_instagram_accounts", "client_instagram_assets"}


async def test_the_wrong_person_finds_nothing_and_that_is_no_error(meta: GraphClient, graph: Graph) -> None:
    found = await found_by(meta, graph, "pat")
    assert (found.accounts, found.pages) == ((), ())


async def test_without_business_management_the_pages_are_found_and_the_gap_is_told(
    meta: GraphClient, graph: Graph
) -> None:
    found = await found_by(meta, graph, "nora", answer="decline:business_management")
    assert found.accounts
    assert [(gap.where, type(gap.error)) for gap in found.gaps] == [("businesses", ScopeMissing)]


async def test_an_outage_in_the_middle_is_an_error_and_not_a_gap(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph)).token
    await graph.control("fault", on="instagram_accounts", kind="error", code=2)
    with pytest.raises(GraphTransient):
        await meta.accounts.usable(token)


async def test_a_list_that_timed_out_inside_the_batch_is_asked_again(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph)).token
    whole = await meta.accounts.usable(token)
    await graph.control("fault", on="owned_instagram_accounts", kind="lost", when="before")
    assert await meta.accounts.usable(token) == whole


async def test_an_own_account_and_its_posts_are_read(meta: GraphClient, graph: Graph) -> None:
    maya = Access(graph.creators["maya.makes"]["ig_id"], (await maya_token(meta, graph)))
    assert (await meta.accounts.own(maya)).username == "maya.makes"

    posts = [post async for post in meta.media.listed(maya, page_size=2)]
    own = [post for post in (await graph.read("posts"))["posts"] if post["owner_id"] == maya.ig_id]
    parts = {part for post in own for part in post["children"]}
    there_are = {post["id"] for post in own if post["state"] == "live" and post["kind"] != "story"} - parts
    assert len(posts) > 2
    assert sorted(post.id for post in posts) == sorted(there_are)
    assert {post.owner_id for post in posts} == {maya.ig_id}
    times = [post.posted_at.timestamp() for post in posts if post.posted_at]
    assert times == sorted(times, reverse=True)

    one = await meta.media.read(posts[0].id, token=maya.token, with_boost=True)
    assert one.permalink == posts[0].permalink
    assert one.is_boostable is not None


async def maya_token(meta: GraphClient, graph: Graph) -> SecretStr:
    return (await signed_in(meta, graph, person="maya", scopes=["instagram_basic", "pages_read_engagement"])).token


async def test_the_ads_made_of_a_post_are_listed_both_ways(meta: GraphClient, graph: Graph) -> None:
    maya = Access(graph.creators["maya.makes"]["ig_id"], (await maya_token(meta, graph)))
    post = (await graph.control("post", owner_id=maya.ig_id, kind="image"))["post"]
    made = await graph.control("ad", post_id=post["id"], profile_ig_id=SKIN)

    ads = (BoostAd(ad_id=made["ad_id"], ad_status="ACTIVE"),)
    assert await meta.media.boost_ads(post["id"], token=maya.token) == ads
    assert (await meta.media.read(post["id"], token=maya.token, with_boost=True)).ads == ads


async def test_a_post_that_is_gone_is_refused(meta: GraphClient, graph: Graph) -> None:
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.media.read("17895695668009999", token=await maya_token(meta, graph))
