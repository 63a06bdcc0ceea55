"""Comments at Instagram and at Facebook: whose token reads what, newest first, replies, hiding and deleting."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.graph.making_posts import (
    JAR,
    KICKFLIP,
    ON_FACEBOOK,
    PLAIN,
    delete,
    post_id,
    token_of,
)
from tests.sandbox.graph.server import Graph, refusal

ALL = "id,from,hidden,like_count,media,parent_id,replies{id,text},text,timestamp,user,username"


async def _say(graph: Graph, on: str, text: str = "Lovely!", **more: Any) -> str:
    return str((await graph.control("comment", on=on, text=text, **more))["comment_id"])


async def _texts(graph: Graph, media: str, *, token: str | None = None, **params: str) -> list[str]:
    answer = await graph.get(f"{media}/comments", token=token, **params)
    assert answer.status_code == 200, answer.text
    return [row["text"] for row in answer.json()["data"]]


async def _page_token(graph: Graph) -> str:
    """Return the token of the first brand's Page."""
    pages = (await graph.get("me/accounts", fields="access_token,name")).json()["data"]
    return next(str(page["access_token"]) for page in pages if page["name"] == "Northlight Skin")


async def test_comments_come_newest_first_with_replies_only_inside(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    first = await _say(graph, media, "First")
    await _say(graph, media, "Second")
    await _say(graph, media, "A reply", parent_id=first)

    assert await _texts(graph, media, token=maya) == ["Second", "First"]
    (_, shown) = (await graph.get(f"{media}/comments", token=maya, fields=ALL)).json()["data"]
    assert shown["id"] == first
    assert shown["from"]["username"] == shown["username"] == "passing.reader"
    assert shown["media"] == {"id": media, "media_product_type": "FEED"}
    assert [reply["text"] for reply in shown["replies"]["data"]] == ["A reply"]
    assert "parent_id" not in shown
    assert "user" not in shown


async def test_a_comment_has_three_fields_by_default(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)

    shown = (await graph.get(comment, token=maya)).json()

    assert shown.keys() == {"id", "text", "timestamp"}
    assert refusal(await graph.get(comment, token=maya, fields="message")) == (400, 100, None)


async def test_a_page_has_fifty_comments_at_most(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    for number in range(53):
        await _say(graph, media, str(number))

    page = (await graph.get(f"{media}/comments", token=maya, limit="200")).json()
    rest = await _texts(graph, media, token=maya, after=page["paging"]["cursors"]["after"])

    assert [row["text"] for row in page["data"]] == [str(number) for number in range(52, 2, -1)]
    assert rest == ["2", "1", "0"]


async def test_ad_comments_are_not_on_the_post_and_the_posts_not_on_the_ad(graph: Graph) -> None:
    juno, media = await token_of(graph, "juno"), await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    await _say(graph, media, "On the post")
    await _say(graph, ad["ad_id"], "On the ad")

    assert await _texts(graph, media, token=juno) == ["On the post"]
    assert await _texts(graph, ad["effective_instagram_media_id"], token=juno) == ["On the ad"]
    counts = (await graph.get(media, token=juno, fields="comments_count,total_comments_count")).json()
    assert (counts["comments_count"], counts["total_comments_count"]) == (1, 2)


@pytest.mark.parametrize(("rule", "creator", "brand"), [("creator", 200, 400), ("brand", 400, 200), ("both", 200, 200)])
async def test_who_reads_and_moderates_ad_comments_is_a_rule(graph: Graph, rule: str, creator: int, brand: int) -> None:
    juno = await token_of(graph, "juno")
    ad = await graph.control("ad", post_id=await post_id(graph, KICKFLIP), profile_ig_id=graph.ig_id)
    comment = await _say(graph, ad["ad_id"])
    await graph.control("rules", ad_comments=rule)

    for token, status in ((juno, creator), (graph.token, brand)):
        for answer in (
            await graph.get(f"{ad['effective_instagram_media_id']}/comments", token=token),
            await graph.get(comment, token=token),
            await graph.post(comment, token=token, hide="true"),
        ):
            assert answer.status_code == status
            assert status == 200 or refusal(answer) == (400, 100, 33)


async def test_ad_comments_have_the_names_of_the_guides_sample_where_the_rule_says_so(graph: Graph) -> None:
    juno, media = await token_of(graph, "juno"), await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    comment, shown = await _say(graph, ad["ad_id"], "On the ad"), ad["effective_instagram_media_id"]
    await _say(graph, media, "On the post")
    await graph.control("rules", ad_comment_fields="sample")

    (row,) = (await graph.get(f"{shown}/comments", token=juno, fields="id,message,instagram_user")).json()["data"]
    assert (row["id"], row["text"]) == (comment, "On the ad")
    assert "message" not in row
    assert refusal(await graph.get(f"{shown}/comments", token=juno, fields="from")) == (400, 100, None)
    assert (await graph.get(f"{media}/comments", token=juno, fields="from")).status_code == 200


async def test_replies_inside_a_comment_are_cut_by_their_limit(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)
    for number in range(3):
        await _say(graph, media, str(number), parent_id=comment)

    shown = (await graph.get(comment, token=maya, fields="replies.limit(2){text}")).json()

    assert [reply["text"] for reply in shown["replies"]["data"]] == ["2", "1"]


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_manage_comments", "pages_read_engagement"])
async def test_comments_need_their_scopes(graph: Graph, scope: str) -> None:
    maya, media = await token_of(graph, "maya", without=scope), await post_id(graph, JAR)
    comment = await _say(graph, media)

    for answer in (
        await graph.get(f"{media}/comments", token=maya),
        await graph.get(comment, token=maya),
        await graph.post(comment, token=maya, hide="true"),
        await graph.post(f"{comment}/replies", token=maya, message="Thanks"),
        await delete(graph, comment, token=maya),
    ):
        assert refusal(answer) == (400, 10, None)


async def test_others_posts_and_comments_are_closed_and_a_small_role_is_refused(graph: Graph) -> None:
    media = await post_id(graph, JAR)
    comment = await _say(graph, media)

    assert refusal(await graph.get(f"{media}/comments")) == (400, 100, 33)
    assert refusal(await graph.get(comment)) == (400, 100, 33)
    assert refusal(await delete(graph, comment)) == (400, 100, 33)

    maya, own = await token_of(graph, "maya"), graph.creators["maya.makes"]
    await graph.control("person", person="maya", tasks={"104233445566771": ["ANALYZE"], str(own["ig_id"]): ["ANALYZE"]})
    assert refusal(await graph.get(f"{media}/comments", token=maya)) == (400, 200, None)


async def test_hiding_is_seen_and_taken_back(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)

    async def is_hidden() -> bool:
        return bool((await graph.get(comment, token=maya, fields="hidden")).json()["hidden"])

    assert (await graph.post(comment, token=maya, hide="true")).json() == {"success": True}
    assert await is_hidden()
    assert (await graph.post(comment, token=maya, hide="false")).json() == {"success": True}
    assert not await is_hidden()
    assert refusal(await graph.post(comment, token=maya)) == (400, 100, None)


async def test_what_the_owner_wrote_stays_visible(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, PLAIN)
    own = (await graph.post(f"{media}/comments", token=maya, message="More tomorrow")).json()["id"]

    assert (await graph.post(own, token=maya, hide="true")).json() == {"success": True}
    shown = (await graph.get(own, token=maya, fields="hidden,user,username")).json()
    assert (shown["hidden"], shown["username"]) == (False, "maya.makes")
    assert shown["user"]["id"]


async def test_a_reply_goes_below_its_comment(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)

    written = (await graph.post(f"{comment}/replies", token=maya, message=" Thank you ")).json()["id"]

    (row,) = (await graph.get(f"{comment}/replies", token=maya, fields="text,parent_id,username")).json()["data"]
    assert row == {"id": written, "text": "Thank you", "parent_id": comment, "username": "maya.makes"}
    assert await _texts(graph, media, token=maya) == ["Lovely!"]


async def test_a_reply_to_a_reply_to_a_hidden_comment_and_an_empty_one_are_refused(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)
    reply = await _say(graph, media, parent_id=comment)
    hidden = await _say(graph, media)
    await graph.post(hidden, token=maya, hide="true")

    for answer in (
        await graph.post(f"{reply}/replies", token=maya, message="No"),
        await graph.post(f"{hidden}/replies", token=maya, message="No"),
        await graph.post(f"{comment}/replies", token=maya, message="  "),
    ):
        assert refusal(answer) == (400, 100, None)


async def test_a_deleted_comment_is_gone_with_its_replies(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media)
    reply = await _say(graph, media, parent_id=comment)

    assert (await delete(graph, comment, token=maya)).json() == {"success": True}
    for gone in (comment, reply):
        assert refusal(await graph.get(gone, token=maya)) == (400, 100, 33)
    assert await _texts(graph, media, token=maya) == []


async def test_facebook_comments_are_toplevel_and_oldest_first_unless_asked_otherwise(graph: Graph) -> None:
    maya, post = await token_of(graph, "maya"), await post_id(graph, ON_FACEBOOK)
    first = await _say(graph, post, "First")
    await _say(graph, post, "Second")
    await _say(graph, post, "A reply", parent_id=first)

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
    comment = await _say(graph, post)

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
    comment = await _say(graph, post)

    answer = await (
        graph.get(f"{post}/comments", token=maya) if is_read else graph.post(comment, token=maya, is_hidden="true")
    )

    assert refusal(answer) == (400, 10, None)


async def test_people_edit_and_delete_what_they_wrote(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await _say(graph, media, "Lovly")

    await graph.control("comment", comment_id=comment, text="Lovely")
    assert await _texts(graph, media, token=maya) == ["Lovely"]
    (seen,) = (await graph.read(f"comments/{media}"))["comments"]
    assert (seen["id"], seen["text"], seen["username"]) == (comment, "Lovely", "passing.reader")
    await graph.control("comment", comment_id=comment, deleted=True)
    assert await _texts(graph, media, token=maya) == []


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
    answer: httpx.Response = await graph.http.post("/_control/comment", json=wish)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_reply_needs_its_comment_under_the_same_post(graph: Graph) -> None:
    elsewhere = await _say(graph, await post_id(graph, PLAIN))

    answer = await graph.http.post("/_control/comment", json={"on": await post_id(graph, JAR), "parent_id": elsewhere})

    assert answer.status_code == 404
