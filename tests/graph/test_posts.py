"""What a creator grants for one post, over real requests: who may promote it, and its ad code."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import GraphClient, GraphError, GraphNonsense, GraphUnanswered, InputRefused, ScopeMissing
from bot.graph.posts.answers import read_promoters
from tests.graph.desk import BRAND, TOKEN, always, client_over, form_of

MEDIA = "17895695668004550"
CREATOR_TOKEN = SecretStr(TOKEN)
CODE = "adcode-Xk39fLq2-that-nobody-may-see"
BIG = str(2**63 + 5)

Act = Callable[[GraphClient], Awaitable[object]]


def promoters(client: GraphClient) -> Awaitable[object]:
    return client.posts.promoters(MEDIA, token=CREATOR_TOKEN)


def grant(client: GraphClient) -> Awaitable[object]:
    return client.posts.grant(MEDIA, brand_ig_id=BRAND, token=CREATOR_TOKEN)


def withdraw(client: GraphClient) -> Awaitable[object]:
    return client.posts.withdraw(MEDIA, brand_ig_id=BRAND, token=CREATOR_TOKEN)


def create_code(client: GraphClient) -> Awaitable[object]:
    return client.posts.create_code(MEDIA, token=CREATOR_TOKEN)


def delete_code(client: GraphClient) -> Awaitable[object]:
    return client.posts.delete_code(MEDIA, token=CREATOR_TOKEN)


@pytest.mark.parametrize(
    "answer",
    [
        {"approved": f"{BRAND}, {BIG}"},
        {"approved": [BRAND, BIG]},
        {"approved": [BRAND, int(BIG)]},
        {"approved": [{"id": BRAND}, {"id": BIG}]},
        {"data": [{"id": BRAND}, {"id": int(BIG)}]},
        {"data": [{"id": BRAND}, {"id": BIG}], "paging": {"cursors": {"before": "a", "after": "b"}}},
    ],
)
async def test_the_brands_that_may_promote_are_read_in_every_form(answer: object) -> None:
    client = client_over(always(content=json.dumps(answer)))
    assert await client.posts.promoters(MEDIA, token=CREATOR_TOKEN) == {BRAND, BIG}


@pytest.mark.parametrize("answer", [{"approved": int(BIG)}, {"approved": BIG}, {"approved": {"id": BIG}}])
def test_a_single_brand_is_read_in_every_form(answer: object) -> None:
    assert read_promoters(answer) == {BIG}


@pytest.mark.parametrize("answer", [{"approved": ""}, {"approved": []}, {"approved": None}, {"data": []}])
def test_nobody_is_read_in_every_form(answer: object) -> None:
    assert read_promoters(answer) == frozenset()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"approved": True},
        {"approved": "brand"},
        {"approved": [None]},
        {"approved": 1.5},
        {"approved": f"<{BRAND}>"},
        {"data": BRAND},
        {"data": [{"id": BRAND}], "paging": {"next": "https://x.test"}},
    ],
)
async def test_what_names_no_brands_is_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await promoters(client_over(always(json=answer)))


@pytest.mark.parametrize(("act", "permission"), [(grant, "true"), (withdraw, "false")])
async def test_a_grant_and_a_withdrawal_differ_by_one_parameter(act: Act, permission: str) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"success": True})

    await act(client_over(handle))

    (request,) = seen
    assert (request.method, request.url.path) == ("POST", f"/v26.0/{MEDIA}/branded_content_partner_promote")
    form = form_of(request)
    assert (form["sponsor_id"], form["permission"]) == (BRAND, permission)
    assert TOKEN not in str(request.url) + request.content.decode()


async def test_a_code_is_made_and_taken_back_without_parameters() -> None:
    seen: list[tuple[str, str, set[str]]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent = form_of(request) if request.method == "POST" else dict(request.url.params)
        seen.append((request.method, request.url.path, set(sent)))
        return httpx.Response(200, json={"ad_code": CODE} if request.method == "POST" else {"success": True})

    client = client_over(handle)
    code = await client.posts.create_code(MEDIA, token=CREATOR_TOKEN)
    await client.posts.delete_code(MEDIA, token=CREATOR_TOKEN)

    assert code.get_secret_value() == CODE
    assert CODE not in f"{code} {code!r}"
    path = f"/v26.0/{MEDIA}/partnership_ad_code"
    assert seen == [("POST", path, {"appsecret_proof"}), ("DELETE", path, {"appsecret_proof"})]


async def test_a_code_of_digits_keeps_them_all() -> None:
    client = client_over(always(content=f'{{"ad_code": {BIG}}}'))
    assert (await client.posts.create_code(MEDIA, token=CREATOR_TOKEN)).get_secret_value() == BIG


@pytest.mark.parametrize("answer", [{}, {"ad_code": ""}, {"ad_code": None}, {"ad_code": 1.5}, [], "code"])
async def test_a_code_that_cannot_be_read_may_have_been_made(answer: object) -> None:
    with pytest.raises(GraphUnanswered) as caught:
        await create_code(client_over(always(json=answer)))
    assert caught.value.may_have_happened


@pytest.mark.parametrize("act", [grant, withdraw, delete_code])
async def test_a_no_without_a_reason_is_told_with_what_to_do(act: Act) -> None:
    with pytest.raises(InputRefused) as caught:
        await act(client_over(always(json={"success": False})))
    assert not caught.value.may_have_happened
    assert caught.value.todo.startswith("Check")


@pytest.mark.parametrize("act", [grant, withdraw, delete_code])
@pytest.mark.parametrize("answer", [{}, {"success": "yes"}, [], {"success": None}])
async def test_neither_yes_nor_no_may_have_happened(act: Act, answer: object) -> None:
    with pytest.raises(GraphUnanswered) as caught:
        await act(client_over(always(json=answer)))
    assert caught.value.may_have_happened


async def test_a_brand_that_is_no_id_is_refused_without_a_call() -> None:
    posts = client_over(always(500)).posts
    for change in (posts.grant, posts.withdraw):
        with pytest.raises(InputRefused, match="digits"):
            await change(MEDIA, brand_ig_id="@northlight", token=CREATOR_TOKEN)


@pytest.mark.parametrize("act", [promoters, grant, withdraw, create_code, delete_code])
async def test_a_missing_scope_is_named(act: Act) -> None:
    message = "(#10) Requires instagram_branded_content_creator"
    with pytest.raises(ScopeMissing) as caught:
        await act(client_over(always(400, json={"error": {"message": message, "code": 10}})))
    assert caught.value.missing_scopes == ("instagram_branded_content_creator",)


async def test_an_id_cannot_lead_to_another_path() -> None:
    seen: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200, json={"approved": []})

    await client_over(handle).posts.promoters("1/../me?x=", token=CREATOR_TOKEN)
    assert seen[0].startswith(b"/v26.0/1%2F..%2Fme%3Fx%3D/branded_content_partner_promote?")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["approved", "data", "paging", "ad_code", "success", "id"])


@given(status=st.sampled_from([200, 400, 500]), body=json_values | st.dictionaries(NAMES, json_values, max_size=3))
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    client = client_over(always(status, content=json.dumps(body)))
    for act in (promoters, grant, withdraw, create_code, delete_code):
        try:
            await act(client)
        except GraphError as error:
            told = error.sentence
            assert TOKEN not in told
