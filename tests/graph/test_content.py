"""Advertisable content at the edge that stays, over real requests: searches, look-ups, what a row says."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.graph import GraphError, GraphNonsense, GraphThrottled, InputRefused
from bot.graph.access import BusinessAccess
from bot.graph.content.answers import Content
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
)
from tests.graph.content import BOTH, BUSINESS, CODE, CREATOR, NEW_PATH, ONLY_INSTAGRAM, PAGE, WHOLE_ROW, all_of
from tests.graph.desk import BRAND, TOKEN, Handler, always, client_over

REFUSED = {"error": {"message": "(#100) Param media_types[0] must be one of {...}", "code": 100}}


def recording(seen: list[httpx.Request], answer: object) -> Handler:
    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=json.dumps(answer))

    return handle


def row(number: int) -> dict[str, Any]:
    return {"content_id": str(number)}


def paged(pages: list[list[dict[str, Any]]]) -> Handler:
    """The edge as its guide shows it: a cursor and no `next`, and no `paging` at all on the last page."""

    def handle(request: httpx.Request) -> httpx.Response:
        here = int(request.url.params.get("after", "0"))
        paging = {} if here == len(pages) - 1 else {"paging": {"cursors": {"after": str(here + 1)}}}
        return httpx.Response(200, json={"data": pages[here], **paging})

    return handle


async def test_a_search_names_the_accounts_the_fields_and_nothing_that_does_not_filter() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"data": []}))

    assert await all_of(client.content.search(BOTH, Search())) == []

    (request,) = seen
    assert request.url.path == NEW_PATH
    params = dict(request.url.params)
    assert params.pop("fields").startswith("content_id,platform,")
    assert set(params) == {"ig_user_id", "fb_page_id", "limit", "appsecret_proof"}
    assert (params["ig_user_id"], params["fb_page_id"], params["limit"]) == (BRAND, PAGE, "50")


async def test_every_filter_goes_out_in_the_words_of_the_guide() -> None:
    seen: list[httpx.Request] = []
    search = Search(
        partner_ig_ids=[CREATOR],
        partner_page_ids=["2", "3"],
        platforms=[Platform.INSTAGRAM],
        media_types=[MediaType.VIDEO, MediaType.CAROUSEL],
        post_types=[PostType.REEL],
        content_types=[ContentType.BRANDED_CONTENT],
        eligibilities=[Eligibility.AD_READY],
        usages=[Usage.NEVER_USED],
        countries=["SE", "NO"],
        start=date(2026, 9, 1),
        end=date(2026, 9, 30),
        keyword="paper cranes, é",
        sort=Sort.DATE,
        only_recommended=True,
    )
    await all_of(client_over(recording(seen, {"data": []})).content.search(ONLY_INSTAGRAM, search, page_size=500))

    params = dict(seen[0].url.params)
    del params["fields"], params["appsecret_proof"]
    assert params == {
        "ig_user_id": BRAND,
        "ad_partner_ig_user_ids": f'["{CREATOR}"]',
        "ad_partner_page_ids": '["2","3"]',
        "platform_types": '["INSTAGRAM"]',
        "media_types": '["VIDEO","CAROUSEL"]',
        "post_types": '["REEL"]',
        "content_types": '["BRANDED_CONTENT"]',
        "ad_eligibilities": '["AD_READY"]',
        "ad_usages": '["NEVER_USED"]',
        "country_codes": '["SE","NO"]',
        "start_date": "2026-09-01",
        "end_date": "2026-09-30",
        "search_key": "paper cranes, é",
        "sort_by": "DATE",
        "is_recommended": "true",
        "limit": "50",
    }


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"start": date(2026, 9, 1)}, "both"),
        ({"end": date(2026, 9, 1)}, "both"),
        ({"start": date(2026, 9, 2), "end": date(2026, 9, 1)}, "Swap"),
        ({"countries": ["Sweden"]}, "SE"),
        ({"countries": ["se"]}, "SE"),
    ],
)
def test_filters_that_meta_would_refuse_cannot_be_made(filters: dict[str, Any], words: str) -> None:
    with pytest.raises(InputRefused) as caught:
        Search(**filters)
    assert words in caught.value.todo


async def test_a_search_for_no_account_and_one_by_handle_are_refused_without_a_call() -> None:
    content = client_over(always(500)).content
    with pytest.raises(InputRefused, match="which account"):
        await all_of(content.search(BusinessAccess(business_id=BUSINESS, token=SecretStr(TOKEN)), Search()))
    with pytest.raises(InputRefused, match="digits"):
        await all_of(content.search(BOTH, Search(partner_ig_ids=["maya.makes"])))


@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=10))
async def test_a_search_ends_where_there_is_no_cursor_and_not_at_an_empty_page(sizes: list[int]) -> None:
    numbers = iter(range(1, 1 + sum(sizes)))
    pages = [[row(next(numbers)) for _ in range(size)] for size in sizes]
    found = await all_of(client_over(paged(pages)).content.search(BOTH, Search()))
    assert [content.id for content in found] == [str(number) for number in range(1, 1 + sum(sizes))]


async def test_a_search_in_circles_is_nonsense_and_not_endless() -> None:
    answer = {"data": [row(1)], "paging": {"cursors": {"after": "same"}}}
    with pytest.raises(GraphNonsense):
        await all_of(client_over(always(json=answer)).content.search(BOTH, Search()))


class LowerCase:
    """Meta as a public client met it: three filters in small letters only, two of them in the plural."""

    TAKEN = frozenset({"instagram", "facebook", "image", "video", "carousel", "link", "feed", "reels", "stories"})

    def __init__(self, pages: int = 1) -> None:
        self.pages, self.asked = pages, list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        values = [each for name in ("platform_types", "media_types", "post_types") for each in json.loads(params.get(name, "[]"))]  # fmt: skip
        self.asked.append(",".join(values))
        if not self.TAKEN.issuperset(values):
            return httpx.Response(400, json=REFUSED)
        here = int(params.get("after", "1"))
        more = {"paging": {"cursors": {"after": str(here + 1)}}} if here < self.pages else {}
        return httpx.Response(200, json={"data": [row(here)], **more})


async def test_a_spelling_that_meta_refuses_is_followed_by_the_other_which_comes_first_from_then_on() -> None:
    meta = LowerCase(pages=2)
    content = client_over(meta).content
    reels = Search(media_types=[MediaType.VIDEO], post_types=[PostType.REEL, PostType.STORY])

    assert [found.id for found in await all_of(content.search(BOTH, reels))] == ["1", "2"]
    assert len(await all_of(content.search(BOTH, Search(platforms=[Platform.FACEBOOK])))) == 2

    assert meta.asked == ["VIDEO,REEL,STORY", *["video,reels,stories"] * 2, *["facebook"] * 2]


async def test_a_question_that_neither_spelling_helps_is_refused_with_the_first_answer() -> None:
    answers = iter(["the first", "the second"])

    def handle(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": {"message": next(answers), "code": 100}})

    with pytest.raises(InputRefused, match="the first"):
        await all_of(client_over(handle).content.search(BOTH, Search(media_types=[MediaType.LINK])))


async def test_a_refusal_that_no_spelling_explains_is_asked_once() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(400, json=REFUSED)

    with pytest.raises(InputRefused):
        await all_of(client_over(handle).content.search(BOTH, Search(eligibilities=[Eligibility.AD_READY])))
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("lookup", "name", "sent"),
    [
        (ContentIds(["17", "18", "17"]), "content_ids", '["17","18"]'),
        (Permalinks(["https://www.instagram.com/p/a/"]), "permalinks", '["https://www.instagram.com/p/a/"]'),
        (AdCodes([CODE]), "ad_codes", f'["{CODE.get_secret_value()}"]'),
    ],
)
async def test_a_look_up_names_posts_and_nothing_beside(lookup: Any, name: str, sent: str) -> None:
    seen: list[httpx.Request] = []
    found = await client_over(recording(seen, {"data": [WHOLE_ROW]})).content.look_up(BOTH, lookup)

    params = dict(seen[0].url.params)
    assert params[name] == sent
    assert set(params) == {name, "ig_user_id", "fb_page_id", "fields", "appsecret_proof"}
    assert [content.id for content in found] == ["17854360229135492"]


async def test_more_than_fifty_posts_are_looked_up_in_several_calls() -> None:
    counts: list[int] = []

    def handle(request: httpx.Request) -> httpx.Response:
        ids = json.loads(request.url.params["content_ids"])
        counts.append(len(ids))
        return httpx.Response(200, json={"data": [{"content_id": each} for each in ids]})

    found = await client_over(handle).content.look_up(BOTH, ContentIds([str(number) for number in range(1, 121)]))

    assert counts == [50, 50, 20]
    assert [content.id for content in found] == [str(number) for number in range(1, 121)]


async def test_nothing_to_look_up_is_no_call_and_half_an_address_is_refused_without_one() -> None:
    assert await client_over(always(500)).content.look_up(BOTH, ContentIds([])) == ()
    with pytest.raises(InputRefused, match="whole address"):
        Permalinks(["instagram.com/p/a"])


async def test_an_ad_code_is_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    code = CODE.get_secret_value()
    message = f"(#100) Param ad_codes[0] is wrong: {code}"
    caplog.set_level("DEBUG")
    with pytest.raises(InputRefused) as caught:
        await client_over(always(400, json={"error": {"message": message, "code": 100}})).content.look_up(
            BOTH, AdCodes([CODE])
        )
    assert code not in f"{caught.value} {caught.value!r} {caught.value.__dict__} {AdCodes([CODE])}"
    assert code not in caplog.text


async def test_a_whole_row_is_read() -> None:
    (content,) = await client_over(always(json={"data": [WHOLE_ROW]})).content.look_up(BOTH, ContentIds(["1"]))

    assert (content.platform, content.media_type, content.post_type) == ("INSTAGRAM", "VIDEO", "REEL")
    assert (content.created_on, content.is_recommended, content.ad_usage) == (date(2026, 6, 28), True, "NEVER_USED")
    assert content.caption == "Summer vibes\nwith our new collection"
    assert content.author is not None
    assert (content.author.name, content.author.ig_id, content.author.page_id) == ("StyleCreator_Ana", CREATOR, None)
    assert content.insights is not None
    assert (content.insights.likes, content.insights.shares, content.insights.saves) == (15240, None, 0)
    assert content.insights.interactions is None
    assert content.story_id is None


async def test_our_partnership_is_picked_by_our_id_and_never_by_its_place() -> None:
    (content,) = await client_over(always(json={"data": [WHOLE_ROW]})).content.look_up(BOTH, ContentIds(["1"]))

    for ours in (content.partnership_with(ig_id=BRAND), content.partnership_with(page_id=PAGE)):
        assert ours is not None
        assert (ours.is_ready, ours.permission_status, ours.content_types) == (
            True,
            "APPROVED",
            ("BRANDED_CONTENT", "PRODUCT"),
        )
        assert ours.ad_code == CODE
    assert CODE.get_secret_value() not in f"{content} {content!r}"
    assert content.partnership_with(ig_id="999") is None
    assert content.partnership_with() is None


@pytest.mark.parametrize(
    ("eligibility", "is_ready"),
    [("AD_READY", True), ("ad_ready", True), ("EXCLUDED", False), ("NEW_WORD", False), (None, None), ("", None)],
)
def test_an_unknown_eligibility_is_kept_and_is_not_ready(eligibility: object, is_ready: bool | None) -> None:
    content = Content.model_validate({"content_id": 2**63 + 1, "partnership_info": [{"ad_eligibility": eligibility}]})
    assert content.id == str(2**63 + 1)
    assert content.partnerships[0].is_ready is is_ready
    assert content.partnerships[0].eligibility == (eligibility or "")


def test_the_default_answer_which_has_the_id_only_is_read() -> None:
    content = Content.model_validate({"content_id": "111"})
    assert (content.author, content.insights, content.partnerships, content.created_on) == (None, None, (), None)


@pytest.mark.parametrize(
    ("row", "story_id"),
    [
        ({"content_id": "104_305", "platform": "FACEBOOK"}, "104_305"),
        ({"content_id": "305", "platform": "facebook", "author": {"fb_page_id": 104}}, "104_305"),
        ({"content_id": "305", "platform": "FACEBOOK"}, "305"),
        ({"content_id": "305", "platform": "INSTAGRAM", "author": {"fb_page_id": 104}}, None),
    ],
)
def test_a_facebook_post_has_the_id_that_ads_want(row: dict[str, Any], story_id: str | None) -> None:
    assert Content.model_validate(row).story_id == story_id


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"content_id": None},
        {"content_id": 1.5},
        {"content_id": "1", "partnership_info": {"ad_eligibility": "AD_READY"}},
        {"content_id": "1", "partnership_info": ["AD_READY"]},
        {"content_id": "1", "author": "Ana"},
        {"content_id": "1", "partnership_info": [{"content_types": "TAGGED"}]},
        [],
        None,
    ],
)
def test_a_row_that_would_be_half_read_is_refused(row: object) -> None:
    with pytest.raises(ValidationError):
        Content.model_validate(row)


@pytest.mark.parametrize("wrote", ["2026-06-28", "2026-06-28T10:00:00+0000", "28.06.2026", 1782604800, None, "", []])
def test_a_day_is_read_or_left_out(wrote: object) -> None:
    day = Content.model_validate({"content_id": "1", "creation_time": wrote}).created_on
    assert day in (date(2026, 6, 28), None)
    assert (day is not None) == (isinstance(wrote, str) and wrote.startswith("2026-06-28"))


async def test_a_limit_is_told_and_nothing_is_repeated() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(400, json={"error": {"message": "m", "code": 80004}})

    with pytest.raises(GraphThrottled):
        await all_of(client_over(handle).content.search(BOTH, Search(media_types=[MediaType.VIDEO])))
    assert len(seen) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(BRAND),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
rows = st.dictionaries(st.sampled_from(sorted(WHOLE_ROW)), json_values, max_size=8)
bodies = json_values | st.fixed_dictionaries({"data": st.lists(rows | json_values, max_size=3)})


@given(status=st.sampled_from([200, 400, 403, 500]), body=bodies)
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    content = client_over(always(status, content=json.dumps(body))).content
    with contextlib.suppress(GraphError):
        for found in (*await all_of(content.search(BOTH, Search())), *await content.look_up(BOTH, ContentIds(["1"]))):
            assert isinstance(found, Content)
            assert hash(found) is not None
            found.model_dump_json().encode()


@given(changes=rows)
def test_one_row_of_any_values_is_read_or_refused(changes: dict[str, Any]) -> None:
    with contextlib.suppress(ValidationError):
        content = Content.model_validate(WHOLE_ROW | changes)
        assert content.id
        assert content.partnership_with(ig_id=BRAND) in (None, *content.partnerships)
