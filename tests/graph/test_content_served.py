"""Advertisable content against a Meta that has all three edges, the scopes of each, and a day on which two go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.graph import Access, GraphClient, GraphError, GraphNonsense, InputRefused, ScopeMissing
from bot.graph.access import BusinessAccess, PageAccess
from bot.graph.content.answers import Content
from bot.graph.content.edges import OLD_EDGES_END
from bot.graph.content.old_calls import MediaOfCode, Owned, PagePosts, PostOfCode, Tagged
from bot.graph.content.wanted import (
    AdCodes,
    ContentIds,
    ContentType,
    Eligibility,
    MediaType,
    Permalinks,
    Platform,
    PostType,
    Search,
    Sort,
    Usage,
    Wanted,
)
from tests.graph.content import all_of
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
    permit,
    post,
    post_id,
    today,
    token_of,
)
from tests.sandbox.graph.server import Graph

STORY, FLAWED, OLD, UNCUT = "Today only", "Tap to vote", "How it fell apart", "How it fell apart, uncut"
AT_INSTAGRAM = {STORY, REEL, CAROUSEL, KICKFLIP, FLAWED, JAR, OLD}
AT_FACEBOOK = {ON_FACEBOOK, UNCUT}
EDGE = "partnership-ads-advertisable-content"
BEFORE, AFTER = OLD_EDGES_END - timedelta(days=1), OLD_EDGES_END


@pytest.fixture
async def brand(graph: Graph) -> BusinessAccess:
    return BusinessAccess(
        business_id=await business_id(graph), token=SecretStr(graph.token), ig_id=graph.ig_id, page_id=SKIN_PAGE
    )


@pytest.fixture
async def old(graph: Graph) -> Graph:
    """Put the day on which the old edges end, on Meta's side, far away."""
    await graph.control("rules", old_content_until="2099-01-01")
    return graph


async def without(graph: Graph, brand: BusinessAccess, scope: str, **changes: str) -> BusinessAccess:
    token = SecretStr(await token_of(graph, "nora", without=scope))
    accounts = {"ig_id": brand.ig_id, "page_id": brand.page_id} | changes
    return BusinessAccess(business_id=brand.business_id, token=token, **accounts)


async def captions(graph: Graph, contents: list[Content]) -> list[str]:
    named = {each["id"]: each["caption"] for each in (await graph.read("posts"))["posts"]}
    return [named[content.story_id or content.id] for content in contents]


async def searched(meta: GraphClient, graph: Graph, brand: BusinessAccess, **filters: Any) -> list[str]:
    return await captions(graph, await all_of(meta.content.search(brand, Search(**filters))))


async def found(
    meta: GraphClient, graph: Graph, brand: BusinessAccess, wanted: Wanted, *, now: datetime = BEFORE
) -> set[str]:
    return set(await captions(graph, await all_of(meta.content.find(brand, wanted, now=now))))


async def test_a_search_finds_every_post_of_both_platforms_that_names_the_brand(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    assert set(await searched(meta, graph, brand)) == AT_INSTAGRAM | AT_FACEBOOK


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"platforms": [Platform.FACEBOOK]}, AT_FACEBOOK),
        ({"media_types": [MediaType.CAROUSEL]}, {CAROUSEL}),
        ({"post_types": [PostType.STORY]}, {STORY}),
        ({"content_types": [ContentType.COLLAB_POST]}, {CAROUSEL}),
        ({"eligibilities": [Eligibility.INELIGIBLE]}, {FLAWED}),
        ({"usages": [Usage.ACTIVE]}, set()),
        ({"countries": ["NO"]}, {KICKFLIP, FLAWED}),
        ({"keyword": "JAR worth"}, {JAR, ON_FACEBOOK}),
        ({"only_recommended": True}, {JAR, KICKFLIP, ON_FACEBOOK}),
        ({"partner_page_ids": [MAYA_PAGE]}, {ON_FACEBOOK}),
        ({"partner_ig_ids": ["17841423456789013"]}, {KICKFLIP, FLAWED}),
    ],
)
async def test_every_filter_is_understood(
    meta: GraphClient, graph: Graph, brand: BusinessAccess, filters: dict[str, Any], expected: set[str]
) -> None:
    assert set(await searched(meta, graph, brand, **filters)) == expected


async def test_filters_are_understood_in_the_spelling_of_practice_too(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    await graph.control("rules", content_values="practice")
    assert await searched(meta, graph, brand, platforms=[Platform.INSTAGRAM], post_types=[PostType.STORY]) == [STORY]
    before = len(await graph.read("calls"))
    assert await searched(meta, graph, brand, media_types=[MediaType.CAROUSEL]) == [CAROUSEL]
    assert len(await graph.read("calls")) == before + 1


async def test_days_include_both_ends_and_the_newest_can_come_first(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    day = await today(graph)
    spell = {"start": day - timedelta(days=5), "end": day - timedelta(days=4)}
    assert set(await searched(meta, graph, brand, **spell)) == {CAROUSEL, KICKFLIP}
    assert (await searched(meta, graph, brand, sort=Sort.DATE))[:2] == [STORY, REEL]
    with pytest.raises(InputRefused):
        await searched(meta, graph, brand, start=day, end=day + timedelta(days=2))


async def test_small_pages_give_the_same_posts_once_also_when_a_cursor_dies(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    await graph.control("fault", on=EDGE, kind="dead_cursor")
    contents = await all_of(meta.content.search(brand, Search(), page_size=2))
    assert sorted(await captions(graph, contents)) == sorted(AT_INSTAGRAM | AT_FACEBOOK)


async def test_what_holds_with_us_follows_the_permission(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    jar = ContentIds([await post_id(graph, JAR)])

    async def ours() -> tuple[bool | None, str, str]:
        (content,) = await meta.content.look_up(brand, jar)
        partnership = content.partnership_with(ig_id=brand.ig_id)
        assert partnership is not None
        return partnership.is_ready, partnership.permission_status, partnership.permission_type

    assert await ours() == (False, "", "")
    await permit(graph, "maya.makes")
    assert await ours() == (True, "APPROVED", "ACCOUNT_LEVEL")


async def test_a_brand_that_is_named_second_still_finds_its_own_part(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    home = graph.profiles[1]
    access = BusinessAccess(
        business_id=brand.business_id, token=SecretStr(home["access_token"]), ig_id=str(home["ig_id"])
    )
    (content,) = await meta.content.look_up(access, ContentIds([await post_id(graph, JAR)]))
    ours = content.partnership_with(ig_id=access.ig_id)
    assert ours is not None
    assert ours.content_types == ("PRODUCT",)
    assert content.partnerships.index(ours) == 1


async def test_posts_are_looked_up_by_id_by_address_and_by_code(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    jar, plain = await post(graph, JAR), await post_id(graph, PLAIN)
    code = await meta.posts.create_code(plain, token=SecretStr(await token_of(graph, "maya")))

    by_id = await meta.content.look_up(brand, ContentIds([jar["id"], "999"]))
    by_address = await meta.content.look_up(brand, Permalinks([jar["permalink"]]))
    by_code = await meta.content.look_up(brand, AdCodes([code, SecretStr("nonsense")]))

    assert await captions(graph, [*by_id, *by_address, *by_code]) == [JAR, JAR, PLAIN]
    ours = by_code[0].partnership_with(ig_id=brand.ig_id)
    assert ours is not None
    assert (ours.is_ready, ours.permission_type, ours.ad_code) == (True, "AD_CODE", code)


async def test_more_than_fifty_are_looked_up_in_several_calls(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    ids = [str(number) for number in range(1, 110)] + [await post_id(graph, REEL)]
    assert await captions(graph, list(await meta.content.look_up(brand, ContentIds(ids)))) == [REEL]


async def test_a_code_opens_its_post_until_it_is_deleted_at_either_edge(
    meta: GraphClient, old: Graph, brand: BusinessAccess
) -> None:
    plain, maya = await post_id(old, PLAIN), SecretStr(await token_of(old, "maya"))
    code = await meta.posts.create_code(plain, token=maya)
    refused = await without(old, brand, "business_management", page_id="")

    for access in (brand, refused):
        content = await meta.content.behind_code(access, code, now=BEFORE)
        assert content is not None
        ours = content.partnership_with(ig_id=brand.ig_id)
        assert content.id == plain
        assert ours is not None
        assert (ours.is_ready, ours.ad_code) == (True, code)

    await meta.posts.delete_code(plain, token=maya)
    assert await meta.content.behind_code(brand, code, now=BEFORE) is None
    assert await meta.content.behind_code(refused, code, now=BEFORE) is None


async def test_a_login_without_the_new_scope_is_served_by_the_old_edges_until_their_day(
    meta: GraphClient, old: Graph, brand: BusinessAccess
) -> None:
    access = await without(old, brand, "business_management")

    assert await found(meta, old, access, Search()) == AT_INSTAGRAM | AT_FACEBOOK
    assert await found(meta, old, access, Search(partner_page_ids=[MAYA_PAGE])) == {ON_FACEBOOK}
    jar, twin = (await post(old, JAR))["permalink"], (await post(old, ON_FACEBOOK))["permalink"]
    assert await found(meta, old, access, Permalinks([jar, twin])) == {JAR, ON_FACEBOOK}
    with pytest.raises(ScopeMissing, match="business_management"):
        await found(meta, old, access, Search(), now=AFTER)
    with pytest.raises(ScopeMissing, match="business_management"):
        await found(meta, old, access, Search(keyword="jar"))


async def test_where_meta_removes_the_old_edges_early_that_is_told(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    await graph.control("rules", old_content_until="2020-01-01")
    access = await without(graph, brand, "business_management")
    with pytest.raises(InputRefused):
        await found(meta, graph, access, Search())


async def test_one_post_says_the_same_at_both_instagram_edges(
    meta: GraphClient, old: Graph, brand: BusinessAccess
) -> None:
    await permit(old, "maya.makes")
    jar = await post(old, JAR)
    shortcode = jar["permalink"].rstrip("/").rpartition("/")[2]

    (new,) = await meta.content.look_up(brand, ContentIds([jar["id"]]))
    (same,) = await all_of(
        meta.content.media(
            Access(brand.ig_id, brand.token), Tagged(shortcodes=[shortcode], creator_username="maya.makes")
        )
    )

    assert (same.id, same.permalink, same.platform) == (new.id, new.permalink, new.platform)
    assert new.author is not None
    assert same.author is not None
    assert same.author.ig_id == new.author.ig_id
    for content in (new, same):
        ours = content.partnership_with(ig_id=brand.ig_id)
        assert ours is not None
        assert ours.is_ready


async def test_the_old_edges_take_every_question_of_theirs(
    meta: GraphClient, old: Graph, brand: BusinessAccess
) -> None:
    instagram, facebook = Access(brand.ig_id, brand.token), PageAccess(SKIN_PAGE, brand.token)

    async def media(question: Any) -> set[str]:
        return set(await captions(old, await all_of(meta.content.media(instagram, question))))

    async def posts(question: Any) -> set[str]:
        return set(await captions(old, await all_of(meta.content.posts(facebook, question))))

    assert await media(Tagged()) == AT_INSTAGRAM
    assert await media(Tagged(only_recommended=True)) == {KICKFLIP, JAR}
    assert await media(Tagged(only_allowlisted=True)) == set()
    assert await media(Owned()) == {"The new bottle"}
    assert await media(MediaOfCode(SecretStr("nonsense"))) == set()
    assert await posts(PagePosts()) == AT_FACEBOOK
    assert await posts(PagePosts(creator_page_id=MAYA_PAGE, creator_username="maya.makes")) == {ON_FACEBOOK}
    assert await posts(PagePosts(only_allowlisted=True)) == set()
    assert await posts(PostOfCode(SecretStr("nonsense"))) == set()


@pytest.mark.parametrize("end", ["exclusive", "inclusive"])
async def test_facebook_posts_are_read_whole_and_once_wherever_a_range_ends(
    meta: GraphClient, old: Graph, brand: BusinessAccess, end: str
) -> None:
    await old.control("rules", range_end=end)
    for number in range(500):
        await old.control("post", owner_id=MAYA_PAGE, caption=f"Post {number}", partners={SKIN_PAGE: "label"})
    contents = await all_of(meta.content.posts(PageAccess(SKIN_PAGE, brand.token), PagePosts()))
    ids = [content.id for content in contents]
    assert len(ids) == len(set(ids)) == 500 + len(AT_FACEBOOK)


@pytest.mark.parametrize("scope", ["business_management", "instagram_basic"])
async def test_a_scope_that_was_declined_is_named(
    meta: GraphClient, graph: Graph, brand: BusinessAccess, scope: str
) -> None:
    with pytest.raises(ScopeMissing) as caught:
        await searched(meta, graph, await without(graph, brand, scope))
    assert caught.value.missing_scopes == (scope,)


async def test_accounts_that_are_not_the_businesss_own_are_refused(
    meta: GraphClient, graph: Graph, brand: BusinessAccess
) -> None:
    stranger = BusinessAccess(business_id=brand.business_id, token=brand.token, page_id=MAYA_PAGE)
    with pytest.raises(InputRefused, match="does not belong"):
        await searched(meta, graph, stranger)


@pytest.mark.parametrize("value", ["UNDER_REVIEW", None, 7])
async def test_a_word_that_nobody_knows_is_kept(
    meta: GraphClient, graph: Graph, brand: BusinessAccess, value: object
) -> None:
    await graph.control("fault", on=EDGE, kind="rewrite", key="ad_eligibility", value=value)
    (content,) = await meta.content.look_up(brand, ContentIds([await post_id(graph, JAR)]))
    assert content.partnerships[0].eligibility == ("" if value is None else str(value))


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "html", "status": 200},
        {"kind": "malformed"},
        {"kind": "cyclic", "times": 5},
        {"kind": "drop", "key": "content_id"},
    ],
)
async def test_nonsense_is_a_typed_error(
    meta: GraphClient, graph: Graph, brand: BusinessAccess, fault: dict[str, object]
) -> None:
    await graph.control("fault", on=EDGE, **fault)
    with pytest.raises(GraphNonsense):
        await searched(meta, graph, brand)


async def test_an_outage_is_no_reason_to_fall_back(meta: GraphClient, old: Graph, brand: BusinessAccess) -> None:
    await old.control("fault", on=EDGE, kind="error", code=2)
    with pytest.raises(GraphError) as caught:
        await found(meta, old, brand, Search())
    assert caught.value.code == 2
