"""A whole sign-in over real HTTP: the dialog, the trades, both clocks, what was declined, and every way to a dead end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import SecretStr

from bot.graph import (
    Addresses,
    AuthType,
    GraphClient,
    GraphUnanswered,
    LoginDead,
    LoginToken,
    MetaApp,
    NotReturned,
    Returned,
    ScopeMissing,
    SetupWrong,
    SignInStale,
    pooled_http,
    read_return,
)
from tests.sandbox.graph.server import VERSION, Graph

BACK = "http://127.0.0.1:8080/connect/callback"
SCOPES = ("instagram_basic", "instagram_branded_content_ads_brand", "business_management", "pages_show_list")


async def dialog(
    meta: GraphClient,
    graph: Graph,
    *,
    person: str = "nora",
    answer: str = "accept",
    scopes: Sequence[str] = SCOPES,
    auth_type: AuthType | None = None,
) -> Mapping[str, str]:
    """Play the dialog; gives the query of the address it leads back to."""
    address = meta.login.dialog(redirect_uri=BACK, state="s-1", scopes=scopes, auth_type=auth_type)
    told = await graph.control("login", person=person, redirect=address, answer=answer)
    assert told["location"].startswith(BACK)
    return dict(parse_qsl(urlsplit(told["location"]).query))


async def code_of(
    meta: GraphClient,
    graph: Graph,
    *,
    person: str = "nora",
    answer: str = "accept",
    scopes: Sequence[str] = SCOPES,
) -> SecretStr:
    back = read_return(await dialog(meta, graph, person=person, answer=answer, scopes=scopes))
    assert isinstance(back, Returned)
    assert back.state == "s-1"
    return back.code


async def signed_in(
    meta: GraphClient,
    graph: Graph,
    *,
    person: str = "nora",
    answer: str = "accept",
    scopes: Sequence[str] = SCOPES,
) -> LoginToken:
    """Sign somebody in; gives the token of about sixty days."""
    code = await code_of(meta, graph, person=person, answer=answer, scopes=scopes)
    short = await meta.login.exchange_code(code, redirect_uri=BACK)
    return await meta.login.prolong(short.token)


async def test_a_code_becomes_a_short_token_and_that_a_long_one(meta: GraphClient, graph: Graph) -> None:
    short = await meta.login.exchange_code(await code_of(meta, graph), redirect_uri=BACK)
    assert short.lasts is not None
    assert timedelta(hours=1) <= short.lasts <= timedelta(hours=2)

    long = await meta.login.prolong(short.token)
    assert long.lasts is not None
    assert timedelta(days=59) < long.lasts < timedelta(days=60)
    assert long.token != short.token


async def test_meta_tells_who_it_is_what_was_granted_and_until_when(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph)).token

    who, facts, grants = (await meta.login.who(token), await meta.login.inspect(token), await meta.login.grants(token))

    assert who.name == "Nora Lind"
    assert (facts.user_id, facts.is_valid, facts.kind) == (who.id, True, "USER")
    assert facts.app_id == (await graph.read("world"))["app_id"]
    assert facts.lacking(SCOPES) == ()
    assert {grant.scope for grant in grants if grant.is_granted} >= set(SCOPES)
    assert facts.issued_at is not None
    assert facts.expires_at is not None
    assert facts.data_access_expires_at is not None
    assert timedelta(days=59) < facts.expires_at - facts.issued_at < timedelta(days=61)
    assert timedelta(days=89) < facts.data_access_expires_at - facts.issued_at < timedelta(days=91)


async def test_what_was_declined_is_missing_until_it_is_asked_for_again(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph, answer="decline:business_management")).token
    assert (await meta.login.inspect(token)).lacking(SCOPES) == ("business_management",)
    declined = [grant.scope for grant in await meta.login.grants(token) if grant.status == "declined"]
    assert declined == ["business_management"]

    query = await dialog(meta, graph, auth_type=AuthType.REREQUEST)
    again = await meta.login.exchange_code(SecretStr(query["code"]), redirect_uri=BACK)
    assert (await meta.login.inspect(again.token)).lacking(SCOPES) == ()


async def test_a_no_leads_back_without_a_code(meta: GraphClient, graph: Graph) -> None:
    back = read_return(await dialog(meta, graph, answer="decline"))
    assert isinstance(back, NotReturned)
    assert (back.is_declined, back.state) == (True, "s-1")


@pytest.mark.parametrize("how", ["used", "late", "another address", "made up"])
async def test_a_code_that_is_no_good_any_more_says_start_again(meta: GraphClient, graph: Graph, how: str) -> None:
    code, back = await code_of(meta, graph), BACK
    match how:
        case "used":
            await meta.login.exchange_code(code, redirect_uri=back)
        case "late":
            await graph.control("clock", advance_seconds=3600)
        case "another address":
            back = f"{BACK}/"
        case "made up":
            code = SecretStr("AQnever-given-to-anybody")
    with pytest.raises(SignInStale, match="Start again") as caught:
        await meta.login.exchange_code(code, redirect_uri=back)
    assert caught.value.trace_id


async def test_a_lost_answer_may_have_spent_the_code(meta: GraphClient, graph: Graph) -> None:
    code = await code_of(meta, graph)
    await graph.control("fault", on="oauth", kind="lost", when="after")
    with pytest.raises(GraphUnanswered):
        await meta.login.exchange_code(code, redirect_uri=BACK)
    with pytest.raises(SignInStale):
        await meta.login.exchange_code(code, redirect_uri=BACK)


async def test_an_app_that_meta_does_not_know_is_a_fault_of_the_set_up(graph: Graph) -> None:
    addresses = Addresses(version=VERSION, graph=graph.url, login=graph.url)
    stranger = MetaApp(id="1", secret=SecretStr("not-the-secret"))
    async with pooled_http() as http:
        meta = GraphClient(http, app=stranger, addresses=addresses)
        with pytest.raises(SetupWrong):
            await meta.login.exchange_code(SecretStr("AQx"), redirect_uri=BACK)


@pytest.mark.parametrize(
    ("event", "subcode", "words"),
    [
        ("app_removed", 458, "removed Greenlight"),
        ("checkpoint", 459, "prove who they are"),
        ("password", 460, "changed their Facebook password"),
        ("unconfirmed", 464, "not confirmed"),
        ("logout", 467, "logging out"),
    ],
)
async def test_every_end_of_a_login_is_told_by_its_reason(
    meta: GraphClient, graph: Graph, event: str, subcode: int, words: str
) -> None:
    token = (await signed_in(meta, graph)).token
    await graph.control("person", person="nora", event=event)

    with pytest.raises(LoginDead, match=words) as caught:
        await meta.login.who(token)
    assert (caught.value.code, caught.value.subcode) == (190, subcode)

    facts = await meta.login.inspect(token)
    assert not facts.is_valid
    assert isinstance(facts.trouble, LoginDead)
    assert words in facts.trouble.sentence


async def test_after_sixty_days_the_token_has_expired_and_cannot_be_prolonged(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph)).token
    await graph.control("clock", advance_seconds=61 * 86_400)
    with pytest.raises(LoginDead, match="60 days"):
        await meta.login.prolong(token)


async def test_one_permission_is_given_back_and_then_all(meta: GraphClient, graph: Graph) -> None:
    token = (await signed_in(meta, graph)).token

    await meta.login.revoke(token, scope="business_management")
    assert (await meta.login.inspect(token)).lacking(SCOPES) == ("business_management",)
    with pytest.raises(ScopeMissing, match="business_management"):
        [business async for business in meta.accounts.businesses(token)]

    await meta.login.revoke(token)
    assert not (await meta.login.inspect(token)).is_valid
    with pytest.raises(LoginDead):
        await meta.login.who(token)
