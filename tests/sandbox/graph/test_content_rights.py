"""Advertisable content: what makes a post ready for a brand, and who may ask for which account."""

from __future__ import annotations

import pytest

from tests.sandbox.graph.making_posts import (
    JAR,
    MAYA_PAGE,
    ON_FACEBOOK,
    PLAIN,
    REEL,
    SKIN_PAGE,
    business_id,
    delete,
    post_id,
    token_of,
)
from tests.sandbox.graph.searching import (
    EDGE,
    INSTAGRAM,
    PARTNERSHIP,
    ask,
    captions,
    ours,
)
from tests.sandbox.graph.server import Graph, refusal


async def test_a_brand_that_is_named_second_is_not_the_first_entry(graph: Graph) -> None:
    home = graph.profiles[1]
    answer = await ask(
        graph,
        token=home["access_token"],
        ig_user_id=home["ig_id"],
        content_ids=await post_id(graph, JAR),
        fields=PARTNERSHIP,
    )

    first, second = answer.json()["data"][0]["partnership_info"]
    assert (first["tagged_partner"]["ig_user_id"], first["content_types"]) == (graph.ig_id, ["BRANDED_CONTENT"])
    assert (second["tagged_partner"]["ig_user_id"], second["content_types"]) == (home["ig_id"], ["PRODUCT"])


async def test_permission_for_the_account_makes_its_posts_ready(graph: Graph) -> None:
    before = await ours(graph, JAR)
    await graph.ask("maya.makes")
    asked = await ours(graph, JAR)
    await graph.control("answer", creator_username="maya.makes", answer="approve")
    after = await ours(graph, JAR)

    assert [
        (each["ad_eligibility"], each["permission_status"], each["permission_type"]) for each in (before, asked, after)
    ] == [
        ("NEEDS_ATTENTION", None, None),
        ("NEEDS_ATTENTION", "PENDING", "ACCOUNT_LEVEL"),
        ("AD_READY", "APPROVED", "ACCOUNT_LEVEL"),
    ]


async def test_permission_for_one_post_makes_that_post_ready(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    await graph.post(f"{media}/branded_content_partner_promote", token=maya, sponsor_id=graph.ig_id, permission="true")

    assert (await ours(graph, JAR))["permission_type"] == "POST_LEVEL"
    assert (await ours(graph, REEL))["ad_eligibility"] == "NEEDS_ATTENTION"


async def test_a_code_finds_its_post_also_where_the_brand_is_not_named_until_it_is_deleted(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, PLAIN)
    code = (await graph.post(f"{media}/partnership_ad_code", token=maya)).json()["ad_code"]

    assert await captions(graph, ad_codes=f'["{code}","nonsense"]') == [PLAIN]
    found = await ours(graph, PLAIN, ad_codes=code)
    assert (found["ad_eligibility"], found["permission_type"], found["ad_code"]) == ("AD_READY", "AD_CODE", code)
    assert await captions(graph, content_ids=media) == []

    await delete(graph, f"{media}/partnership_ad_code", token=maya)
    assert await captions(graph, ad_codes=code) == []


async def test_what_meta_says_of_a_post_can_be_anything(graph: Graph) -> None:
    await graph.control("post", post_id=await post_id(graph, JAR), eligibility="UNDER_REVIEW")

    assert (await ours(graph, JAR))["ad_eligibility"] == "UNDER_REVIEW"


async def test_facebook_posts_are_ready_by_the_permission_between_pages(graph: Graph) -> None:
    act = {"page_id": SKIN_PAGE, "partner_page_id": MAYA_PAGE}
    await graph.control("page_action", **act, action="send-request")
    await graph.control("page_action", page_id=MAYA_PAGE, partner_page_id=SKIN_PAGE, action="accept-request")

    ready = await captions(graph, fb_page_id=SKIN_PAGE, ad_eligibilities="AD_READY")

    assert ready == [ON_FACEBOOK]


async def test_the_account_and_the_page_must_be_the_businesss_own_and_linked(graph: Graph) -> None:
    business = await business_id(graph)

    for params in (
        {},
        {"ig_user_id": graph.creators["maya.makes"]["ig_id"]},
        {"fb_page_id": MAYA_PAGE},
        {"ig_user_id": graph.ig_id, "fb_page_id": "104233445566703"},
    ):
        assert refusal(await graph.get(f"{business}/{EDGE}", **params)) == (400, 100, None)
    for stranger in ("omar", "maya"):
        token = await token_of(graph, stranger)
        answer = await graph.get(f"{business}/{EDGE}", token=token, ig_user_id=graph.ig_id)
        assert refusal(answer) == (400, 100, 33)


async def test_a_business_without_a_role_on_the_account_is_403(graph: Graph) -> None:
    home = graph.profiles[1]

    answer = await ask(graph, ig_user_id=home["ig_id"])

    assert refusal(answer) == (403, 200, None)


@pytest.mark.parametrize("missing", ["business_management", "instagram_basic"])
async def test_a_scope_that_is_missing_is_403(graph: Graph, missing: str) -> None:
    nora = await token_of(graph, "nora", without=missing)

    answer = await ask(graph, token=nora)

    assert refusal(answer) == (403, 10, None)
    assert missing in answer.json()["error"]["message"]


async def test_each_platform_needs_its_scope(graph: Graph) -> None:
    both = {"fb_page_id": SKIN_PAGE, "ig_user_id": graph.ig_id}
    await delete(graph, "me/permissions/facebook_branded_content_ads_brand")

    assert set(await captions(graph, **both)) == INSTAGRAM
    assert refusal(await ask(graph, platform_types='["FACEBOOK"]', **both)) == (403, 10, None)

    await delete(graph, "me/permissions/instagram_branded_content_ads_brand")
    assert refusal(await ask(graph, **both)) == (403, 10, None)
