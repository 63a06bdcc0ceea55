"""The two old edges of advertisable content, until the day they are gone."""

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
    permit,
    post,
    post_id,
    today,
    token_of,
)
from tests.sandbox.graph.server import Graph, refusal

EDGE = "branded_content_advertisable_medias"
ALL = (
    "id,owner_id,permalink,eligibility_errors,has_permission_for_partnership_ad,recommended_campaign_objectives,"
    "is_creator_allowlisted"
)


@pytest.fixture
async def old(graph: Graph) -> Graph:
    """Put the day on which the edges end far away."""
    await graph.control("rules", old_content_until="2099-01-01")
    return graph


async def _rows(graph: Graph, **params: str) -> dict[str, dict[str, Any]]:
    answer = await graph.get(f"{graph.ig_id}/{EDGE}", fields=ALL, **params)
    assert answer.status_code == 200, answer.text
    return {row["id"]: row for row in answer.json()["data"]}


async def _captions(graph: Graph, **params: str) -> set[str]:
    ids = await _rows(graph, **params)
    return {each["caption"] for each in (await graph.read("posts"))["posts"] if each["id"] in ids}


async def _posts(graph: Graph, *, cut: str = "", **params: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {graph.token}", "x-api-version": "1.0.0"} | ({"range": cut} if cut else {})
    return await graph.http.get(f"/partnership-ads/{SKIN_PAGE}/advertisable-posts", params=params, headers=headers)


async def test_the_old_edge_lists_what_the_brand_is_tagged_in(old: Graph) -> None:
    rows = await _rows(old)

    jar = rows[await post_id(old, JAR)]
    assert jar["owner_id"] == old.creators["maya.makes"]["ig_id"]
    assert jar["has_permission_for_partnership_ad"] is False
    assert jar["is_creator_allowlisted"] is False
    assert "eligibility_errors" not in jar
    assert "OUTCOME_TRAFFIC" in jar["recommended_campaign_objectives"]
    assert "tappable" in rows[await post_id(old, "Tap to vote")]["eligibility_errors"][0]
    assert await post_id(old, PLAIN) not in rows


async def test_it_has_ids_only_unless_fields_are_asked_for_and_comes_in_pages(old: Graph) -> None:
    page = (await old.get(f"{old.ig_id}/{EDGE}", limit="2")).json()

    assert [row.keys() for row in page["data"]] == [{"id"}, {"id"}]
    assert page["paging"]["cursors"]["after"]


async def test_permission_for_the_account_shows_on_its_posts(old: Graph) -> None:
    await permit(old, "maya.makes")

    rows = await _rows(old)

    assert rows[await post_id(old, REEL)]["has_permission_for_partnership_ad"] is True
    assert rows[await post_id(old, KICKFLIP)]["has_permission_for_partnership_ad"] is False


async def test_the_old_edge_has_its_filters(old: Graph) -> None:
    await old.post(f"{old.ig_id}/branded_content_tag_approval", user_ids=str(old.creators["juno.skates"]["ig_id"]))
    shortcode = (await post(old, CAROUSEL))["permalink"].rstrip("/").rpartition("/")[2]

    assert await _captions(old, creator_username="Juno.Skates") == {KICKFLIP, "Tap to vote"}
    assert await _captions(old, creator_username="nobody.at.all") == set()
    assert await _captions(old, only_fetch_allowlisted="true") == {KICKFLIP, "Tap to vote"}
    assert await _captions(old, only_fetch_recommended_content="true") == {KICKFLIP, JAR}
    assert await _captions(old, permalinks=f'["{shortcode}","nonsense"]') == {CAROUSEL}
    assert await _captions(old, media_relationship='["OWNED"]') == {"The new bottle"}
    assert "The new bottle" in await _captions(old, media_relationship='["OWNED","IS_TAGGED"]')


async def test_a_code_finds_a_post_that_names_nobody(old: Graph) -> None:
    maya, media = await token_of(old, "maya"), await post_id(old, PLAIN)
    code = (await old.post(f"{media}/partnership_ad_code", token=maya)).json()["ad_code"]

    (row,) = (await _rows(old, ad_code=code)).values()

    assert (row["id"], row["has_permission_for_partnership_ad"]) == (media, True)
    assert await _rows(old, ad_code="nonsense") == {}


@pytest.mark.parametrize(
    "params",
    [
        {"media_relationship": '["FRIEND"]'},
        {"media_relationship": '["IS_TAGGED"]', "ad_code": "1"},
        {"media_relationship": '["IS_TAGGED"]', "permalinks": '["a"]'},
        {"media_relationship": '["OWNED"]', "creator_username": "maya.makes"},
        {"media_relationship": '["OWNED"]', "only_fetch_allowlisted": "true"},
    ],
)
async def test_parameters_that_are_off_are_refused(old: Graph, params: dict[str, str]) -> None:
    assert refusal(await old.get(f"{old.ig_id}/{EDGE}", **params)) == (400, 100, None)


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_branded_content_ads_brand"])
async def test_the_old_edge_needs_its_scopes(old: Graph, scope: str) -> None:
    nora = await token_of(old, "nora", without=scope)

    assert refusal(await old.get(f"{old.ig_id}/{EDGE}", token=nora)) == (400, 10, None)


async def test_the_facebook_twin_is_a_bare_array_cut_by_the_range_header(old: Graph) -> None:
    whole = (await _posts(old)).json()

    number = int((await post_id(old, ON_FACEBOOK)).partition("_")[2])
    assert whole[0] | {"permalink": ""} == {
        "post_id": number,
        "owner_page_id": int(MAYA_PAGE),
        "permalink": "",
        "has_permission_for_partnership_ad": False,
        "eligibility_errors": [],
    }
    assert (await _posts(old, cut="post=1-2")).json() == whole[1:2]
    assert (await _posts(old, cut="post=5-9")).json() == []
    assert (await _posts(old, cut="bytes=0-1")).status_code == 416


async def test_whether_the_end_of_a_range_belongs_to_it_is_a_rule(old: Graph) -> None:
    whole = (await _posts(old)).json()
    await old.control("rules", range_end="inclusive")

    assert len(whole) == 2
    assert (await _posts(old, cut="post=0-1")).json() == whole
    assert (await _posts(old, cut="post=1-1")).json() == whole[1:]


async def test_the_facebook_twin_has_its_filters(old: Graph) -> None:
    permalink = (await post(old, ON_FACEBOOK))["permalink"]

    for params in (
        {"creator_page_id": MAYA_PAGE},
        {"creator_username": "maya.makes"},
        {"permalinks": f'["{permalink}"]'},
    ):
        assert [row["permalink"] for row in (await _posts(old, **params)).json()] == [permalink]
    assert (await _posts(old, only_fetch_allowlisted="true")).json() == []


async def test_both_are_gone_on_their_day(graph: Graph) -> None:
    await graph.control("rules", old_content_until="2020-01-01")

    assert refusal(await graph.get(f"{graph.ig_id}/{EDGE}")) == (400, 100, None)
    gone = await _posts(graph)
    assert (gone.status_code, gone.json()["error_code"]) == (404, 404)


async def test_the_day_comes_by_the_sandboxs_clock(graph: Graph) -> None:
    tomorrow = await today(graph) + timedelta(days=1)
    await graph.control("rules", old_content_until=tomorrow.isoformat())
    assert (await graph.get(f"{graph.ig_id}/{EDGE}")).status_code == 200

    await graph.control("clock", advance_seconds=86_400)
    assert refusal(await graph.get(f"{graph.ig_id}/{EDGE}")) == (400, 100, None)
