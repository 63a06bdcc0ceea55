"""What a creator lets brands do with one post: boosting it, and ad codes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.graph.making_posts import CAROUSEL, JAR, REEL, delete, post, post_id, token_of
from tests.sandbox.graph.server import Graph, refusal

PROMOTE = "branded_content_partner_promote"
CODE = "partnership_ad_code"


async def _promoters(graph: Graph, media: str, *, token: str) -> Any:
    answer = await graph.get(f"{media}/{PROMOTE}", token=token)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _allow(graph: Graph, media: str, *, token: str, sponsor: str, permission: str = "true") -> bool:
    answer = await graph.post(f"{media}/{PROMOTE}", token=token, sponsor_id=sponsor, permission=permission)
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["success"])


async def test_a_creator_lets_the_paid_partner_boost_a_post_and_takes_it_back(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)

    assert await _promoters(graph, media, token=maya) == {"approved": ""}
    assert await _allow(graph, media, token=maya, sponsor=graph.ig_id)
    assert await _promoters(graph, media, token=maya) == {"approved": graph.ig_id}
    assert await _allow(graph, media, token=maya, sponsor=graph.ig_id, permission="false")
    assert await _promoters(graph, media, token=maya) == {"approved": ""}


@pytest.mark.parametrize(
    ("form", "empty", "full"),
    [
        ("text", {"approved": ""}, {"approved": "{id}"}),
        ("list", {"approved": []}, {"approved": ["{id}"]}),
        ("edge", {"data": []}, {"data": [{"id": "{id}"}]}),
    ],
)
async def test_who_may_boost_is_told_in_the_form_of_the_rule(
    graph: Graph, form: str, empty: dict[str, Any], full: dict[str, Any]
) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    await graph.control("rules", promote_answer=form)

    assert await _promoters(graph, media, token=maya) == empty
    await _allow(graph, media, token=maya, sponsor=graph.ig_id)
    assert str(await _promoters(graph, media, token=maya)) == str(full).replace("{id}", graph.ig_id)


async def test_only_the_paid_partner_of_the_post_can_be_let(graph: Graph) -> None:
    maya = await token_of(graph, "maya")
    home = graph.profiles[1]["ig_id"]

    assert not await _allow(graph, await post_id(graph, JAR), token=maya, sponsor=home)
    assert not await _allow(graph, await post_id(graph, REEL), token=maya, sponsor=graph.ig_id)
    assert not await _allow(graph, await post_id(graph, JAR), token=maya, sponsor="17841400000000000")


@pytest.mark.parametrize(
    "params",
    [
        {"sponsor_id": "1"},
        {"permission": "true"},
        {"sponsor_id": "me", "permission": "true"},
        {"sponsor_id": "1", "permission": "maybe"},
    ],
)
async def test_a_permission_that_says_too_little_is_refused(graph: Graph, params: dict[str, str]) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)

    assert refusal(await graph.post(f"{media}/{PROMOTE}", token=maya, **params)) == (400, 100, None)


async def test_a_code_stays_until_it_is_deleted_and_the_next_is_another(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)

    async def make() -> str:
        return str((await graph.post(f"{media}/{CODE}", token=maya)).json()["ad_code"])

    first = await make()
    assert await make() == first
    assert (await delete(graph, f"{media}/{CODE}", token=maya)).json() == {"success": True}
    assert await make() != first


async def test_codes_are_digits_where_the_rule_says_so(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    await graph.control("rules", ad_codes="digits")

    assert (await graph.post(f"{media}/{CODE}", token=maya)).json()["ad_code"].isdigit()


async def test_deleting_no_code_is_refused(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)

    assert refusal(await delete(graph, f"{media}/{CODE}", token=maya)) == (400, 100, None)


async def test_archived_posts_and_stories_have_codes_and_parts_of_carousels_and_deleted_posts_have_none(
    graph: Graph,
) -> None:
    maya, carousel = await token_of(graph, "maya"), await post(graph, CAROUSEL)
    archived, story = await post_id(graph, JAR), await post_id(graph, "Today only")
    await graph.control("post", post_id=archived, state="archived")

    for media in (archived, story, carousel["id"]):
        assert (await graph.post(f"{media}/{CODE}", token=maya)).json()["ad_code"]
    assert refusal(await graph.post(f"{carousel['children'][0]}/{CODE}", token=maya)) == (400, 100, 33)
    await graph.control("post", post_id=carousel["id"], state="deleted")
    assert refusal(await graph.post(f"{carousel['id']}/{CODE}", token=maya)) == (400, 100, 33)


@pytest.mark.parametrize("edge", [PROMOTE, CODE])
async def test_nobody_does_this_with_somebody_elses_post(graph: Graph, edge: str) -> None:
    media = await post_id(graph, JAR)

    for token in (graph.token, await token_of(graph, "juno")):
        answer = await graph.post(f"{media}/{edge}", token=token, sponsor_id=graph.ig_id, permission="true")
        assert refusal(answer) == (400, 100, 33)


@pytest.mark.parametrize(
    ("edge", "scope"),
    [
        (PROMOTE, "instagram_basic"),
        (PROMOTE, "instagram_branded_content_creator"),
        (CODE, "instagram_basic"),
        (CODE, "instagram_branded_content_creator"),
        (CODE, "business_management"),
    ],
)
async def test_a_creator_needs_the_scopes(graph: Graph, edge: str, scope: str) -> None:
    maya, media = await token_of(graph, "maya", without=scope), await post_id(graph, JAR)

    answer = await graph.post(f"{media}/{edge}", token=maya, sponsor_id=graph.ig_id, permission="true")

    assert refusal(answer) == (400, 10, None)
    assert scope in answer.json()["error"]["message"]


async def test_codes_are_masked_where_calls_are_listed(graph: Graph) -> None:
    maya, media = await token_of(graph, "maya"), await post_id(graph, JAR)
    code = (await graph.post(f"{media}/{CODE}", token=maya)).json()["ad_code"]
    await graph.get(f"{graph.ig_id}/branded_content_advertisable_medias", ad_code=code)

    assert code not in str(await graph.read("calls"))
