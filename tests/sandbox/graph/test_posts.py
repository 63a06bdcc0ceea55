"""Posts: what an account published, as nodes and as a list, and the ads made of it."""

from __future__ import annotations

import pytest

from tests.sandbox.graph.making_posts import (
    CAROUSEL,
    JAR,
    KICKFLIP,
    PLAIN,
    REEL,
    delete,
    post,
    post_id,
    token_of,
)
from tests.sandbox.graph.server import Graph, refusal

EVERYTHING = (
    "id,caption,children{id,media_type},comments_count,is_comment_enabled,like_count,media_product_type,media_type,"
    "owner,permalink,shortcode,timestamp,total_comments_count,username,boost_ads_list,boost_eligibility_info"
)


async def test_an_account_lists_its_own_posts_newest_first_without_stories(graph: Graph) -> None:
    maya, creator = await token_of(graph, "maya"), graph.creators["maya.makes"]["ig_id"]

    first = (await graph.get(f"{creator}/media", token=maya, fields="caption", limit="2")).json()
    second = (
        await graph.get(f"{creator}/media", token=maya, fields="caption", after=first["paging"]["cursors"]["after"])
    ).json()

    assert [row["caption"] for row in (*first["data"], *second["data"])] == [REEL, CAROUSEL, JAR, PLAIN]
    assert f"/v26.0/{creator}/media?" in first["paging"]["next"]
    assert "next" not in second["paging"]


async def test_the_list_has_only_ids_unless_more_is_asked_for(graph: Graph) -> None:
    (row,) = (await graph.get(f"{graph.ig_id}/media")).json()["data"]

    assert row.keys() == {"id"}


async def test_a_post_shows_the_asked_fields(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, CAROUSEL)

    shown = (await graph.get(media, token=maya, fields=EVERYTHING)).json()

    assert int(float(media)) != int(media)
    assert shown["id"] == media
    assert (shown["media_type"], shown["media_product_type"]) == ("CAROUSEL_ALBUM", "FEED")
    assert [child["media_type"] for child in shown["children"]["data"]] == ["IMAGE"] * 3
    assert shown["permalink"] == f"https://www.instagram.com/p/{shown['shortcode']}/"
    assert shown["owner"] == {"id": graph.creators["maya.makes"]["ig_id"]}
    assert shown["timestamp"].endswith("+0000")
    assert shown["boost_eligibility_info"] == {"eligible_to_boost": True}
    assert "boost_ads_list" not in shown


async def test_a_reel_has_another_address_and_a_flaw_its_reason(graph: Graph) -> None:
    juno, media = await token_of(graph, "juno"), await post_id(graph, "Tap to vote")

    shown = (await graph.get(media, token=juno, fields="media_type,permalink,boost_eligibility_info")).json()

    assert shown["media_type"] == "VIDEO"
    assert "/reel/" in shown["permalink"]
    assert shown["boost_eligibility_info"]["eligible_to_boost"] is False
    assert "tappable" in shown["boost_eligibility_info"]["boost_ineligible_reason"]


@pytest.mark.parametrize("scope", ["instagram_basic", "pages_read_engagement"])
async def test_posts_need_their_scopes(graph: Graph, scope: str) -> None:
    maya, creator = await token_of(graph, "maya", without=scope), graph.creators["maya.makes"]["ig_id"]

    for path in (f"{creator}/media", await post_id(graph, JAR)):
        assert refusal(await graph.get(path, token=maya)) == (400, 10, None)


async def test_a_brand_reads_no_posts_of_a_creator(graph: Graph) -> None:
    creator = graph.creators["maya.makes"]["ig_id"]

    for path in (f"{creator}/media", await post_id(graph, JAR), f"{await post_id(graph, JAR)}/boost_ads_list"):
        assert refusal(await graph.get(path)) == (400, 100, 33)


async def test_a_field_that_no_post_has_is_refused(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)

    assert refusal(await graph.get(media, token=maya, fields="shoe_size")) == (400, 100, None)


async def test_a_deleted_post_is_gone_and_an_archived_one_is_its_owners_alone(graph: Graph) -> None:
    maya, creator = await token_of(graph, "maya"), graph.creators["maya.makes"]["ig_id"]
    deleted, archived = await post(graph, CAROUSEL), await post_id(graph, JAR)
    await graph.control("post", post_id=deleted["id"], state="deleted")
    await graph.control("post", post_id=archived, state="archived")

    rows = (await graph.get(f"{creator}/media", token=maya, fields="caption")).json()["data"]

    assert [row["caption"] for row in rows] == [REEL, PLAIN]
    assert (await graph.get(archived, token=maya)).json() == {"id": archived}
    for gone in (deleted["id"], deleted["children"][0]):
        assert refusal(await graph.get(gone, token=maya)) == (400, 100, 33)


async def test_a_post_can_be_published_by_control(graph: Graph) -> None:
    owner = graph.creators["nimbus.knits"]["ig_id"]
    made = await graph.control(
        "post", owner_id=owner, kind="carousel", caption="Mittens", days_ago=2, likes=9, partners={graph.ig_id: "tag"}
    )

    seen = await post(graph, "Mittens")
    assert seen == made["post"]
    assert int(float(seen["id"])) != int(seen["id"])
    assert (seen["kind"], seen["partners"], len(seen["children"])) == ("carousel", {graph.ig_id: "tag"}, 2)


async def test_active_ads_of_a_post_are_listed_in_its_field_and_at_its_edge(graph: Graph) -> None:
    juno, media = await token_of(graph, "juno"), await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id, status="PAUSED")

    active = [{"ad_id": ad["ad_id"], "ad_status": "ACTIVE"}]
    assert (await graph.get(f"{media}/boost_ads_list", token=juno)).json() == {"data": active}
    assert (await graph.get(media, token=juno, fields="boost_ads_list")).json()["boost_ads_list"] == active

    await graph.control("ad", ad_id=ad["ad_id"], status="PAUSED")
    assert (await graph.get(f"{media}/boost_ads_list", token=juno)).json() == {"data": []}


async def test_an_ad_leads_to_what_it_shows_and_to_what_it_was_made_of(graph: Graph) -> None:
    media = await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    fields = "effective_instagram_media_id,source_instagram_media_id,effective_object_story_id,instagram_permalink_url"

    creative = (await graph.get(ad["ad_id"], fields=f"status,creative{{{fields}}}")).json()["creative"]

    assert creative["source_instagram_media_id"] == media
    assert creative["effective_instagram_media_id"] == ad["effective_instagram_media_id"] != media
    assert "effective_object_story_id" not in creative
    assert (await graph.get(ad["creative_id"], fields=fields)).json() == creative
    shown = (await graph.get(ad["effective_instagram_media_id"], fields="media_product_type,permalink")).json()
    assert shown["media_product_type"] == "AD"
    assert shown["permalink"] == creative["instagram_permalink_url"]


async def test_an_ad_of_a_facebook_post_has_a_story_and_no_media(graph: Graph) -> None:
    post = await post_id(graph, "A jar worth keeping, on Facebook too")
    ad = await graph.control("ad", post_id=post, profile_ig_id=graph.ig_id)

    creative = (
        await graph.get(ad["creative_id"], fields="effective_object_story_id,effective_instagram_media_id")
    ).json()

    assert creative == {"id": ad["creative_id"], "effective_object_story_id": post}


async def test_ads_are_the_advertisers_and_need_a_scope(graph: Graph) -> None:
    ad = await graph.control("ad", post_id=await post_id(graph, KICKFLIP), profile_ig_id=graph.ig_id)

    assert refusal(await graph.get(ad["ad_id"], token=await token_of(graph, "juno"))) == (400, 100, 33)
    for scope in ("ads_read", "ads_management"):
        assert (await graph.get(ad["ad_id"])).json() == {"id": ad["ad_id"]}
        await delete(graph, f"me/permissions/{scope}")
    assert refusal(await graph.get(ad["ad_id"])) == (400, 10, None)


@pytest.mark.parametrize(
    ("call", "body", "status"),
    [
        ("post", {"owner_id": "1"}, 404),
        ("post", {"post_id": "1", "state": "deleted"}, 404),
        ("post", {"post_id": "1", "state": "eaten"}, 400),
        ("ad", {"post_id": "1", "profile_ig_id": "1"}, 404),
        ("ad", {"ad_id": "1"}, 404),
    ],
)
async def test_a_control_call_about_no_post_says_why(
    graph: Graph, call: str, body: dict[str, object], status: int
) -> None:
    answer = await graph.http.post(f"/_control/{call}", json=body)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_reset_brings_the_seeded_posts_back(graph: Graph) -> None:
    before = [each["id"] for each in (await graph.read("posts"))["posts"]]
    await graph.control("post", post_id=before[0], state="deleted")
    await graph.control("post", owner_id=graph.ig_id, caption="New")
    await graph.control("reset")

    after = (await graph.read("posts"))["posts"]
    assert [each["id"] for each in after] == before
    assert {each["state"] for each in after} == {"live"}
