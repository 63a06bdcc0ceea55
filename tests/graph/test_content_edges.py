"""Two edges that go and one that stays: the old ones as such, and the rule that chooses."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import GraphError, GraphNonsense, GraphThrottled, InputRefused, LoginDead, ScopeMissing
from bot.graph.access import BusinessAccess
from bot.graph.content.answers import Content
from bot.graph.content.edges import OLD_EDGES_END, OldQuestions, may_fall_back, translate
from bot.graph.content.old_calls import MediaOfCode, Owned, PagePosts, PostOfCode, Tagged
from bot.graph.content.wanted import AdCodes, ContentIds, Eligibility, MediaType, Permalinks, Platform, Search, Wanted
from tests.graph.content import (
    AT_FACEBOOK,
    AT_INSTAGRAM,
    BOTH,
    CODE,
    CREATOR,
    CREATOR_PAGE,
    NEW_PATH,
    OLD_PATH,
    OLD_ROW,
    ONLY_FACEBOOK,
    ONLY_INSTAGRAM,
    PAGE,
    POST_ROW,
    POSTS_PATH,
    WHOLE_ROW,
    all_of,
)
from tests.graph.desk import BRAND, Handler, always, client_over

BEFORE = OLD_EDGES_END - timedelta(seconds=1)
FORBIDDEN = {"error": {"message": "(#10) This endpoint requires the 'instagram_basic' permission.", "code": 10}}
IG_LINK, FB_LINK = WHOLE_ROW["permalink"], POST_ROW["permalink"]


class Meta:
    """Meta with all three edges; the new one refuses once it has given `gives` pages."""

    def __init__(self, *, refusal: dict[str, Any] | None = FORBIDDEN, status: int = 403, gives: int = 0) -> None:
        self.refusal, self.status, self.gives = refusal, status, gives
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        params = dict(request.url.params)
        self.asked.append((request.url.path, params))
        if request.url.path == OLD_PATH:
            return httpx.Response(200, json={"data": [OLD_ROW, OLD_ROW | {"id": "18", "owner_id": "5"}]})
        if request.url.path == POSTS_PATH:
            return httpx.Response(200, json=[POST_ROW])
        assert request.url.path == NEW_PATH
        if self.refusal is not None and int(params.get("after", "0")) >= self.gives:
            return httpx.Response(self.status, json=self.refusal)
        return httpx.Response(200, json={"data": [WHOLE_ROW], "paging": {"cursors": {"after": "1"}}} if self.gives else {"data": [WHOLE_ROW]})  # fmt: skip

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


async def found(meta: Handler, wanted: Wanted, *, access: BusinessAccess = BOTH, now: datetime = BEFORE) -> list[str]:
    return [content.id for content in await all_of(client_over(meta).content.find(access, wanted, now=now))]


def recording(seen: list[httpx.Request], answer: object) -> Handler:
    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=json.dumps(answer))

    return handle


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (Tagged(), {}),
        (Tagged(creator_username="@Maya"), {"creator_username": "maya"}),
        (Tagged(shortcodes=["Cw7zyQ5BdEE", "Cw7"]), {"permalinks": '["Cw7zyQ5BdEE","Cw7"]'}),
        (
            Tagged(only_allowlisted=True, only_recommended=True),
            {"only_fetch_allowlisted": "true", "only_fetch_recommended_content": "true"},
        ),
        (Owned(), {"media_relationship": '["OWNED"]'}),
        (MediaOfCode(CODE), {"ad_code": CODE.get_secret_value()}),
    ],
)
async def test_the_old_instagram_edge_is_asked_as_its_guide_has_it(question: Any, sent: dict[str, str]) -> None:
    seen: list[httpx.Request] = []
    contents = await all_of(client_over(recording(seen, {"data": [OLD_ROW]})).content.media(AT_INSTAGRAM, question))

    params = dict(seen[0].url.params)
    assert seen[0].url.path == OLD_PATH
    assert params.pop("fields") == "id,owner_id,permalink,eligibility_errors,has_permission_for_partnership_ad"
    del params["limit"], params["appsecret_proof"]
    assert params == sent
    (content,) = contents
    assert (content.platform, content.id) == ("INSTAGRAM", "17854360229135492")
    assert content.author is not None
    assert content.author.ig_id == CREATOR


async def test_an_old_row_has_the_same_shape_as_a_new_one() -> None:
    (content,) = await all_of(client_over(always(json={"data": [OLD_ROW]})).content.media(AT_INSTAGRAM, Tagged()))
    ours = content.partnership_with(ig_id=BRAND)
    assert ours is not None
    assert (ours.is_permitted, ours.is_ready, ours.eligibility) == (True, False, "")
    assert ours.problems == tuple(OLD_ROW["eligibility_errors"])
    assert content.permalink == OLD_ROW["permalink"]


@pytest.mark.parametrize(
    ("changes", "is_ready"),
    [
        ({"eligibility_errors": []}, True),
        ({"eligibility_errors": None}, True),
        ({"has_permission_for_partnership_ad": False, "eligibility_errors": []}, False),
        ({"has_permission_for_partnership_ad": None}, None),
    ],
)
async def test_an_old_row_is_ready_with_permission_and_without_problems(
    changes: dict[str, Any], is_ready: bool | None
) -> None:
    answer = always(json={"data": [OLD_ROW | changes]})
    (content,) = await all_of(client_over(answer).content.media(AT_INSTAGRAM, Tagged()))
    assert content.partnerships[0].is_ready is is_ready


async def test_the_post_of_a_code_carries_the_code_it_was_asked_by() -> None:
    client = client_over(always(json={"data": [OLD_ROW]}))
    (content,) = await all_of(client.content.media(AT_INSTAGRAM, MediaOfCode(CODE)))
    assert content.partnerships[0].ad_code == CODE
    (post,) = await all_of(client_over(always(json=[POST_ROW])).content.posts(AT_FACEBOOK, PostOfCode(CODE)))
    assert post.partnerships[0].ad_code == CODE


async def test_the_old_facebook_edge_is_paged_by_a_header_behind_what_came() -> None:
    everything = [POST_ROW | {"post_id": number} for number in range(1, 1203)]

    async def ranges(*, end_is_part: bool) -> list[str]:
        asked: list[str] = []

        def handle(request: httpx.Request) -> httpx.Response:
            assert request.url.path == POSTS_PATH
            asked.append(request.headers["range"])
            start, end = (int(part) for part in asked[-1].removeprefix("post=").split("-"))
            return httpx.Response(200, json=everything[start : end + end_is_part])

        contents = await all_of(client_over(handle).content.posts(AT_FACEBOOK, PagePosts()))
        assert [content.id for content in contents] == [str(number) for number in range(1, 1203)]
        return asked

    assert await ranges(end_is_part=False) == ["post=0-500", "post=500-1000", "post=1000-1500"]
    assert await ranges(end_is_part=True) == ["post=0-500", "post=501-1001", "post=1002-1502"]


async def test_a_facebook_edge_that_pays_no_heed_to_the_range_is_nonsense() -> None:
    rows = [POST_ROW | {"post_id": number} for number in range(1, 501)]
    with pytest.raises(GraphNonsense):
        await all_of(client_over(always(json=rows)).content.posts(AT_FACEBOOK, PagePosts()))


async def test_facebook_posts_are_asked_with_their_filters_and_read_with_all_digits() -> None:
    seen: list[httpx.Request] = []
    big = 2**63 + 9
    rows = [POST_ROW | {"post_id": big, "owner_page_id": big}]
    question = PagePosts(
        creator_page_id=CREATOR_PAGE, creator_username="Maya", permalinks=[FB_LINK], only_allowlisted=True
    )

    (content,) = await all_of(client_over(recording(seen, rows)).content.posts(AT_FACEBOOK, question))

    assert dict(seen[0].url.params) == {
        "creator_username": "maya",
        "permalinks": json.dumps([FB_LINK]),
        "only_fetch_allowlisted": "true",
        "creator_page_id": CREATOR_PAGE,
    }
    assert content.story_id == f"{big}_{big}"
    assert content.partnership_with(page_id=PAGE) is not None


@pytest.mark.parametrize("answer", [{"data": []}, [None], [{"owner_page_id": 1}], "x", [{"post_id": 1.5}]])
async def test_facebook_posts_of_another_shape_are_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await all_of(client_over(always(json=answer)).content.posts(AT_FACEBOOK, PagePosts()))


async def test_the_new_edge_comes_first_and_where_it_answers_nothing_else_is_asked() -> None:
    meta = Meta(refusal=None)
    assert await found(meta, Search()) == ["17854360229135492"]
    assert meta.paths == [NEW_PATH]


async def test_where_the_new_edge_refuses_both_old_ones_are_asked() -> None:
    meta = Meta()
    assert await found(meta, Search()) == ["17854360229135492", "18", "48602429468091"]
    assert meta.paths == [NEW_PATH, OLD_PATH, POSTS_PATH]


async def test_from_the_day_of_their_removal_on_the_old_edges_are_not_asked() -> None:
    assert datetime(2026, 12, 1, tzinfo=UTC) == OLD_EDGES_END
    meta = Meta()
    with pytest.raises(ScopeMissing, match="instagram_basic"):
        await found(meta, Search(), now=OLD_EDGES_END)
    assert meta.paths == [NEW_PATH]


async def test_a_list_that_was_begun_is_not_gone_on_with_elsewhere() -> None:
    meta = Meta(gives=1)
    with pytest.raises(ScopeMissing):
        await found(meta, Search())
    assert meta.paths == [NEW_PATH, NEW_PATH]


@pytest.mark.parametrize(
    ("refusal", "falls_back"),
    [
        (ScopeMissing(code=10), True),
        (ScopeMissing(code=200), True),
        (ScopeMissing(code=3), True),
        (InputRefused(code=100, subcode=33), True),
        (InputRefused(code=2500), True),
        (InputRefused(code=100), False),
        (LoginDead(code=190), False),
        (GraphThrottled(code=80004), False),
        (GraphNonsense(), False),
    ],
)
def test_only_refusals_that_an_old_edge_may_not_share_lead_to_it(refusal: GraphError, falls_back: bool) -> None:
    assert may_fall_back(refusal, now=BEFORE) is falls_back
    assert may_fall_back(refusal, now=OLD_EDGES_END) is False
    assert may_fall_back(refusal, now=OLD_EDGES_END + timedelta(days=400)) is False


def reads(questions: OldQuestions) -> tuple[list[object], list[object], frozenset[str]]:
    return list(questions.media), list(questions.posts), questions.authors


NONE: tuple[list[object], list[object], frozenset[str]] = ([], [], frozenset())


@pytest.mark.parametrize(
    ("wanted", "access", "questions"),
    [
        (Search(), ONLY_INSTAGRAM, ([Tagged()], [], frozenset())),
        (Search(), ONLY_FACEBOOK, ([], [PagePosts()], frozenset())),
        (Search(platforms=[Platform.FACEBOOK]), BOTH, ([], [PagePosts()], frozenset())),
        (Search(partner_ig_ids=[CREATOR]), BOTH, ([Tagged()], [], frozenset({CREATOR}))),
        (Search(partner_page_ids=["5"]), BOTH, ([], [PagePosts()], frozenset({"5"}))),
        (Search(partner_page_ids=["5"]), ONLY_INSTAGRAM, ([], [], frozenset({"5"}))),
        (Search(only_recommended=True), ONLY_INSTAGRAM, ([Tagged(only_recommended=True)], [], frozenset())),
        (Search(only_recommended=True), BOTH, NONE),
        (Search(media_types=[MediaType.VIDEO]), BOTH, NONE),
        (Search(eligibilities=[Eligibility.AD_READY]), BOTH, NONE),
        (Search(start=date(2026, 9, 1), end=date(2026, 9, 2)), BOTH, NONE),
        (Search(keyword="crane"), BOTH, NONE),
        (Permalinks([IG_LINK]), BOTH, ([Tagged(shortcodes=["Cw7zyQ5BdEE"])], [], frozenset())),
        (
            Permalinks([FB_LINK, "https://www.instagram.com/p/a-_1/?igsh=x"]),
            BOTH,
            ([Tagged(shortcodes=["a-_1"])], [PagePosts(permalinks=[FB_LINK])], frozenset()),
        ),
        (Permalinks([FB_LINK]), ONLY_INSTAGRAM, NONE),
        (Permalinks(["https://www.instagram.com/stories/maya/17"]), BOTH, NONE),
        (Permalinks(["https://instagram.com.evil.test/p/a/"]), BOTH, NONE),
        (AdCodes([CODE]), BOTH, ([MediaOfCode(CODE)], [PostOfCode(CODE)], frozenset())),
        (AdCodes([CODE]), ONLY_INSTAGRAM, ([MediaOfCode(CODE)], [], frozenset())),
        (ContentIds(["1"]), BOTH, NONE),
    ],
)
def test_a_question_is_put_to_the_old_edges_whole_or_not_at_all(
    wanted: Wanted, access: BusinessAccess, questions: tuple[list[object], list[object], frozenset[str]]
) -> None:
    assert reads(translate(wanted, access)) == questions


async def test_of_an_old_answer_only_posts_of_the_wanted_authors_are_kept() -> None:
    assert await found(Meta(), Search(partner_ig_ids=["5"])) == ["18"]


async def test_a_question_that_the_old_edges_cannot_answer_ends_with_the_refusal() -> None:
    meta = Meta()
    with pytest.raises(ScopeMissing, match="instagram_basic"):
        await found(meta, ContentIds(["17854360229135492"]))
    assert meta.paths == [NEW_PATH]


@pytest.mark.parametrize("refusal", [None, FORBIDDEN])
async def test_the_post_behind_a_code_is_found_at_either_edge(refusal: dict[str, Any] | None) -> None:
    meta = Meta(refusal=refusal)
    content = await client_over(meta).content.behind_code(ONLY_INSTAGRAM, CODE, now=BEFORE)
    assert content is not None
    assert content.id == "17854360229135492"


async def test_a_code_that_opens_nothing_is_told_so() -> None:
    client = client_over(always(json={"data": []}))
    assert await client.content.behind_code(BOTH, SecretStr("gone"), now=BEFORE) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
rows = st.dictionaries(st.sampled_from(sorted({**OLD_ROW, **POST_ROW})), json_values, max_size=6)


@given(status=st.sampled_from([200, 400, 500]), body=json_values | st.lists(rows) | st.fixed_dictionaries({"data": st.lists(rows)}))  # fmt: skip
async def test_any_answer_of_an_old_edge_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    content = client_over(always(status, content=json.dumps(body))).content
    with contextlib.suppress(GraphError):
        assert all(isinstance(each, Content) for each in await all_of(content.media(AT_INSTAGRAM, Tagged())))
    with contextlib.suppress(GraphError):
        assert all(isinstance(each, Content) for each in await all_of(content.posts(AT_FACEBOOK, PagePosts())))
