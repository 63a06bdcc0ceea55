"""News from Meta over real HTTP: subscribed to, signed over its raw bytes, in batches, again and out of order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.graph import GraphClient, ScopeMissing, SetupWrong
from bot.graph.access import PageAccess
from bot.graph.webhooks.delivery import read_delivery
from bot.graph.webhooks.news import GrantChange, InstagramComment, News, PageComment
from bot.graph.webhooks.trust import is_signed, read_signed_request
from tests.graph.test_login_served import signed_in
from tests.sandbox.graph.listening import WORD, Ear, listening, until
from tests.sandbox.graph.server import Graph

SCOPES = ("instagram_basic", "instagram_manage_comments", "pages_show_list", "pages_manage_metadata")


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen as an app does."""
    with listening() as ear:
        yield ear


@pytest.fixture
async def page(meta: GraphClient, graph: Graph) -> PageAccess:
    """Maya's Page, with its token."""
    token = (await signed_in(meta, graph, person="maya", scopes=SCOPES)).token
    (found,) = [page async for page in meta.accounts.pages(token)]
    assert found.token is not None
    return PageAccess(found.id, found.token)


async def subscribe(meta: GraphClient, ear: Ear, topic: str, *fields: str) -> None:
    await meta.webhooks.subscribe(topic, fields=fields, callback_url=f"{ear.url}/hook", verify_token=SecretStr(WORD))


def news_of(ear: Ear, graph: Graph) -> list[News]:
    """Everything heard so far, each delivery's signature checked."""
    secret = SecretStr(graph.app_secret)
    for headers, body in ear.heard:
        assert is_signed(body, signature=headers["x-hub-signature-256"], app_secret=secret)
        assert not is_signed(body + b"\n", signature=headers["x-hub-signature-256"], app_secret=secret)
    return [news for _, body in ear.heard for news in read_delivery(body)]


async def test_what_is_subscribed_to_is_listed_and_ended(meta: GraphClient, ear: Ear) -> None:
    await subscribe(meta, ear, "instagram", "comments", "live_comments")
    await subscribe(meta, ear, "instagram", "comments")

    (found,) = await meta.webhooks.subscriptions()
    assert (found.topic, found.callback_url, found.is_active) == ("instagram", f"{ear.url}/hook", True)
    assert set(found.fields) == {"comments", "live_comments"}

    await meta.webhooks.unsubscribe("instagram")
    assert await meta.webhooks.subscriptions() == ()


async def test_an_address_that_does_not_verify_is_a_fault_of_the_set_up(meta: GraphClient, ear: Ear) -> None:
    ear.challenge = "something else"
    with pytest.raises(SetupWrong, match="GREENLIGHT_PUBLIC_URL"):
        await subscribe(meta, ear, "page", "feed")


async def test_the_app_is_installed_on_a_page_and_taken_off(meta: GraphClient, page: PageAccess) -> None:
    assert await meta.webhooks.installed_fields(page) == ()
    await meta.webhooks.install(page, fields=["feed"])
    await meta.webhooks.install(page, fields=["feed"])
    assert await meta.webhooks.installed_fields(page) == ("feed",)
    await meta.webhooks.uninstall(page)
    assert await meta.webhooks.installed_fields(page) == ()


async def test_a_users_token_is_not_the_pages(meta: GraphClient, graph: Graph, page: PageAccess) -> None:
    user = (await signed_in(meta, graph, person="maya", scopes=SCOPES)).token
    with pytest.raises(ScopeMissing):
        await meta.webhooks.install(PageAccess(page.page_id, user), fields=["feed"])


@pytest.mark.parametrize("spelling", ["reference", "sample"])
async def test_a_comment_and_its_repeats_name_the_same_comment(
    meta: GraphClient, graph: Graph, ear: Ear, page: PageAccess, spelling: str
) -> None:
    await subscribe(meta, ear, "instagram", "comments")
    await meta.webhooks.install(page, fields=["feed"])
    await graph.control("rules", comment_payload=spelling)
    maya = graph.creators["maya.makes"]["ig_id"]
    post = (await graph.control("post", owner_id=maya, kind="image"))["post"]["id"]
    await graph.control("webhooks", hold=True)
    texts = ["Så fint! https://x.example/ ☁️", "second"]
    ids = [(await graph.control("comment", on=post, username="kind.kiwi", text=text))["comment_id"] for text in texts]

    await graph.control("webhooks", order="reversed", batch=1, repeat=2)
    await until(lambda: len(ear.heard) == 4)

    news = [each for each in news_of(ear, graph) if isinstance(each, InstagramComment)]
    assert len(news) == 4
    assert {each.comment_id: each.text for each in news} == dict(zip(ids, texts, strict=True))
    assert {(each.ig_id, each.media_id, each.is_on_ad, each.from_username) for each in news} == {
        (maya, post, False, "kind.kiwi")
    }


async def test_a_comment_at_facebook_is_heard_of_with_what_became_of_it(
    meta: GraphClient, graph: Graph, ear: Ear, page: PageAccess
) -> None:
    await subscribe(meta, ear, "page", "feed")
    await meta.webhooks.install(page, fields=["feed"])
    post = (await graph.control("post", owner_id=page.page_id, kind="image"))["post"]["id"]
    made = (await graph.control("comment", on=post, username="kind.kiwi", text="Nice"))["comment_id"]
    await until(lambda: bool(ear.heard))

    (news,) = news_of(ear, graph)
    assert isinstance(news, PageComment)
    assert (news.page_id, news.comment_id, news.post_id, news.parent_id) == (page.page_id, made, post, None)
    assert (news.verb, news.text) == ("add", "Nice")


async def test_a_person_who_takes_permissions_back_is_heard_of(meta: GraphClient, graph: Graph, ear: Ear) -> None:
    token = (await signed_in(meta, graph, person="maya", scopes=SCOPES)).token
    who = await meta.login.who(token)
    await subscribe(meta, ear, "permissions", "instagram_basic")
    await meta.login.revoke(token, scope="instagram_basic")
    await until(lambda: bool(ear.heard))

    (news,) = news_of(ear, graph)
    assert isinstance(news, GrantChange)
    assert (news.user_id, news.field, news.verb) == (who.id, "instagram_basic", "revoked")


async def test_a_person_who_removes_the_app_is_named_by_a_signed_request(
    meta: GraphClient, graph: Graph, ear: Ear
) -> None:
    token = (await signed_in(meta, graph, person="maya", scopes=SCOPES)).token
    who = await meta.login.who(token)
    await graph.control("app", deauthorize_url=f"{ear.url}/removed")
    await graph.control("person", person="maya", event="app_removed")
    await until(lambda: bool(ear.forms))

    ((_, text),) = ear.forms
    said = read_signed_request(text, app_secret=SecretStr(graph.app_secret))
    assert said is not None
    assert (said.user_id, said.issued_at is not None) == (who.id, True)
    assert read_signed_request(text, app_secret=SecretStr("another")) is None
