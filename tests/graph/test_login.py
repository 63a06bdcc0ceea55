"""Signing in with Facebook: the address, the trades, what a token is good for, and no secret in sight."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    Addresses,
    AuthType,
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    LoginDead,
    MetaApp,
    NotReturned,
    Returned,
    SetupWrong,
    SignInStale,
    pooled_http,
    read_return,
)
from tests.graph.desk import APP, APP_SECRET, META_APP, TOKEN, always, client_over, recording

BACK = "https://greenlight.example.com/connect/callback"
CODE = "AQDcode-that-nobody-may-see-0123456789"
NEW = "EAAnewTokenThatNobodyMayEverSee0123456789"
WHOLE = {
    "data": {
        "app_id": APP,
        "type": "USER",
        "application": "Greenlight",
        "data_access_expires_at": 1798761600,
        "expires_at": 1796169600,
        "is_valid": True,
        "issued_at": 1790985600,
        "metadata": {"sso": "chrome"},
        "scopes": ["instagram_basic", "instagram_branded_content_ads_brand", "business_management"],
        "granular_scopes": [
            {"scope": "instagram_basic", "target_ids": ["17841400000000001", 17841400000000002]},
            {"scope": "business_management"},
        ],
        "user_id": 10225000000000001,
    }
}
DEAD = {
    "data": {
        "app_id": APP,
        "type": "USER",
        "application": "Greenlight",
        "expires_at": 1796169600,
        "is_valid": False,
        "error": {"code": 190, "message": "Error validating access token: expired", "subcode": 463},
        "scopes": [],
        "user_id": "10225000000000001",
    }
}


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def dialog(app: MetaApp, *, auth_type: AuthType | None = None) -> str:
    client = GraphClient(pooled_http(), app=app, addresses=Addresses(version="v26.0"))
    return client.login.dialog(
        redirect_uri=BACK, state="s&=é", scopes=["instagram_basic", "pages_show_list"], auth_type=auth_type
    )


# The dialog


def test_the_classic_dialog_asks_for_each_permission() -> None:
    address = dialog(META_APP)
    assert address.startswith("https://www.facebook.com/v26.0/dialog/oauth?")
    assert query_of(address) == {
        "client_id": APP,
        "redirect_uri": BACK,
        "state": "s&=é",
        "response_type": "code",
        "scope": "instagram_basic,pages_show_list",
    }


def test_with_a_configuration_that_decides_instead_of_the_scopes() -> None:
    configured = MetaApp(id=APP, secret=SecretStr(APP_SECRET), login_config_id="77")
    told = query_of(dialog(configured, auth_type=AuthType.REREQUEST))
    assert (told["config_id"], told["auth_type"]) == ("77", "rerequest")
    assert "scope" not in told


def test_without_the_apps_id_nobody_is_sent_to_meta() -> None:
    with pytest.raises(SetupWrong, match="GREENLIGHT_META_APP_ID"):
        dialog(MetaApp(secret=SecretStr(APP_SECRET)))


# The way back


def test_a_return_with_a_code_hides_the_code() -> None:
    back = read_return({"code": CODE, "state": "s"})
    assert isinstance(back, Returned)
    assert (back.code.get_secret_value(), back.state) == (CODE, "s")
    assert CODE not in repr(back)


@pytest.mark.parametrize(
    ("query", "is_declined"),
    [
        (
            {"error": "access_denied", "error_reason": "user_denied", "error_description": "Permissions error"},
            True,
        ),
        ({"error_code": "200", "error_message": "Permissions error"}, False),
        ({"error_code": "1349220", "error_message": "Feature Unavailable", "code": CODE}, False),
        ({}, False),
        ({"code": " "}, False),
    ],
)
def test_a_return_without_a_usable_code_says_whether_the_person_declined(
    query: dict[str, str], is_declined: bool
) -> None:
    back = read_return({**query, "state": "s"})
    assert isinstance(back, NotReturned)
    assert (back.is_declined, back.state) == (is_declined, "s")
    assert CODE not in back.words


@given(st.dictionaries(st.sampled_from(["code", "state", "error", "error_description", "error_code"]), st.text()))
def test_any_return_is_one_of_the_two(query: dict[str, str]) -> None:
    assert isinstance(read_return(query), Returned | NotReturned)


# The trades


async def test_a_code_becomes_a_token_that_nothing_shows() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"access_token": NEW, "token_type": "bearer", "expires_in": 5183944}))

    got = await client.login.exchange_code(SecretStr(CODE), redirect_uri=BACK)

    assert (got.token.get_secret_value(), got.lasts) == (NEW, timedelta(seconds=5183944))
    assert NEW not in repr(got)
    (request,) = seen
    assert (request.method, request.url.path) == ("GET", "/v26.0/oauth/access_token")
    assert dict(request.url.params) == {
        "client_id": APP,
        "client_secret": APP_SECRET,
        "redirect_uri": BACK,
        "code": CODE,
    }
    assert "authorization" not in request.headers


async def test_a_token_is_prolonged_without_being_used_as_one() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"access_token": NEW, "token_type": "bearer"}))

    got = await client.login.prolong(SecretStr(TOKEN))

    assert got.lasts is None
    assert dict(seen[0].url.params) == {
        "grant_type": "fb_exchange_token",
        "client_id": APP,
        "client_secret": APP_SECRET,
        "fb_exchange_token": TOKEN,
    }
    assert "authorization" not in seen[0].headers


@pytest.mark.parametrize("lasts", [None, "5183944", 0, -1, 10**30, True, {}, 1.5])
async def test_a_time_of_any_type_is_read_or_left_out(lasts: object) -> None:
    client = client_over(always(json={"access_token": NEW, "expires_in": lasts}))
    got = await client.login.exchange_code(SecretStr(CODE), redirect_uri=BACK)
    assert got.lasts == (timedelta(seconds=5183944) if lasts == "5183944" else None)


@pytest.mark.parametrize("answer", [{}, {"access_token": 5}, {"access_token": " "}, [], {"access_token": None}, "x"])
async def test_an_answer_without_a_token_is_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await client_over(always(json=answer)).login.exchange_code(SecretStr(CODE), redirect_uri=BACK)


@pytest.mark.parametrize(
    ("status", "error", "kind", "words"),
    [
        (400, {"message": "This authorization code has been used.", "code": 100}, SignInStale, "Start again"),
        (400, {"message": "This authorization code has expired.", "code": 100}, SignInStale, "Start again"),
        (400, {"message": "Error validating client secret.", "code": 1}, GraphTransient, "META_APP_SECRET"),
        (400, {"message": "Error validating application.", "code": 101}, SetupWrong, "runs Greenlight"),
        (400, {"message": "redirect_uri isn't owned", "code": 191}, SetupWrong, "runs Greenlight"),
    ],
)
async def test_a_code_that_is_not_taken_says_who_can_mend_it(
    status: int, error: dict[str, Any], kind: type[GraphError], words: str
) -> None:
    client = client_over(always(status, json={"error": {"type": "OAuthException", "fbtrace_id": "A", **error}}))
    with pytest.raises(kind, match=words) as caught:
        await client.login.exchange_code(SecretStr(CODE), redirect_uri=BACK)
    assert type(caught.value) is kind
    assert caught.value.trace_id == "A"


async def test_the_same_code_number_means_something_else_elsewhere() -> None:
    client = client_over(always(400, json={"error": {"message": "m", "code": 100}}))
    with pytest.raises(GraphError) as caught:
        await client.login.who(SecretStr(TOKEN))
    assert not isinstance(caught.value, SignInStale)


async def test_an_expired_token_cannot_be_prolonged() -> None:
    client = client_over(always(400, json={"error": {"message": "m", "code": 190, "error_subcode": 463}}))
    with pytest.raises(LoginDead, match="expired"):
        await client.login.prolong(SecretStr(TOKEN))


async def test_neither_logs_nor_errors_hold_what_was_traded(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"Bad code {CODE} or secret {APP_SECRET} or token {TOKEN}"
    client = client_over(always(400, json={"error": {"message": echo, "code": 4242}}))
    shown = ""
    for trade in (
        client.login.exchange_code(SecretStr(CODE), redirect_uri=BACK),
        client.login.prolong(SecretStr(TOKEN)),
        client.login.inspect(SecretStr(TOKEN)),
    ):
        with pytest.raises(GraphUnknown) as caught:
            await trade
        shown += repr(caught.value) + str(vars(caught.value))

    def break_off(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("broke", request=request)

    with pytest.raises(GraphUnanswered) as lost:
        await client_over(break_off).login.exchange_code(SecretStr(CODE), redirect_uri=BACK)
    assert lost.value.__context__ is None

    assert "/v26.0/oauth/access_token" in caplog.text
    for secret in (CODE, APP_SECRET, TOKEN):
        assert secret not in caplog.text + shown + repr(lost.value)


# What a token is good for


async def test_both_clocks_and_the_accounts_of_a_permission_are_told() -> None:
    seen: list[httpx.Request] = []
    facts = await client_over(recording(seen, WHOLE)).login.inspect(SecretStr(TOKEN))

    assert (facts.app_id, facts.user_id, facts.is_valid, facts.kind) == (APP, "10225000000000001", True, "USER")
    assert facts.issued_at == datetime(2026, 10, 3, tzinfo=UTC)
    assert (facts.expires_at, facts.never_expires) == (datetime(2026, 12, 2, tzinfo=UTC), False)
    assert facts.data_access_expires_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert facts.allows("instagram_basic", target_id="17841400000000002")
    assert not facts.allows("instagram_basic", target_id="17841400000000003")
    assert facts.allows("business_management", target_id="anything")
    assert facts.lacking(["pages_show_list", "instagram_basic", "x"]) == ("pages_show_list", "x")
    assert facts.trouble is None
    assert seen[0].headers["authorization"] == f"Bearer {APP}|{APP_SECRET}"
    assert seen[0].url.params["input_token"] == TOKEN


async def test_a_zero_in_a_clock_means_that_it_never_runs_out_and_nothing_means_not_told() -> None:
    data = WHOLE["data"] | {"expires_at": 0, "data_access_expires_at": None}
    facts = await client_over(always(json={"data": data})).login.inspect(SecretStr(TOKEN))
    assert (facts.expires_at, facts.never_expires) == (None, True)
    assert (facts.data_access_expires_at, facts.data_access_never_expires) == (None, False)


async def test_a_dead_token_is_told_of_with_its_reason_and_is_no_error() -> None:
    facts = await client_over(always(json=DEAD)).login.inspect(SecretStr(TOKEN))
    assert not facts.is_valid
    assert isinstance(facts.trouble, LoginDead)
    assert "expired" in facts.trouble.why
    assert facts.trouble.subcode == 463


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers() | st.text(max_size=3))
changed = st.dictionaries(st.sampled_from(sorted(WHOLE["data"])), values | st.just([{"scope": 1}, {"target_ids": 2}]))


@given(changed)
async def test_facts_of_any_types_are_read_or_refused(change: dict[str, Any]) -> None:
    client = client_over(always(json={"data": WHOLE["data"] | change}))
    facts = await client.login.inspect(SecretStr(TOKEN))
    assert facts.is_valid is (change.get("is_valid", True) is True)
    assert facts.lacking(facts.scopes) == ()


@pytest.mark.parametrize("answer", [{}, {"data": []}, {"data": {}}, {"data": None}, []])
async def test_facts_about_nothing_are_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await client_over(always(json=answer)).login.inspect(SecretStr(TOKEN))


# What was granted, and giving it back


async def test_what_was_declined_is_told_beside_what_was_granted() -> None:
    rows = [
        {"permission": "instagram_basic", "status": "granted"},
        {"permission": "business_management", "status": "declined"},
        {"permission": "pages_show_list", "status": "expired"},
        {"permission": "brand_new", "status": "on_hold"},
    ]
    grants = await client_over(always(json={"data": rows})).login.grants(SecretStr(TOKEN))
    assert [grant.scope for grant in grants if grant.is_granted] == ["instagram_basic"]
    assert grants[3].status == "on_hold"


async def test_one_permission_or_everything_is_given_back() -> None:
    seen: list[httpx.Request] = []
    client = client_over(recording(seen, {"success": True}))
    await client.login.revoke(SecretStr(TOKEN), scope="pages_show_list")
    await client.login.revoke(SecretStr(TOKEN))
    assert [(each.method, each.url.path) for each in seen] == [
        ("DELETE", "/v26.0/me/permissions/pages_show_list"),
        ("DELETE", "/v26.0/me/permissions"),
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [({"success": False}, GraphUnknown), ({}, GraphUnanswered), ({"success": "yes"}, GraphUnanswered)],
)
async def test_what_was_not_surely_given_back_is_an_error(answer: object, kind: type[GraphError]) -> None:
    with pytest.raises(kind):
        await client_over(always(json=answer)).login.revoke(SecretStr(TOKEN))


async def test_whose_token_it_is() -> None:
    person = await client_over(always(json={"id": 10225000000000001, "name": "Ana Brandt"})).login.who(SecretStr(TOKEN))
    assert (person.id, person.name) == ("10225000000000001", "Ana Brandt")
    with pytest.raises(GraphNonsense):
        await client_over(always(json={"name": "Ana"})).login.who(SecretStr(TOKEN))
