"""What a creator grants for one post, against a Meta that knows whose post it is."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.graph import GraphClient, GraphError, GraphTransient, GraphUnanswered, InputRefused, LoginDead, ScopeMissing
from tests.sandbox.graph.making_posts import CAROUSEL, JAR, REEL, post, post_id, token_of
from tests.sandbox.graph.server import Graph

PROMOTE, CODE = "branded_content_partner_promote", "partnership_ad_code"


@pytest.fixture
async def maya(graph: Graph) -> SecretStr:
    return SecretStr(await token_of(graph, "maya"))


@pytest.mark.parametrize("form", ["text", "list", "edge"])
async def test_a_grant_shows_in_every_form_of_the_answer_until_it_is_withdrawn(
    meta: GraphClient, graph: Graph, maya: SecretStr, form: str
) -> None:
    await graph.control("rules", promote_answer=form)
    media = await post_id(graph, JAR)

    assert await meta.posts.promoters(media, token=maya) == frozenset()
    await meta.posts.grant(media, brand_ig_id=graph.ig_id, token=maya)
    await meta.posts.grant(media, brand_ig_id=graph.ig_id, token=maya)
    assert await meta.posts.promoters(media, token=maya) == {graph.ig_id}
    await meta.posts.withdraw(media, brand_ig_id=graph.ig_id, token=maya)
    assert await meta.posts.promoters(media, token=maya) == frozenset()


async def test_a_brand_that_the_post_does_not_name_as_paid_partner_gets_nothing(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, REEL)
    with pytest.raises(InputRefused, match="did not let the brand"):
        await meta.posts.grant(media, brand_ig_id=graph.ig_id, token=maya)
    assert await meta.posts.promoters(media, token=maya) == frozenset()


@pytest.mark.parametrize("kind", ["letters", "digits"])
async def test_a_code_is_made_deleted_and_never_the_same_again(
    meta: GraphClient, graph: Graph, maya: SecretStr, kind: str
) -> None:
    await graph.control("rules", ad_codes=kind)
    media = await post_id(graph, JAR)

    first = await meta.posts.create_code(media, token=maya)
    await meta.posts.delete_code(media, token=maya)
    second = await meta.posts.create_code(media, token=maya)

    assert first != second
    assert first.get_secret_value().isdigit() == (kind == "digits")
    assert first.get_secret_value() not in f"{first} {first!r}"


async def test_what_has_no_code_is_refused(meta: GraphClient, graph: Graph, maya: SecretStr) -> None:
    carousel = await post(graph, CAROUSEL)
    with pytest.raises(InputRefused):
        await meta.posts.create_code(carousel["children"][0], token=maya)
    with pytest.raises(InputRefused):
        await meta.posts.delete_code(await post_id(graph, JAR), token=maya)
    await graph.control("post", post_id=carousel["id"], state="deleted")
    with pytest.raises(InputRefused):
        await meta.posts.create_code(carousel["id"], token=maya)


async def test_nobody_does_this_with_somebody_elses_post(meta: GraphClient, graph: Graph) -> None:
    media, brands = await post_id(graph, JAR), SecretStr(graph.token)
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.posts.promoters(media, token=brands)
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.posts.grant(media, brand_ig_id=graph.ig_id, token=brands)
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.posts.create_code(media, token=brands)


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_branded_content_creator", "business_management"])
async def test_a_scope_that_was_declined_is_named(meta: GraphClient, graph: Graph, scope: str) -> None:
    maya, media = SecretStr(await token_of(graph, "maya", without=scope)), await post_id(graph, JAR)
    with pytest.raises(ScopeMissing) as caught:
        await meta.posts.create_code(media, token=maya)
    assert caught.value.missing_scopes == (scope,)
    if scope != "business_management":
        with pytest.raises(ScopeMissing):
            await meta.posts.promoters(media, token=maya)


async def test_a_lost_grant_may_have_happened_and_reading_tells(
    meta: GraphClient, graph: Graph, maya: SecretStr
) -> None:
    media = await post_id(graph, JAR)
    for when, promoters in (("before", frozenset[str]()), ("after", frozenset({graph.ig_id}))):
        await graph.control("fault", on=PROMOTE, kind="lost", when=when, method="POST")
        with pytest.raises(GraphUnanswered) as caught:
            await meta.posts.grant(media, brand_ig_id=graph.ig_id, token=maya)
        assert caught.value.may_have_happened
        assert await meta.posts.promoters(media, token=maya) == promoters


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "html", "status": 200}, GraphUnanswered),
        ({"kind": "malformed"}, GraphUnanswered),
        ({"kind": "drop", "key": "ad_code"}, GraphUnanswered),
        ({"kind": "error", "code": 1}, GraphTransient),
        ({"kind": "error", "code": 190, "subcode": 460}, LoginDead),
    ],
)
async def test_a_code_that_went_wrong_is_a_typed_error(
    meta: GraphClient, graph: Graph, maya: SecretStr, fault: dict[str, object], kind: type[GraphError]
) -> None:
    await graph.control("fault", on=CODE, **fault)
    with pytest.raises(kind):
        await meta.posts.create_code(await post_id(graph, JAR), token=maya)


async def test_a_code_beyond_53_bits_keeps_every_digit(meta: GraphClient, graph: Graph, maya: SecretStr) -> None:
    await graph.control("fault", on=CODE, kind="rewrite", key="ad_code", value=2**53 + 1)
    code = await meta.posts.create_code(await post_id(graph, JAR), token=maya)
    assert code.get_secret_value() == str(2**53 + 1)
