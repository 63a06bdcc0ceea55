"""Comments against a Meta that keeps those on ads apart, and asks whose token it is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.graph import (
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphUnanswered,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.comments.answers import Comment
from tests.sandbox.graph.making_posts import JAR, KICKFLIP, ON_FACEBOOK, post_id, token_of
from tests.sandbox.graph.server import Graph


@pytest.fixture
async def maya(graph: Graph) -> SecretStr:
    return SecretStr(await token_of(graph, "maya"))


async def say(graph: Graph, on: str, text: str = "Lovely!", **more: Any) -> str:
    return str((await graph.control("comment", on=on, text=text, **more))["comment_id"])


async def read(meta: GraphClient, media: str, token: SecretStr) -> list[Comment]:
    return [comment async for comment in meta.comments.on_media(media, token=token)]


async def page_token(meta: GraphClient, token: SecretStr, name: str) -> SecretStr:
    """The token of one Page of a login: who wrote a comment at Facebook is told to the Page only."""
    found = {page.name: page.token async for page in meta.accounts.pages(token)}
    token_of_page = found[name]
    assert token_of_page is not None
    return token_of_page


async def test_comments_come_newest_first_with_their_replies_and_all_of_their_parts(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, JAR)
    first = await say(graph, media, "First\nand more")
    await say(graph, media, "Second")
    answer = await say(graph, media, "A reply", parent_id=first)

    second, shown = await read(meta, media, maya)

    assert (second.text, shown.text) == ("Second", "First\nand more")
    assert (shown.id, shown.author_name, shown.media_id, shown.is_hidden) == (first, "passing.reader", media, False)
    assert shown.author_id is not None
    assert shown.written_at is not None
    assert [(reply.id, reply.text, reply.parent_id) for reply in shown.replies] == [(answer, "A reply", first)]


async def test_more_than_a_page_of_comments_is_read_to_the_end(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, JAR)
    for number in range(103):
        await say(graph, media, str(number))
    await graph.control("fault", on="comments", kind="dead_cursor")

    comments = await read(meta, media, maya)

    assert [comment.text for comment in comments] == [str(number) for number in range(102, -1, -1)]


async def test_comments_on_an_ad_are_found_through_its_creative_and_are_not_the_posts(
    meta: GraphClient, graph: Graph
) -> None:
    juno, media = SecretStr(await token_of(graph, "juno")), await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    await say(graph, media, "On the post")
    await say(graph, ad["ad_id"], "On the ad")

    surfaces = await meta.comments.surfaces(ad["ad_id"], token=SecretStr(graph.token))

    assert surfaces.ad_media_id == ad["effective_instagram_media_id"]
    assert surfaces.source_media_id == media
    assert surfaces.story_id is None
    assert surfaces.permalink is not None
    assert [each.text for each in await read(meta, surfaces.ad_media_id or "", juno)] == ["On the ad"]
    assert [each.text for each in await read(meta, media, juno)] == ["On the post"]


async def test_comments_on_an_ad_are_read_also_where_they_have_the_fields_of_the_sample(
    meta: GraphClient, graph: Graph
) -> None:
    await graph.control("rules", ad_comment_fields="sample")
    juno = SecretStr(await token_of(graph, "juno"))
    ad = await graph.control("ad", post_id=await post_id(graph, KICKFLIP), profile_ig_id=graph.ig_id)
    for number in range(52):
        await say(graph, ad["ad_id"], str(number))
    comments = await read(meta, ad["effective_instagram_media_id"], juno)
    assert [comment.text for comment in comments] == [str(number) for number in range(51, -1, -1)]


@pytest.mark.parametrize(("rule", "creators", "brands"), [("creator", 1, 0), ("brand", 0, 1), ("both", 1, 1)])
async def test_whoever_may_not_read_an_ads_comments_is_told_so(
    meta: GraphClient, graph: Graph, rule: str, creators: int, brands: int
) -> None:
    juno = SecretStr(await token_of(graph, "juno"))
    ad = await graph.control("ad", post_id=await post_id(graph, KICKFLIP), profile_ig_id=graph.ig_id)
    await say(graph, ad["ad_id"])
    await graph.control("rules", ad_comments=rule)

    for token, count in ((juno, creators), (SecretStr(graph.token), brands)):
        if count:
            assert len(await read(meta, ad["effective_instagram_media_id"], token)) == count
        else:
            with pytest.raises(InputRefused, match="cannot find"):
                await read(meta, ad["effective_instagram_media_id"], token)


async def test_a_comment_is_hidden_shown_answered_and_deleted(meta: GraphClient, graph: Graph, maya: SecretStr) -> None:
    media = await post_id(graph, JAR)
    comment = await say(graph, media)

    await meta.comments.hide(comment, token=maya)
    assert (await meta.comments.read(comment, token=maya)).is_hidden
    with pytest.raises(InputRefused):
        await meta.comments.reply(comment, message="Thank you", token=maya)
    await meta.comments.unhide(comment, token=maya)
    assert not (await meta.comments.read(comment, token=maya)).is_hidden

    written = await meta.comments.reply(comment, message="Thank you, Lena 🧡", token=maya)
    replies = [reply async for reply in meta.comments.replies(comment, token=maya)]
    assert [(reply.id, reply.text, reply.author_name) for reply in replies] == [
        (written, "Thank you, Lena 🧡", "maya.makes")
    ]
    with pytest.raises(InputRefused):
        await meta.comments.reply(written, message="And more", token=maya)

    await meta.comments.delete(comment, token=maya)
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.comments.read(comment, token=maya)
    assert await read(meta, media, maya) == []


async def test_comments_at_facebook_are_read_and_hidden_also_by_the_page_that_a_post_names(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    story = await post_id(graph, ON_FACEBOOK)
    first = await say(graph, story, "Love it")
    await say(graph, story, "Me too", parent_id=first)
    makers = await page_token(meta, maya, "Maya Makes")

    comments = [comment async for comment in meta.comments.on_post(story, token=makers)]
    assert [(comment.text, comment.parent_id) for comment in comments] == [("Me too", first), ("Love it", None)]
    assert all(comment.author_name for comment in comments)
    unnamed = [comment async for comment in meta.comments.on_post(story, token=maya)]
    assert [comment.author_name for comment in unnamed] == [None, None]

    brands = await page_token(meta, SecretStr(graph.token), "Northlight Skin")
    await meta.comments.hide_on_post(first, token=brands)
    shown = [comment async for comment in meta.comments.on_post(story, token=makers)]
    assert [comment.is_hidden for comment in shown if comment.id == first] == [True]
    await meta.comments.unhide_on_post(first, token=makers)
    shown = [comment async for comment in meta.comments.on_post(story, token=makers)]
    assert [comment.is_hidden for comment in shown if comment.id == first] == [False]


async def test_an_ad_of_a_facebook_post_leads_to_that_post(meta: GraphClient, graph: Graph) -> None:
    story = await post_id(graph, ON_FACEBOOK)
    ad = await graph.control("ad", post_id=story, profile_ig_id=graph.ig_id)
    surfaces = await meta.comments.surfaces(ad["ad_id"], token=SecretStr(graph.token))
    assert (surfaces.story_id, surfaces.ad_media_id, surfaces.source_media_id) == (story, None, None)


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_manage_comments", "pages_read_engagement"])
async def test_a_scope_that_was_declined_is_named(meta: GraphClient, graph: Graph, scope: str) -> None:
    token, media = SecretStr(await token_of(graph, "maya", without=scope)), await post_id(graph, JAR)
    comment = await say(graph, media)
    for attempt in (
        read(meta, media, token),
        meta.comments.hide(comment, token=token),
        meta.comments.reply(comment, message="Thanks", token=token),
        meta.comments.delete(comment, token=token),
    ):
        with pytest.raises(ScopeMissing) as caught:
            await attempt
        assert caught.value.missing_scopes == (scope,)


async def test_comments_on_others_posts_are_closed(meta: GraphClient, graph: Graph) -> None:
    media, token = await post_id(graph, JAR), SecretStr(graph.token)
    comment = await say(graph, media)
    for attempt in (read(meta, media, token), meta.comments.delete(comment, token=token)):
        with pytest.raises(InputRefused, match="cannot find"):
            await attempt


async def test_a_lost_reply_may_have_been_written_and_reading_tells(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    comment = await say(graph, await post_id(graph, JAR))
    for when, count in (("before", 0), ("after", 1)):
        await graph.control("fault", on="replies", kind="lost", when=when, method="POST")
        with pytest.raises(GraphUnanswered) as caught:
            await meta.comments.reply(comment, message="Thank you", token=maya)
        assert caught.value.may_have_happened
        assert len([reply async for reply in meta.comments.replies(comment, token=maya)]) == count


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "html", "status": 200}, GraphNonsense),
        ({"kind": "malformed"}, GraphNonsense),
        ({"kind": "drop", "key": "id"}, GraphNonsense),
        ({"kind": "error", "code": 190, "subcode": 463}, LoginDead),
        ({"kind": "error", "code": 10}, ScopeMissing),
    ],
)
async def test_nonsense_and_refusals_are_typed(
    meta: GraphClient, graph: Graph, maya: SecretStr, fault: dict[str, object], kind: type[GraphError]
) -> None:
    media = await post_id(graph, JAR)
    await say(graph, media)
    await graph.control("fault", on="comments", **fault)
    with pytest.raises(kind):
        await read(meta, media, maya)


async def test_comments_in_circles_are_nonsense_and_not_endless(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, JAR)
    for number in range(51):
        await say(graph, media, str(number))
    await graph.control("fault", on="comments", kind="cyclic", times=9)
    with pytest.raises(GraphNonsense):
        await read(meta, media, maya)


async def test_where_the_fields_are_refused_the_defaults_still_come(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, JAR)
    await say(graph, media, "Still here")
    await graph.control("fault", on="comments", kind="error", code=100)
    (comment,) = await read(meta, media, maya)
    assert (comment.text, comment.author_name) == ("Still here", None)
