"""Comments at Instagram: whose token reads what, newest first, replies, hiding and deleting."""

from __future__ import annotations

import pytest

from tests.sandbox.graph.commenting import say, texts
from tests.sandbox.graph.making_posts import JAR, KICKFLIP, PLAIN, delete, post_id, token_of
from tests.sandbox.graph.server import Graph, refusal

ALL = "id,from,hidden,like_count,media,parent_id,replies{id,text},text,timestamp,user,username"


async def test_comments_come_newest_first_with_replies_only_inside(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    first = await say(graph, media, "First")
    await say(graph, media, "Second")
    await say(graph, media, "A reply", parent_id=first)

    assert await texts(graph, media, token=maya) == ["Second", "First"]
    (_, shown) = (await graph.get(f"{media}/comments", token=maya, fields=ALL)).json()["data"]
    assert shown["id"] == first
    assert shown["from"]["username"] == shown["username"] == "passing.reader"
    assert shown["media"] == {"id": media, "media_product_type": "FEED"}
    assert [reply["text"] for reply in shown["replies"]["data"]] == ["A reply"]
    assert "parent_id" not in shown
    assert "user" not in shown


async def test_a_comment_has_three_fields_by_default(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media)

    shown = (await graph.get(comment, token=maya)).json()

    assert shown.keys() == {"id", "text", "timestamp"}
    assert refusal(await graph.get(comment, token=maya, fields="message")) == (400, 100, None)


async def test_a_page_has_fifty_comments_at_most(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    for number in range(53):
        await say(graph, media, str(number))

    page = (await graph.get(f"{media}/comments", token=maya, limit="200")).json()
    rest = await texts(graph, media, token=maya, after=page["paging"]["cursors"]["after"])

    assert [row["text"] for row in page["data"]] == [str(number) for number in range(52, 2, -1)]
    assert rest == ["2", "1", "0"]


async def test_ad_comments_are_not_on_the_post_and_the_posts_not_on_the_ad(graph: Graph) -> None:
    juno, media = await token_of(graph, "juno"), await post_id(graph, KICKFLIP)
    ad = await graph.control("ad", post_id=media, profile_ig_id=graph.ig_id)
    await say(graph, media, "On the post")
    await say(graph, ad["ad_id"], "On the ad")

    assert await texts(graph, media, token=juno) == ["On the post"]
    assert await texts(graph, ad["effective_instagram_media_id"], token=juno) == ["On the ad"]
    counts = (await graph.get(media, token=juno, fields="comments_count,total_comments_count")).json()
    assert (counts["comments_count"], counts["total_comments_count"]) == (1, 2)


@pytest.mark.parametrize(("rule", "creator", "brand"), [("creator", 200, 400), ("brand", 400, 200), ("both", 200, 200)])
async def test_who_reads_and_moderates_ad_comments_is_a_rule(graph: Graph, rule: str, creator: int, brand: int) -> None:
    juno = await token_of(graph, "juno")
    ad = await graph.control("ad", post_id=await post_id(graph, KICKFLIP), profile_ig_id=graph.ig_id)
    comment = await say(graph, ad["ad_id"])
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
    comment, shown = await say(graph, ad["ad_id"], "On the ad"), ad["effective_instagram_media_id"]
    await say(graph, media, "On the post")
    await graph.control("rules", ad_comment_fields="sample")

    (row,) = (await graph.get(f"{shown}/comments", token=juno, fields="id,message,instagram_user")).json()["data"]
    assert (row["id"], row["text"]) == (comment, "On the ad")
    assert "message" not in row
    assert refusal(await graph.get(f"{shown}/comments", token=juno, fields="from")) == (400, 100, None)
    assert (await graph.get(f"{media}/comments", token=juno, fields="from")).status_code == 200


async def test_replies_inside_a_comment_are_cut_by_their_limit(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media)
    for number in range(3):
        await say(graph, media, str(number), parent_id=comment)

    shown = (await graph.get(comment, token=maya, fields="replies.limit(2){text}")).json()

    assert [reply["text"] for reply in shown["replies"]["data"]] == ["2", "1"]


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_manage_comments", "pages_read_engagement"])
async def test_comments_need_their_scopes(graph: Graph, scope: str) -> None:
    maya, media = await token_of(graph, "maya", without=scope), await post_id(graph, JAR)
    comment = await say(graph, media)

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
    comment = await say(graph, media)

    assert refusal(await graph.get(f"{media}/comments")) == (400, 100, 33)
    assert refusal(await graph.get(comment)) == (400, 100, 33)
    assert refusal(await delete(graph, comment)) == (400, 100, 33)

    maya, own = await token_of(graph, "maya"), graph.creators["maya.makes"]
    await graph.control("person", person="maya", tasks={"104233445566771": ["ANALYZE"], str(own["ig_id"]): ["ANALYZE"]})
    assert refusal(await graph.get(f"{media}/comments", token=maya)) == (400, 200, None)


async def test_hiding_is_seen_and_taken_back(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media)

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
    comment = await say(graph, media)

    written = (await graph.post(f"{comment}/replies", token=maya, message=" Thank you ")).json()["id"]

    (row,) = (await graph.get(f"{comment}/replies", token=maya, fields="text,parent_id,username")).json()["data"]
    assert row == {"id": written, "text": "Thank you", "parent_id": comment, "username": "maya.makes"}
    assert await texts(graph, media, token=maya) == ["Lovely!"]


async def test_a_reply_to_a_reply_to_a_hidden_comment_and_an_empty_one_are_refused(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media)
    reply = await say(graph, media, parent_id=comment)
    hidden = await say(graph, media)
    await graph.post(hidden, token=maya, hide="true")

    for answer in (
        await graph.post(f"{reply}/replies", token=maya, message="No"),
        await graph.post(f"{hidden}/replies", token=maya, message="No"),
        await graph.post(f"{comment}/replies", token=maya, message="  "),
    ):
        assert refusal(answer) == (400, 100, None)


async def test_a_deleted_comment_is_gone_with_its_replies(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    comment = await say(graph, media)
    reply = await say(graph, media, parent_id=comment)

    assert (await delete(graph, comment, token=maya)).json() == {"success": True}
    for gone in (comment, reply):
        assert refusal(await graph.get(gone, token=maya)) == (400, 100, 33)
    assert await texts(graph, media, token=maya) == []
