"""Posts and the ads made of them, whichever shape they come in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import GraphNonsense, InputRefused
from bot.graph.media.answers import BoostAd, Media
from tests.graph.desk import ACCESS, BRAND, TOKEN, always, client_over, recording

LOGIN = SecretStr(TOKEN)
POST = {
    "id": "17895695668004550",
    "media_type": "VIDEO",
    "media_product_type": "REELS",
    "caption": "Paper, paint\nand patience.",
    "permalink": "https://www.instagram.com/reel/Cw7zyQ5BdEE/",
    "shortcode": "Cw7zyQ5BdEE",
    "timestamp": "2026-03-01T02:00:00+0200",
    "username": "Maya.Makes",
    "owner": {"id": "17841412345678901"},
    "media_url": "https://cdn.example/film.mp4",
    "thumbnail_url": "https://cdn.example/still.jpg",
    "like_count": 48,
    "comments_count": 3,
}
WITH_BOOST = POST | {
    "children": {"data": [{"id": "1", "media_type": "IMAGE"}, {"id": 2}]},
    "boost_eligibility_info": {"eligible_to_boost": False, "boost_ineligible_reason": "It has music."},
    "boost_ads_list": {"data": [{"ad_id": 23850000000000001, "ad_status": "ACTIVE"}]},
}


async def test_an_account_lists_its_posts() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"data": [POST]}))

    (post,) = [each async for each in client.media.listed(ACCESS, page_size=10)]

    assert (post.id, post.kind, post.place, post.username) == ("17895695668004550", "VIDEO", "REELS", "maya.makes")
    assert post.posted_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert (post.owner_id, post.picture_url) == ("17841412345678901", "https://cdn.example/still.jpg")
    assert (post.likes, post.comments, post.ads, post.is_boostable) == (48, 3, None, None)
    assert seen[0].url.path == f"/v26.0/{BRAND}/media"
    assert "boost" not in seen[0].url.params["fields"]


async def test_one_post_tells_its_parts_whether_it_can_be_boosted_and_its_ads() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, WITH_BOOST))

    post = await client.media.read("17895695668004550", token=LOGIN, with_boost=True)

    assert post.children_ids == ("1", "2")
    assert (post.is_boostable, post.not_boostable_why) == (False, "It has music.")
    assert post.ads == (BoostAd(ad_id="23850000000000001", ad_status="ACTIVE"),)
    assert seen[0].url.params["fields"].endswith(",boost_eligibility_info,boost_ads_list")


@pytest.mark.parametrize(
    ("wrote", "read"),
    [
        (None, None),
        ([], ()),
        ({"data": []}, ()),
        ([{"ad_id": "1"}], (BoostAd(ad_id="1"),)),
        ({"data": [{"ad_id": "1", "ad_status": "NEW_WORD"}]}, (BoostAd(ad_id="1", ad_status="NEW_WORD"),)),
        ("x", ()),
    ],
)
async def test_the_ads_are_read_from_a_list_or_an_edge(wrote: object, read: tuple[BoostAd, ...] | None) -> None:
    client = client_over(always(json=POST | {"boost_ads_list": wrote}))
    assert (await client.media.read("17895695668004550", token=LOGIN, with_boost=True)).ads == read


async def test_the_edge_of_ads_has_rows() -> None:
    client = client_over(always(json={"data": [{"ad_id": "1", "ad_status": "ACTIVE"}]}))
    assert await client.media.boost_ads("17895695668004550", token=LOGIN) == (BoostAd(ad_id="1", ad_status="ACTIVE"),)


async def test_an_answer_about_another_post_is_nonsense() -> None:
    with pytest.raises(GraphNonsense, match="another post"):
        await client_over(always(json=POST)).media.read("17895695668004551", token=LOGIN)


async def test_a_post_that_is_gone_is_refused() -> None:
    gone = {"error": {"message": "Unsupported get request.", "code": 100, "error_subcode": 33}}
    with pytest.raises(InputRefused):
        await client_over(always(400, json=gone)).media.read("17895695668004550", token=LOGIN)


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers() | st.text(max_size=3))
nested = values | st.dictionaries(st.sampled_from(["id", "data", "eligible_to_boost"]), values)


@given(st.dictionaries(st.sampled_from(sorted(set(WITH_BOOST) - {"id"})), nested))
async def test_a_post_of_any_types_is_read(change: dict[str, Any]) -> None:
    client = client_over(always(json=WITH_BOOST | change))
    post = await client.media.read("17895695668004550", token=LOGIN, with_boost=True)
    assert isinstance(post, Media)
    assert post.likes is None or post.likes >= 0
