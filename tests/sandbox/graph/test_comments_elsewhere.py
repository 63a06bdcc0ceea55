"""Comments at Facebook, and what people themselves do to their comments."""

from __future__ import annotations

import pytest

from tests.sandbox.graph.commenting import page_token, say, texts
from tests.sandbox.graph.making_posts import (
    JAR,
    KICKFLIP,
    MAYA_PAGE,
    ON_FACEBOOK,
    PLAIN,
    SKIN_PAGE,
    delete,
    post_id,
    token_of,
)
from tests.sandbox.graph.server import Graph, refusal


async def test_facebook_comments_are_toplevel_and_oldest_first_unless_asked_otherwise(graph: Graph) -> None:
    maya, post = await token_of(graph, "maya"), await post_id(graph, ON_FACEBOOK)
    first = await say(graph, post, "First")
    await say(graph, post, "Second")
    await say(graph, post, "A reply", parent_id=first)

    async def messages(**params: str) -> list[str]:
        rows = (await graph.get(f"{post}/comments", token=maya, **params)).json()["data"]
        return [row["message"] for row in rows]

    assert first.startswith(f"{post.partition('_')[2]}_")
    assert await messages() == ["First", "Second"]
    assert await messages(filter="stream", order="reverse_chronological") == ["A reply", "Second", "First"]
    for params in ({"filter": "all"}, {"order": "ranked"}):
        assert refusal(await graph.get(f"{post}/comments", token=maya, **params)) == (400, 100, None)
    (row, _) = (await graph.get(f"{post}/comments", token=maya)).json()["data"]
    assert row.keys() == {"id", "message", "created_time"}


async def test_a_page_hides_comments_on_a_partners_post_that_names_it_and_deletes_none(graph: Graph) -> None:
    post = await post_id(graph, ON_FACEBOOK)
    comment = await say(graph, post)

    assert (await graph.post(comment, is_hidden="true")).json() == {"success": True}
    assert (await graph.get(comment, fields="is_hidden")).json()["is_hidden"] is True
    assert refusal(await graph.get(f"{post}/comments")) == (400, 100, 33)
    assert refusal(await delete(graph, comment)) == (400, 100, 33)
    assert refusal(await graph.post(comment, hide="true")) == (400, 100, None)

    maya = await token_of(graph, "maya")
    assert (await delete(graph, comment, token=maya)).json() == {"success": True}
    assert refusal(await graph.get(comment, token=maya)) == (400, 100, 33)


@pytest.mark.parametrize(
    ("scope", "is_read"),
    [("pages_read_engagement", True), ("pages_read_user_content", True), ("pages_manage_engagement", False)],
)
async def test_facebook_comments_need_their_scopes(graph: Graph, scope: str, is_read: bool) -> None:
    maya, post = await token_of(graph, "maya", without=scope), await post_id(graph, ON_FACEBOOK)
    comment = await say(graph, post)

    answer = await (
        graph.get(f"{post}/comments", token=maya) if is_read else graph.post(comment, token=maya, is_hidden="true")
    )

    assert refusal(answer) == (400, 10, None)


async def test_who_wrote_a_facebook_comment_is_told_to_the_page_only(graph: Graph) -> None:
    made = await graph.control("post", owner_id=SKIN_PAGE, caption="On our own Page")
    comment = await say(graph, made["post"]["id"], username="Ada Reader")

    assert "from" not in (await graph.get(comment, fields="from")).json()
    told = (await graph.get(comment, token=await page_token(graph), fields="from")).json()
    assert told["from"]["name"] == "Ada Reader"


async def test_an_author_has_one_id_for_each_account_and_another_for_the_next(graph: Graph) -> None:
    maya, juno = await token_of(graph, "maya"), await token_of(graph, "juno")

    async def author(caption: str, token: str) -> str:
        comment = await say(graph, await post_id(graph, caption), username="ada")
        return str((await graph.get(comment, token=token, fields="from")).json()["from"]["id"])

    assert await author(JAR, maya) == await author(PLAIN, maya) != await author(KICKFLIP, juno)


async def test_people_edit_and_delete_what_they_wrote(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media, "Lovly")

    await graph.control("comment", comment_id=comment, text="Lovely")
    assert await texts(graph, media, token=maya) == ["Lovely"]
    (seen,) = (await graph.read(f"comments/{media}"))["comments"]
    assert (seen["id"], seen["text"], seen["username"]) == (comment, "Lovely", "passing.reader")
    await graph.control("comment", comment_id=comment, deleted=True)
    assert await texts(graph, media, token=maya) == []


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"on": "1"}, 404),
        ({"comment_id": "1"}, 404),
        ({}, 400),
        ({"on": "1", "comment_id": "1"}, 400),
        ({"on": "1", "text": ""}, 400),
    ],
)
async def test_a_comment_that_cannot_be_says_why(graph: Graph, wish: dict[str, str], status: int) -> None:
    answer = await graph.http.post("/_control/comment", json=wish)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_reply_needs_its_comment_under_the_same_post(graph: Graph) -> None:
    elsewhere = await say(graph, await post_id(graph, PLAIN))

    answer = await graph.http.post("/_control/comment", json={"on": await post_id(graph, JAR), "parent_id": elsewhere})

    assert answer.status_code == 404


async def test_a_page_lists_its_own_posts_newest_first_with_their_addresses(graph: Graph) -> None:
    maya, nora = await token_of(graph, "maya"), graph.token
    fields = "id,message,created_time,permalink_url"
    rows = (await graph.get(f"{MAYA_PAGE}/published_posts", token=maya, fields=fields)).json()["data"]
    assert rows[0]["id"] == await post_id(graph, ON_FACEBOOK)
    assert [row["created_time"] for row in rows] == sorted((row["created_time"] for row in rows), reverse=True)
    assert all(row["id"].startswith(f"{MAYA_PAGE}_") for row in rows)
    assert all(row["permalink_url"].startswith("https://www.facebook.com/") for row in rows)
    assert refusal(await graph.get(f"{MAYA_PAGE}/published_posts", token=maya, fields="caption")) == (400, 100, None)
    assert refusal(await graph.get(f"{MAYA_PAGE}/published_posts", token=nora))[1:] == (100, 33)
