"""Advertisable content: search on both platforms with every filter, direct look-ups, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.graph.making_posts import (
    CAROUSEL,
    JAR,
    KICKFLIP,
    MAYA_PAGE,
    ON_FACEBOOK,
    PLAIN,
    REEL,
    SKIN_PAGE,
    business_id,
    delete,
    post,
    post_id,
    today,
    token_of,
)
from tests.sandbox.graph.server import Graph, refusal

EDGE = "partnership-ads-advertisable-content"
STORY, FLAWED, OLD = "Today only", "Tap to vote", "How it fell apart"
INSTAGRAM = {STORY, REEL, CAROUSEL, KICKFLIP, FLAWED, JAR, OLD}
FACEBOOK = {ON_FACEBOOK, "How it fell apart, uncut"}
PARTNERSHIP = "partnership_info{ad_eligibility,tagged_partner,permission_status,permission_type,ad_code,content_types}"


async def _ask(graph: Graph, *, token: str | None = None, **params: str) -> httpx.Response:
    for_whom = {} if "ig_user_id" in params or "fb_page_id" in params else {"ig_user_id": graph.ig_id}
    return await graph.get(f"{await business_id(graph)}/{EDGE}", token=token, **for_whom, **params)


async def _captions(graph: Graph, **params: str) -> list[str]:
    answer = await _ask(graph, fields="caption", **params)
    assert answer.status_code == 200, answer.text
    return [row["caption"] for row in answer.json()["data"]]


async def _ours(graph: Graph, caption: str, **params: str) -> dict[str, Any]:
    """Read the brand's own entry of a post's partnerships."""
    named = params or {"content_ids": await post_id(graph, caption)}
    (row,) = (await _ask(graph, fields=PARTNERSHIP, **named)).json()["data"]
    return next(dict(each) for each in row["partnership_info"] if each["tagged_partner"]["ig_user_id"] == graph.ig_id)


async def test_a_search_finds_every_post_that_names_the_brand_and_only_ids_by_default(graph: Graph) -> None:
    rows = (await _ask(graph)).json()

    assert rows.keys() == {"data"}
    assert all(row.keys() == {"content_id"} for row in rows["data"])
    assert set(await _captions(graph)) == INSTAGRAM
    assert set(await _captions(graph, fb_page_id=SKIN_PAGE)) == FACEBOOK
    assert set(await _captions(graph, fb_page_id=SKIN_PAGE, ig_user_id=graph.ig_id)) == INSTAGRAM | FACEBOOK


async def test_a_row_has_every_documented_field(graph: Graph) -> None:
    fields = (
        "platform,media_type,post_type,caption,permalink,creation_time,author{display_name,ig_user_id},is_recommended,"
        f"ad_usage,{PARTNERSHIP},organic_insights{{likes,views}}"
    )
    (row,) = (await _ask(graph, content_ids=await post_id(graph, JAR), fields=fields)).json()["data"]

    day = await today(graph) - timedelta(days=9)
    assert (row["platform"], row["media_type"], row["post_type"]) == ("INSTAGRAM", "IMAGE", "FEED")
    assert row["creation_time"] == day.isoformat()
    assert row["author"] == {"display_name": "maya.makes", "ig_user_id": graph.creators["maya.makes"]["ig_id"]}
    assert row["organic_insights"] == {"likes": 2_044, "views": None}
    assert row["is_recommended"] is True
    assert row["ad_usage"] == "NEVER_USED"
    assert [each["tagged_partner"]["display_name"] for each in row["partnership_info"]] == [
        "northlight.skin",
        "northlight.home",
    ]


async def test_a_brand_that_is_named_second_is_not_the_first_entry(graph: Graph) -> None:
    home = graph.profiles[1]
    answer = await _ask(
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
    before = await _ours(graph, JAR)
    await graph.ask("maya.makes")
    asked = await _ours(graph, JAR)
    await graph.control("answer", creator_username="maya.makes", answer="approve")
    after = await _ours(graph, JAR)

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

    assert (await _ours(graph, JAR))["permission_type"] == "POST_LEVEL"
    assert (await _ours(graph, REEL))["ad_eligibility"] == "NEEDS_ATTENTION"


async def test_a_code_finds_its_post_also_where_the_brand_is_not_named_until_it_is_deleted(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, PLAIN)
    code = (await graph.post(f"{media}/partnership_ad_code", token=maya)).json()["ad_code"]

    assert await _captions(graph, ad_codes=f'["{code}","nonsense"]') == [PLAIN]
    ours = await _ours(graph, PLAIN, ad_codes=code)
    assert (ours["ad_eligibility"], ours["permission_type"], ours["ad_code"]) == ("AD_READY", "AD_CODE", code)
    assert await _captions(graph, content_ids=media) == []

    await delete(graph, f"{media}/partnership_ad_code", token=maya)
    assert await _captions(graph, ad_codes=code) == []


async def test_posts_are_looked_up_by_id_and_by_address(graph: Graph) -> None:
    jar, reel, plain = [await post(graph, caption) for caption in (JAR, REEL, PLAIN)]

    assert await _captions(graph, content_ids=f"{reel['id']},{jar['id']},{plain['id']},1") == [REEL, JAR]
    assert await _captions(graph, permalinks=f'["{jar["permalink"]}"]') == [JAR]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"platform_types": '["FACEBOOK"]'}, {*FACEBOOK}),
        ({"media_types": '["VIDEO"]'}, {REEL, KICKFLIP, FLAWED, OLD, "How it fell apart, uncut"}),
        ({"media_types": "CAROUSEL"}, {CAROUSEL}),
        ({"post_types": '["STORY","REEL"]'}, {STORY, REEL, KICKFLIP, FLAWED}),
        ({"content_types": '["COLLAB_POST"]'}, {CAROUSEL}),
        ({"content_types": '["BRANDED_CONTENT"]'}, {JAR, KICKFLIP, FLAWED, ON_FACEBOOK}),
        ({"content_types": '["AFFILIATE"]'}, set()),
        ({"ad_eligibilities": '["INELIGIBLE"]'}, {FLAWED}),
        ({"country_codes": '["NO"]'}, {KICKFLIP, FLAWED}),
        ({"search_key": "JAR worth"}, {JAR, ON_FACEBOOK}),
        ({"search_key": "juno.skates"}, {KICKFLIP, FLAWED}),
        ({"is_recommended": "true"}, {JAR, KICKFLIP, ON_FACEBOOK}),
        ({"ad_partner_page_ids": f"[{MAYA_PAGE}]"}, {ON_FACEBOOK}),
        ({"ad_partner_ig_user_ids": '["17841423456789013"]'}, {KICKFLIP, FLAWED}),
        ({"ad_usages": '["ACTIVE","PREVIOUSLY_USED"]'}, set()),
    ],
)
async def test_a_filter_leaves_what_fits(graph: Graph, filters: dict[str, str], found: set[str]) -> None:
    assert set(await _captions(graph, fb_page_id=SKIN_PAGE, ig_user_id=graph.ig_id, **filters)) == found


async def test_three_filters_are_written_otherwise_where_the_rule_says_so(graph: Graph) -> None:
    await graph.control("rules", content_values="practice")

    assert set(await _captions(graph, post_types='["reels","stories"]')) == {STORY, REEL, KICKFLIP, FLAWED}
    assert await _captions(graph, platform_types="instagram", media_types="carousel") == [CAROUSEL]
    assert await _captions(graph, ad_eligibilities="INELIGIBLE") == [FLAWED]
    for capitals in ({"post_types": "REEL"}, {"platform_types": "INSTAGRAM"}, {"media_types": "IMAGE"}):
        assert refusal(await _ask(graph, **capitals)) == (400, 100, None)


async def test_usage_follows_the_ads_that_were_made(graph: Graph) -> None:
    ad = await graph.control("ad", post_id=await post_id(graph, JAR), profile_ig_id=graph.ig_id)

    assert await _captions(graph, ad_usages="ACTIVE") == [JAR]
    await graph.control("ad", ad_id=ad["ad_id"], status="ARCHIVED")
    assert await _captions(graph, ad_usages="PREVIOUSLY_USED") == [JAR]


async def test_what_meta_says_of_a_post_can_be_anything(graph: Graph) -> None:
    await graph.control("post", post_id=await post_id(graph, JAR), eligibility="UNDER_REVIEW")

    assert (await _ours(graph, JAR))["ad_eligibility"] == "UNDER_REVIEW"


async def test_dates_are_days_and_include_both_ends(graph: Graph) -> None:
    now = await today(graph)
    days = [(now - timedelta(days=before)).isoformat() for before in (10, 4)]

    found = await _captions(graph, start_date=days[0], end_date=days[1])

    assert set(found) == {JAR, KICKFLIP, FLAWED, CAROUSEL}


async def test_recommended_posts_come_first_unless_the_newest_are_wanted(graph: Graph) -> None:
    assert (await _captions(graph))[:3] == [KICKFLIP, JAR, STORY]
    assert (await _captions(graph, sort_by="DATE"))[:3] == [STORY, REEL, CAROUSEL]


async def test_pages_go_forward_only_and_the_last_has_no_paging(graph: Graph) -> None:
    met: list[str] = []
    after: dict[str, str] = {}
    while True:
        body = (await _ask(graph, limit="3", fields="caption", **after)).json()
        met += [row["caption"] for row in body["data"]]
        if "paging" not in body:
            break
        assert body["paging"].keys() == {"cursors"}
        assert body["paging"]["cursors"].keys() == {"after"}
        after = body["paging"]["cursors"]

    assert sorted(met) == sorted(INSTAGRAM)
    assert refusal(await _ask(graph, before=after["after"])) == (400, 100, None)


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "51"},
        {"limit": "0"},
        {"after": "nonsense"},
        {"platform_types": '["THREADS"]'},
        {"ad_eligibilities": '["ELIGIBLE"]'},
        {"sort_by": "LIKES"},
        {"start_date": "2026-01-01"},
        {"start_date": "2026-01-02", "end_date": "2026-01-01"},
        {"start_date": "2026-01-02", "end_date": "2099-01-01"},
        {"start_date": "yesterday", "end_date": "today"},
        {"ad_partner_ig_user_ids": '["maya.makes"]'},
        {"content_ids": "1", "ad_codes": "2"},
        {"content_ids": "1", "search_key": "jar"},
        {"ad_codes": "1", "limit": "5"},
        {"permalinks": '["Cw7zyQ5BdEE"]'},
        {"content_ids": ",".join(map(str, range(51)))},
        {"fields": "shoe_size"},
        {"fields": "partnership_info{shoe_size}"},
    ],
)
async def test_what_cannot_be_asked_is_refused(graph: Graph, params: dict[str, str]) -> None:
    assert refusal(await _ask(graph, **params)) == (400, 100, None)


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

    answer = await _ask(graph, ig_user_id=home["ig_id"])

    assert refusal(answer) == (403, 200, None)


@pytest.mark.parametrize("missing", ["business_management", "instagram_basic"])
async def test_a_scope_that_is_missing_is_403(graph: Graph, missing: str) -> None:
    nora = await token_of(graph, "nora", without=missing)

    answer = await _ask(graph, token=nora)

    assert refusal(answer) == (403, 10, None)
    assert missing in answer.json()["error"]["message"]


async def test_each_platform_needs_its_scope(graph: Graph) -> None:
    both = {"fb_page_id": SKIN_PAGE, "ig_user_id": graph.ig_id}
    await delete(graph, "me/permissions/facebook_branded_content_ads_brand")

    assert set(await _captions(graph, **both)) == INSTAGRAM
    assert refusal(await _ask(graph, platform_types='["FACEBOOK"]', **both)) == (403, 10, None)

    await delete(graph, "me/permissions/instagram_branded_content_ads_brand")
    assert refusal(await _ask(graph, **both)) == (403, 10, None)


async def test_facebook_posts_are_ready_by_the_permission_between_pages(graph: Graph) -> None:
    act = {"page_id": SKIN_PAGE, "partner_page_id": MAYA_PAGE}
    await graph.control("page_action", **act, action="send-request")
    await graph.control("page_action", page_id=MAYA_PAGE, partner_page_id=SKIN_PAGE, action="accept-request")

    ready = await _captions(graph, fb_page_id=SKIN_PAGE, ad_eligibilities="AD_READY")

    assert ready == [ON_FACEBOOK]
