"""Any answer becomes a value or a GraphError: nothing else comes out of the client."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    Business,
    CreatorById,
    CreatorNotFound,
    DiscoveredCreator,
    Edge,
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphUnanswered,
    LoginDead,
    Permission,
)
from tests.graph.desk import ACCESS, BRAND, TOKEN, always, client_over

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["\ud800", "\x00", BRAND]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "id",
    "status",
    "permission_status",
    "creator_ig_id",
    "creator_id",
    "creator_username",
    "creator_fb_page",
    "creator_fb_page_id",
    "brand_ig_id",
    "brand_ig_user",
    "permission_created_time",
    "permission_url",
    "username",
    "name",
    "followers_count",
    "access_token",
    "tasks",
    "is_valid",
    "success",
    "permission",
]
rows = st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=8)
paging = st.fixed_dictionaries(
    {}, optional={"cursors": json_values | st.fixed_dictionaries({"after": json_values}), "next": json_values}
)
documents = st.one_of(
    json_values,
    rows,
    st.fixed_dictionaries(
        {"data": st.lists(rows | json_values, max_size=3)}, optional={"paging": paging | json_values}
    ),
    st.fixed_dictionaries({"business_discovery": rows | json_values}),
    st.fixed_dictionaries({"id": json_values, "error": json_values}),
)
bodies = documents.map(lambda document: json.dumps(document).encode()) | st.binary(max_size=40)


@given(status=st.sampled_from([200, 201, 204, 302, 400, 404, 500, 503]), body=bodies)
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: bytes) -> None:
    client = client_over(always(status, content=body))
    with contextlib.suppress(GraphError):
        assert isinstance(await client.permissions.request(ACCESS, CreatorById("1")), str)
    with contextlib.suppress(GraphError):
        assert isinstance(await client.creators.discover(ACCESS, username="maya"), DiscoveredCreator)
    with contextlib.suppress(GraphError):
        assert (await client.accounts.own(ACCESS)).ig_id == BRAND
    with contextlib.suppress(GraphError):
        async for permission in client.permissions.listed(ACCESS):
            assert isinstance(permission, Permission)
            permission.model_dump_json().encode()


async def consume(listed: AsyncIterator[object]) -> list[object]:
    return [each async for each in listed]


LOGIN = SecretStr(TOKEN)
BUSINESS = Business(id="9")
QUESTIONS: dict[str, Callable[[GraphClient], Awaitable[object]]] = {
    "permissions.across": lambda meta: consume(meta.permissions.across("9", token=LOGIN)),
    "permissions.count_pending": lambda meta: meta.permissions.count_pending("9", token=LOGIN),
    "accounts.pages": lambda meta: consume(meta.accounts.pages(LOGIN)),
    "accounts.businesses": lambda meta: consume(meta.accounts.businesses(LOGIN)),
    "accounts.of_business": lambda meta: meta.accounts.of_business(BUSINESS, Edge.OWNED, token=LOGIN),
    "accounts.usable": lambda meta: meta.accounts.usable(LOGIN),
    "media.listed": lambda meta: consume(meta.media.listed(ACCESS)),
    "media.read": lambda meta: meta.media.read("1", token=LOGIN, with_boost=True),
    "media.boost_ads": lambda meta: meta.media.boost_ads("1", token=LOGIN),
    "login.exchange_code": lambda meta: meta.login.exchange_code(SecretStr("c"), redirect_uri="https://x.test"),
    "login.prolong": lambda meta: meta.login.prolong(LOGIN),
    "login.inspect": lambda meta: meta.login.inspect(LOGIN),
    "login.grants": lambda meta: meta.login.grants(LOGIN),
    "login.revoke": lambda meta: meta.login.revoke(LOGIN),
    "login.who": lambda meta: meta.login.who(LOGIN),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=st.sampled_from([200, 400, 503]), body=bodies)
async def test_whatever_is_asked_any_answer_is_a_value_or_a_graph_error(
    question: Callable[[GraphClient], Awaitable[object]], status: int, body: bytes
) -> None:
    with contextlib.suppress(GraphError):
        assert TOKEN not in repr(await question(client_over(always(status, content=body))))


@given(row=rows)
async def test_one_row_of_any_values_is_read_or_refused(row: dict[str, Any]) -> None:
    client = client_over(always(content=json.dumps({"data": [row]})))
    with contextlib.suppress(GraphNonsense):
        (permission,) = [permission async for permission in client.permissions.listed(ACCESS)]
        assert permission.id or permission.creator_ig_id or permission.creator_username


async def test_an_error_in_a_200_body_counts() -> None:
    client = client_over(always(200, json={"id": "1", "error": {"message": "m", "code": 190}}))
    with pytest.raises(LoginDead):
        await client.permissions.request(ACCESS, CreatorById("1"))


async def test_an_empty_error_is_none() -> None:
    client = client_over(always(200, json={"id": "1", "error": None}))
    assert await client.permissions.request(ACCESS, CreatorById("1")) == "1"


@pytest.mark.parametrize("answer", [{}, {"success": True}, {"id": None}, {"id": ""}, {"id": 1.5}, [], "1"])
async def test_a_write_answered_without_an_id_may_have_happened(answer: object) -> None:
    client = client_over(always(200, json=answer))
    with pytest.raises(GraphUnanswered) as caught:
        await client.permissions.revoke(ACCESS, CreatorById("1"))
    assert caught.value.may_have_happened
    assert "before asking again" in caught.value.todo


@pytest.mark.parametrize(("code", "subcode"), [(110, 2207013), (24, 2207006), (24, None)])
async def test_a_personal_account_and_a_typo_are_not_found(code: int, subcode: int | None) -> None:
    error = {"message": "Invalid user id", "code": code, "error_subcode": subcode}
    with pytest.raises(CreatorNotFound, match="personal account"):
        await client_over(always(400, json={"error": error})).creators.discover(ACCESS, username="nobody")


async def test_a_handle_that_leads_to_somebody_else_is_nonsense() -> None:
    client = client_over(always(json={"business_discovery": {"id": "5", "username": "maya.makes.more"}}))
    with pytest.raises(GraphNonsense, match="another account"):
        await client.creators.discover(ACCESS, username="maya.makes")


async def test_a_large_id_keeps_its_digits_on_the_whole_way() -> None:
    number = 2**63 + 1
    client = client_over(always(content=f'{{"business_discovery":{{"id":{number},"username":"Maya"}}}}'))
    creator = await client.creators.discover(ACCESS, username="maya")
    assert (creator.ig_id, creator.username) == (str(number), "maya")
