"""Comments over real requests: on posts, on ads, at Facebook; read in every spelling, acted on once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.graph import GraphClient, GraphError, GraphNonsense, GraphUnanswered, InputRefused, ScopeMissing
from bot.graph.comments.answers import AdSurfaces, Comment
from tests.graph.desk import TOKEN, Handler, always, client_over, form_of

MEDIA, COMMENT, AD = "17895695668004550", "17870913679156914", "120210000000000017"
STORY = "104233445566703_304455667788991"
OWNER = SecretStr(TOKEN)
REFERENCE: dict[str, Any] = {
    "id": COMMENT,
    "text": "Where can I\nget it? 🧡",
    "timestamp": "2026-11-20T09:15:00+0000",
    "username": "Lena.reads",
    "from": {"id": "2534689999", "username": "lena.reads"},
    "hidden": False,
    "like_count": 3,
    "media": {"id": MEDIA, "media_product_type": "FEED"},
    "replies": {
        "data": [
            {
                "id": "18",
                "text": "In our shop",
                "timestamp": "2026-11-20T09:20:00+0000",
                "username": "maya",
                "parent_id": COMMENT,
            }
        ]
    },
}
ADS_SAMPLE = {"id": "aWdfY29tbWVudDoxMTA1MjAx", "message": "This is nice.", "instagram_user": {"id": "333"}}
FACEBOOK = {
    "id": "304455667788991_77",
    "message": "Love it",
    "created_time": "2026-11-20T09:15:00+0000",
    "from": {"id": "90", "name": "Lena R"},
    "is_hidden": True,
    "parent": {"id": "304455667788991_70"},
}

Act = Callable[[GraphClient], Awaitable[object]]


async def on_media(handler: Handler) -> list[Comment]:
    return [comment async for comment in client_over(handler).comments.on_media(MEDIA, token=OWNER)]


def hide(client: GraphClient) -> Awaitable[object]:
    return client.comments.hide(COMMENT, token=OWNER)


def unhide(client: GraphClient) -> Awaitable[object]:
    return client.comments.unhide(COMMENT, token=OWNER)


def delete(client: GraphClient) -> Awaitable[object]:
    return client.comments.delete(COMMENT, token=OWNER)


def hide_on_post(client: GraphClient) -> Awaitable[object]:
    return client.comments.hide_on_post(COMMENT, token=OWNER)


def unhide_on_post(client: GraphClient) -> Awaitable[object]:
    return client.comments.unhide_on_post(COMMENT, token=OWNER)


def reply(client: GraphClient) -> Awaitable[object]:
    return client.comments.reply(COMMENT, message="In our shop", token=OWNER)


async def test_a_comment_of_the_reference_is_read_whole() -> None:
    (comment,) = await on_media(always(json={"data": [REFERENCE]}))

    assert (comment.id, comment.text) == (COMMENT, "Where can I\nget it? 🧡")
    assert (comment.author_id, comment.author_name) == ("2534689999", "Lena.reads")
    assert (comment.is_hidden, comment.likes, comment.media_id, comment.parent_id) == (False, 3, MEDIA, None)
    assert comment.written_at == datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
    (answer,) = comment.replies
    assert (answer.id, answer.text, answer.parent_id, answer.has_more_replies) == ("18", "In our shop", COMMENT, False)
    assert not comment.has_more_replies


def test_the_sample_for_ads_and_facebook_say_the_same_in_other_words() -> None:
    sample = Comment.model_validate(ADS_SAMPLE)
    assert (sample.text, sample.author_id, sample.author_name, sample.written_at) == ("This is nice.", "333", None, None)  # fmt: skip
    facebook = Comment.model_validate(FACEBOOK)
    assert (facebook.text, facebook.author_id, facebook.author_name) == ("Love it", "90", "Lena R")
    assert (facebook.is_hidden, facebook.parent_id) == (True, "304455667788991_70")
    assert facebook.written_at == datetime(2026, 11, 20, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "author"),
    [
        ({"id": "1"}, (None, None)),
        ({"id": "1", "from": None, "username": None}, (None, None)),
        ({"id": "1", "from": {}}, (None, None)),
        ({"id": "1", "from": "lena"}, (None, None)),
        ({"id": "1", "from": {"username": "lena"}}, (None, "lena")),
        ({"id": "1", "user": {"id": 5}}, ("5", None)),
        ({"id": "1", "username": None, "from": {"id": 2**63 + 1, "username": "lena"}}, (str(2**63 + 1), "lena")),
    ],
)
def test_who_wrote_it_may_be_missing(row: dict[str, Any], author: tuple[str | None, str | None]) -> None:
    comment = Comment.model_validate(row)
    assert (comment.author_id, comment.author_name) == author


@pytest.mark.parametrize("row", [{}, {"id": None}, {"id": 1.5}, {"text": "x"}, [], None, "comment"])
def test_a_comment_without_an_id_is_none(row: object) -> None:
    with pytest.raises(ValidationError):
        Comment.model_validate(row)


def test_replies_that_go_on_are_marked() -> None:
    page = {
        "data": [{"id": "2"}],
        "paging": {"cursors": {"after": "x"}, "next": f"https://x.test/?access_token={TOKEN}"},
    }
    comment = Comment.model_validate({"id": "1", "replies": page})
    assert comment.has_more_replies
    assert TOKEN not in repr(comment)


async def test_a_media_is_asked_fifty_at_a_time_with_the_replies() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.params.get("after") == "c1":
            return httpx.Response(200, json={"data": [{"id": "2"}]})
        return httpx.Response(200, json={"data": [{"id": "1"}], "paging": {"cursors": {"after": "c1"}, "next": "https://x.test/"}})  # fmt: skip

    assert [comment.id for comment in await on_media(handle)] == ["1", "2"]
    assert {request.url.path for request in seen} == {f"/v26.0/{MEDIA}/comments"}
    assert {request.url.params["limit"] for request in seen} == {"50"}
    assert "replies.limit(50){id,text," in seen[0].url.params["fields"]


async def test_reading_stops_where_the_reader_stops() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        paging = {"cursors": {"after": str(len(seen))}, "next": "https://x.test/"}
        return httpx.Response(200, json={"data": [{"id": str(len(seen))}], "paging": paging})

    async for comment in client_over(handle).comments.on_media(MEDIA, token=OWNER):
        if comment.id == "2":
            break
    assert len(seen) == 2


async def test_where_our_fields_are_not_taken_the_defaults_are_read() -> None:
    asked: list[bool] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append("fields" in request.url.params)
        if asked[-1]:
            message = "(#100) Tried accessing nonexisting field (text) on node type (InstagramComment)"
            return httpx.Response(400, json={"error": {"message": message, "code": 100}})
        return httpx.Response(200, json={"data": [ADS_SAMPLE]})

    assert [comment.text for comment in await on_media(handle)] == ["This is nice."]
    assert asked == [True, False]


@pytest.mark.parametrize("error", [{"code": 100, "error_subcode": 33}, {"code": 10}, {"code": 190}])
async def test_a_media_that_may_not_be_read_is_asked_once(error: dict[str, int]) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(400, json={"error": {"message": "m", **error}})

    with pytest.raises(GraphError):
        await on_media(handle)
    assert len(seen) == 1


async def test_replies_and_one_comment_are_read_by_the_comments_id() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"data": [{"id": "18"}]} if "replies" in request.url.path else REFERENCE)

    comments = client_over(handle).comments
    assert [each.id async for each in comments.replies(COMMENT, token=OWNER)] == ["18"]
    assert (await comments.read(COMMENT, token=OWNER)).author_name == "Lena.reads"
    assert [request.url.path for request in seen] == [f"/v26.0/{COMMENT}/replies", f"/v26.0/{COMMENT}"]


async def test_an_answer_about_another_comment_is_nonsense() -> None:
    with pytest.raises(GraphNonsense, match="another comment"):
        await client_over(always(json=REFERENCE)).comments.read("999", token=OWNER)


async def test_where_people_comment_on_an_ad_is_read_through_its_creative() -> None:
    creative = {
        "id": "6170000000000001",
        "effective_instagram_media_id": 2**63 + 1,
        "source_instagram_media_id": MEDIA,
        "instagram_permalink_url": "https://www.instagram.com/p/AdShown/",
        "effective_object_story_id": STORY,
    }
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=json.dumps({"creative": creative, "id": AD}))

    surfaces = await client_over(handle).comments.surfaces(AD, token=OWNER)

    assert seen[0].url.params["fields"].startswith("creative{id,effective_instagram_media_id,")
    assert surfaces == AdSurfaces(
        creative_id="6170000000000001",
        ad_media_id=str(2**63 + 1),
        source_media_id=MEDIA,
        story_id=STORY,
        permalink="https://www.instagram.com/p/AdShown/",
    )


@pytest.mark.parametrize(
    ("parts", "sponsor", "links"),
    [
        ({}, None, None),
        (
            {"instagram_branded_content": {"sponsor_id": 17841}, "link_url": "https://a.example/"},
            "17841",
            ("https://a.example/",),
        ),
        (
            {
                "object_story_spec": {
                    "page_id": "1",
                    "link_data": {
                        "link": "https://a.example/",
                        "picture": "https://cdn.example/1.jpg",
                        "call_to_action": {"type": "SHOP_NOW", "value": {"link": "https://b.example/"}},
                        "child_attachments": [{"link": "https://a.example/"}, {"link": "https://c.example/"}],
                    },
                }
            },
            None,
            ("https://a.example/", "https://b.example/", "https://c.example/"),
        ),
        ({"asset_feed_spec": {"link_urls": [{"website_url": "https://d.example/"}]}}, None, ("https://d.example/",)),
        ({"object_story_spec": {"page_id": "1"}, "instagram_branded_content": {}}, None, None),
        ({"object_story_spec": "?", "asset_feed_spec": [7], "instagram_branded_content": "?"}, None, None),
    ],
)
async def test_whose_ad_it_is_and_where_it_leads_is_read_wherever_a_creative_has_it(
    parts: dict[str, Any], sponsor: str | None, links: tuple[str, ...] | None
) -> None:
    answer = {"creative": {"id": "6"} | parts, "id": AD}
    surfaces = await client_over(always(json=answer)).comments.surfaces(AD, token=OWNER)
    assert (surfaces.sponsor_ig_id, surfaces.links) == (sponsor, links)


async def test_an_ad_without_a_media_has_none_and_one_without_a_creative_is_nonsense() -> None:
    surfaces = await client_over(always(json={"creative": {"id": "6"}})).comments.surfaces(AD, token=OWNER)
    assert (surfaces.ad_media_id, surfaces.source_media_id, surfaces.story_id) == (None, None, None)
    answers: list[object] = [{}, {"creative": None}, {"creative": {}}, {"creative": "6"}, []]
    for answer in answers:
        with pytest.raises(GraphNonsense):
            await client_over(always(json=answer)).comments.surfaces(AD, token=OWNER)


@pytest.mark.parametrize(
    ("act", "method", "sent"),
    [
        (hide, "POST", {"hide": "true"}),
        (unhide, "POST", {"hide": "false"}),
        (hide_on_post, "POST", {"is_hidden": "true"}),
        (unhide_on_post, "POST", {"is_hidden": "false"}),
        (delete, "DELETE", {}),
    ],
)
async def test_an_action_is_one_call_on_the_comment(act: Act, method: str, sent: dict[str, str]) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"success": True})

    await act(client_over(handle))

    (request,) = seen
    given = form_of(request) if method == "POST" else dict(request.url.params)
    del given["appsecret_proof"]
    assert (request.method, request.url.path, given) == (method, f"/v26.0/{COMMENT}", sent)


async def test_a_reply_is_sent_as_it_was_written_and_its_id_comes_back() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=f'{{"id": {2**63 + 1}}}')

    message = "Danke, Lena! 🧡\nHier: https://x.test/?a=1&b=2"
    assert await client_over(handle).comments.reply(COMMENT, message=message, token=OWNER) == str(2**63 + 1)
    assert seen[0].url.path == f"/v26.0/{COMMENT}/replies"
    assert form_of(seen[0])["message"] == message


@pytest.mark.parametrize("message", ["", "  \n "])
async def test_a_reply_without_words_is_refused_without_a_call(message: str) -> None:
    with pytest.raises(InputRefused, match="without words"):
        await client_over(always(500)).comments.reply(COMMENT, message=message, token=OWNER)


@pytest.mark.parametrize("act", [hide, unhide, delete, hide_on_post, unhide_on_post])
async def test_a_no_without_a_reason_is_told_with_what_to_do(act: Act) -> None:
    with pytest.raises(InputRefused) as caught:
        await act(client_over(always(json={"success": False})))
    assert "Check in the app" in caught.value.todo


@pytest.mark.parametrize("act", [hide, unhide, delete, hide_on_post, unhide_on_post, reply])
@pytest.mark.parametrize("answer", [{}, [], {"success": "yes", "id": None}])
async def test_an_answer_that_says_nothing_may_have_happened(act: Act, answer: object) -> None:
    with pytest.raises(GraphUnanswered) as caught:
        await act(client_over(always(json=answer)))
    assert caught.value.may_have_happened


@pytest.mark.parametrize("act", [hide, delete, reply, hide_on_post])
async def test_a_missing_scope_is_named(act: Act) -> None:
    message = "(#10) Requires instagram_manage_comments permission"
    with pytest.raises(ScopeMissing) as caught:
        await act(client_over(always(400, json={"error": {"message": message, "code": 10}})))
    assert caught.value.missing_scopes == ("instagram_manage_comments",)


async def test_a_facebook_post_is_asked_for_the_stream_newest_first() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"data": [FACEBOOK]})

    comments = [each async for each in client_over(handle).comments.on_post(STORY, token=OWNER)]

    assert [comment.id for comment in comments] == ["304455667788991_77"]
    assert seen[0].url.path == f"/v26.0/{STORY}/comments"
    params = seen[0].url.params
    assert (params["filter"], params["order"]) == ("stream", "reverse_chronological")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(COMMENT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "data", "username", "next", "paging"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
rows = st.dictionaries(st.sampled_from(sorted({**REFERENCE, **FACEBOOK, **ADS_SAMPLE, "user": 1})), json_values)
bodies = json_values | rows | st.fixed_dictionaries({"data": st.lists(rows | json_values, max_size=3)})


@given(status=st.sampled_from([200, 400, 500]), body=bodies)
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    client = client_over(always(status, content=json.dumps(body)))
    for act in (hide, delete, reply):
        with contextlib.suppress(GraphError):
            await act(client)
    with contextlib.suppress(GraphError):
        assert isinstance(await client.comments.surfaces(AD, token=OWNER), AdSurfaces)
    for walk in (client.comments.on_media, client.comments.replies, client.comments.on_post):
        with contextlib.suppress(GraphError):
            async for comment in walk(COMMENT, token=OWNER):
                comment.model_dump_json().encode()
