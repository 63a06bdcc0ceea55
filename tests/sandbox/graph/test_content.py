"""Advertisable content: search on both platforms with every filter, pages, direct look-ups, and what is refused."""

from __future__ import annotations

from datetime import timedelta

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
    post,
    post_id,
    today,
)
from tests.sandbox.graph.searching import (
    FACEBOOK,
    FLAWED,
    INSTAGRAM,
    OLD,
    PARTNERSHIP,
    STORY,
    ask,
    captions,
)
from tests.sandbox.graph.server import Graph, refusal


async def test_a_search_finds_every_post_that_names_the_brand_and_only_ids_by_default(graph: Graph) -> None:
    rows = (await ask(graph)).json()

    assert rows.keys() == {"data"}
    assert all(row.keys() == {"content_id"} for row in rows["data"])
    assert set(await captions(graph)) == INSTAGRAM
    assert set(await captions(graph, fb_page_id=SKIN_PAGE)) == FACEBOOK
    assert set(await captions(graph, fb_page_id=SKIN_PAGE, ig_user_id=graph.ig_id)) == INSTAGRAM | FACEBOOK


async def test_a_row_has_every_documented_field(graph: Graph) -> None:
    fields = (
        "platform,media_type,post_type,caption,permalink,creation_time,author{display_name,ig_user_id},is_recommended,"
        f"ad_usage,{PARTNERSHIP},organic_insights{{likes,views}}"
    )
    (row,) = (await ask(graph, content_ids=await post_id(graph, JAR), fields=fields)).json()["data"]

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


async def test_posts_are_looked_up_by_id_and_by_address(graph: Graph) -> None:
    jar, reel, plain = [await post(graph, caption) for caption in (JAR, REEL, PLAIN)]

    assert await captions(graph, content_ids=f"{reel['id']},{jar['id']},{plain['id']},1") == [REEL, JAR]
    assert await captions(graph, permalinks=f'["{jar["permalink"]}"]') == [JAR]


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
    assert set(await captions(graph, fb_page_id=SKIN_PAGE, ig_user_id=graph.ig_id, **filters)) == found


async def test_three_filters_are_written_otherwise_where_the_rule_says_so(graph: Graph) -> None:
    await graph.control("rules", content_values="practice")

    assert set(await captions(graph, post_types='["reels","stories"]')) == {STORY, REEL, KICKFLIP, FLAWED}
    assert await captions(graph, platform_types="instagram", media_types="carousel") == [CAROUSEL]
    assert await captions(graph, ad_eligibilities="INELIGIBLE") == [FLAWED]
    for capitals in ({"post_types": "REEL"}, {"platform_types": "INSTAGRAM"}, {"media_types": "IMAGE"}):
        assert refusal(await ask(graph, **capitals)) == (400, 100, None)


async def test_usage_follows_the_ads_that_were_made(graph: Graph) -> None:
    ad = await graph.control("ad", post_id=await post_id(graph, JAR), profile_ig_id=graph.ig_id)

    assert await captions(graph, ad_usages="ACTIVE") == [JAR]
    await graph.control("ad", ad_id=ad["ad_id"], status="ARCHIVED")
    assert await captions(graph, ad_usages="PREVIOUSLY_USED") == [JAR]


async def test_dates_are_days_and_include_both_ends(graph: Graph) -> None:
    now = await today(graph)
    days = [(now - timedelta(days=before)).isoformat() for before in (10, 4)]

    found = await captions(graph, start_date=days[0], end_date=days[1])

    assert set(found) == {JAR, KICKFLIP, FLAWED, CAROUSEL}


async def test_recommended_posts_come_first_unless_the_newest_are_wanted(graph: Graph) -> None:
    assert (await captions(graph))[:3] == [KICKFLIP, JAR, STORY]
    assert (await captions(graph, sort_by="DATE"))[:3] == [STORY, REEL, CAROUSEL]


async def test_pages_go_forward_only_and_the_last_has_no_paging(graph: Graph) -> None:
    met: list[str] = []
    after: dict[str, str] = {}
    while True:
        body = (await ask(graph, limit="3", fields="caption", **after)).json()
        met += [row["caption"] for row in body["data"]]
        if "paging" not in body:
            break
        assert body["paging"].keys() == {"cursors"}
        assert body["paging"]["cursors"].keys() == {"after"}
        after = body["paging"]["cursors"]

    assert sorted(met) == sorted(INSTAGRAM)
    assert refusal(await ask(graph, before=after["after"])) == (400, 100, None)


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
    assert refusal(await ask(graph, **params)) == (400, 100, None)
