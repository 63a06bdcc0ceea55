"""Whatever list of Meta's an account stands in, it is found, once, with all that is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    InputRefused,
    LoginDead,
    ManagedPage,
    ScopeMissing,
    UsableAccount,
)
from bot.graph.accounts.usable import merge
from tests.graph.desk import ACCESS, TOKEN, Handler, always, client_over, form_of

PAGE_TOKEN = "EAApageTokenThatNobodyMayEverSee0123456789"
LOGIN = SecretStr(TOKEN)
MAYA = {
    "id": "17841405309211844",
    "username": "Maya.Makes",
    "name": "Maya Makes",
    "profile_picture_url": "https://cdn.example/maya.jpg",
}
PAGE = {
    "id": "104233445566771",
    "name": "Maya Makes",
    "access_token": PAGE_TOKEN,
    "tasks": ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"],
    "instagram_business_account": MAYA,
    "connected_instagram_account": MAYA,
}
NEW_KIND = {
    "id": 104233445566772,
    "name": "Northlight",
    "access_token": "EAAotherPageToken",
    "tasks": ["PROFILE_PLUS_ADVERTISE", "PROFILE_PLUS_ANALYZE"],
    "connected_instagram_account": {"id": 17841405309211900, "username": "north.private"},
}
BARE = {"id": "104233445566773", "name": "Nothing linked", "tasks": ["MESSAGING"]}
BUSINESS = {"id": "900000000000001", "name": "Northlight Group"}

Lists = Mapping[str, Any]


def refused(code: int) -> dict[str, Any]:
    return {"error": {"message": "m", "code": code}}


def meta(lists: Lists) -> Handler:
    """A Meta that lists, by path, rows or an error; alone and in batches; what is not given is empty."""

    def answer(path: str, params: Mapping[str, str]) -> tuple[int, Any]:
        rows = lists.get(path.strip("/").removeprefix("v26.0/"), [])
        if isinstance(rows, dict):
            return 400, rows
        start, size = int(params.get("after", "0")), int(params["limit"])
        paging: dict[str, Any] = {"cursors": {"before": "b", "after": str(start + size)}}
        if start + size < len(rows):
            paging["next"] = "https://graph.test/next"
        return 200, {"data": rows[start : start + size], "paging": paging}

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            answers = []
            for item in json.loads(form_of(request)["batch"]):
                url = urlsplit(item["relative_url"])
                status, body = answer(url.path, dict(parse_qsl(url.query)))
                answers.append({"code": status, "headers": [], "body": json.dumps(body)})
            return httpx.Response(200, json=answers)
        status, body = answer(request.url.path, request.url.params)
        return httpx.Response(status, json=body)

    return handle


async def found_by(lists: Lists) -> dict[str, UsableAccount]:
    found = await client_over(meta(lists)).accounts.usable(LOGIN)
    return {account.ig_id: account for account in found.accounts}


async def test_an_account_on_a_page_comes_with_the_page_its_token_and_the_tasks() -> None:
    (account,) = (await found_by({"me/accounts": [PAGE]})).values()

    assert (account.ig_id, account.username, account.name) == ("17841405309211844", "maya.makes", "Maya Makes")
    assert account.picture_url == "https://cdn.example/maya.jpg"
    assert (account.page_id, account.page_name) == ("104233445566771", "Maya Makes")
    assert account.page_token is not None
    assert account.page_token.get_secret_value() == PAGE_TOKEN
    assert PAGE_TOKEN not in repr(account)
    assert account.found_in == ("instagram_business_account", "connected_instagram_account")
    assert account.is_surely_professional
    assert account.may("ADVERTISE") is True


async def test_both_spellings_of_tasks_mean_the_same() -> None:
    account = (await found_by({"me/accounts": [NEW_KIND]}))["17841405309211900"]
    assert account.tasks == frozenset({"ADVERTISE", "ANALYZE"})
    assert account.may("MANAGE") is False
    assert not account.is_surely_professional


async def test_a_page_without_an_account_is_told_of_too() -> None:
    found = await client_over(meta({"me/accounts": [BARE]})).accounts.usable(LOGIN)
    assert found.accounts == ()
    (page,) = found.pages
    assert (page.id, page.name, page.token, page.linked) == ("104233445566773", "Nothing linked", None, None)


async def test_every_list_of_a_business_is_looked_at() -> None:
    def account(number: int) -> dict[str, Any]:
        return {"id": str(number), "username": f"user{number}"}

    lists = {
        "me/businesses": [BUSINESS],
        "900000000000001/owned_instagram_accounts": [account(1)],
        "900000000000001/instagram_accounts": [account(2), account(1)],
        "900000000000001/instagram_business_accounts": [account(3)],
        "900000000000001/client_instagram_accounts": [{"id": "4", "permitted_tasks": ["ADVERTISE"]}],
        "900000000000001/owned_instagram_assets": [{"id": "77", "ig_user_id": 5, "ig_username": "User5"}],
        "900000000000001/client_instagram_assets": [{"id": "78", "ig_user_id": "4", "ig_username": "user4"}],
    }
    found = await found_by(lists)

    assert sorted(found) == ["1", "2", "3", "4", "5"]
    assert found["1"].found_in == ("owned_instagram_accounts", "instagram_accounts")
    assert found["3"].is_surely_professional
    assert (found["4"].username, found["4"].tasks) == ("user4", frozenset({"ADVERTISE"}))
    assert found["5"].username == "user5"
    assert found["5"].may("ADVERTISE") is None
    assert {each.business_name for each in found.values()} == {"Northlight Group"}


async def test_an_account_on_a_page_and_in_a_business_is_one() -> None:
    lists = {
        "me/accounts": [PAGE],
        "me/businesses": [BUSINESS],
        "900000000000001/client_instagram_accounts": [{"id": MAYA["id"], "permitted_tasks": ["ANALYZE"]}],
    }
    (account,) = (await found_by(lists)).values()
    assert account.page_id == PAGE["id"]
    assert account.business_id == BUSINESS["id"]
    assert account.may("ADVERTISE") is True


async def test_of_two_pages_with_one_account_that_one_counts_which_allows_more() -> None:
    poor = PAGE | {"id": "1", "tasks": ["MESSAGING"], "access_token": "EAApoor"}
    for pages in ([poor, PAGE], [PAGE, poor]):
        (account,) = (await found_by({"me/accounts": pages})).values()
        assert account.page_id == PAGE["id"]
        assert account.may("MANAGE")


async def test_three_hundred_pages_and_long_lists_are_read_whole() -> None:
    pages = [BARE | {"id": str(n), "instagram_business_account": {"id": str(10_000 + n)}} for n in range(300)]
    rows = [{"id": str(20_000 + n)} for n in range(250)]
    lists = {"me/accounts": pages, "me/businesses": [BUSINESS], "900000000000001/owned_instagram_accounts": rows}
    assert len(await found_by(lists)) == 550


@pytest.mark.parametrize("code", [10, 200, 100])
async def test_a_list_that_meta_refuses_is_a_gap_that_is_told(code: int) -> None:
    lists = {
        "me/accounts": [PAGE],
        "me/businesses": [BUSINESS],
        "900000000000001/client_instagram_accounts": refused(code),
        "900000000000001/instagram_accounts": [{"id": "5"}],
    }
    found = await client_over(meta(lists)).accounts.usable(LOGIN)

    assert {account.ig_id for account in found.accounts} == {MAYA["id"], "5"}
    (gap,) = found.gaps
    assert gap.where == "client_instagram_accounts"
    assert gap.business is not None
    assert isinstance(gap.error, ScopeMissing | InputRefused)


async def test_without_business_management_the_pages_stand_alone() -> None:
    found = await client_over(meta({"me/accounts": [PAGE], "me/businesses": refused(10)})).accounts.usable(LOGIN)
    assert len(found.accounts) == 1
    assert [(gap.where, gap.business) for gap in found.gaps] == [("businesses", None)]


@pytest.mark.parametrize(("code", "kind"), [(190, LoginDead), (17, GraphThrottled)])
@pytest.mark.parametrize("where", ["me/accounts", "me/businesses", "900000000000001/instagram_accounts"])
async def test_what_is_only_sometimes_whole_is_an_error(code: int, kind: type[GraphError], where: str) -> None:
    lists = {"me/accounts": [PAGE], "me/businesses": [BUSINESS], where: refused(code)}
    with pytest.raises(kind):
        await client_over(meta(lists)).accounts.usable(LOGIN)


# Odd answers


def one_page(row: object) -> GraphClient:
    return client_over(always(json={"data": [row]}))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"instagram_business_account": None}, None),
        ({"instagram_business_account": {}}, None),
        ({"instagram_business_account": []}, None),
        ({"instagram_business_account": {"id": 17841405309211844999}}, "17841405309211844999"),
    ],
)
async def test_an_account_that_is_not_there_is_none(change: dict[str, Any], expected: str | None) -> None:
    (page,) = [page async for page in one_page(PAGE | change).accounts.pages(LOGIN)]
    assert (page.linked.ig_id if page.linked else None) == expected


@pytest.mark.parametrize("row", [{}, {"id": None}, [], "x", {"id": 1.5}])
async def test_a_page_without_an_id_is_nonsense(row: object) -> None:
    with pytest.raises(GraphNonsense):
        [page async for page in one_page(row).accounts.pages(LOGIN)]


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers() | st.text(max_size=3))


@given(st.dictionaries(st.sampled_from(sorted(set(PAGE) - {"id"})), values))
async def test_a_page_of_any_types_is_read_without_showing_its_token(change: dict[str, Any]) -> None:
    (page,) = [page async for page in one_page(PAGE | change).accounts.pages(LOGIN)]
    assert isinstance(page, ManagedPage)
    assert PAGE_TOKEN not in repr(page) + page.model_dump_json()


sightings = st.lists(
    st.builds(
        UsableAccount,
        ig_id=st.sampled_from("123"),
        username=st.none() | st.just("maya"),
        page_id=st.none() | st.sampled_from("78"),
        tasks=st.none() | st.frozensets(st.sampled_from(["ADVERTISE", "ANALYZE"])),
        found_in=st.tuples(st.sampled_from(["a", "b"])),
    ),
    max_size=8,
)


@given(sightings)
def test_merging_loses_no_account_no_name_no_page_and_no_place(seen: list[UsableAccount]) -> None:
    merged = {account.ig_id: account for account in merge(seen)}
    assert set(merged) == {each.ig_id for each in seen}
    for each in seen:
        one = merged[each.ig_id]
        assert set(each.found_in) <= set(one.found_in)
        assert each.username is None or one.username is not None
        assert each.page_id is None or one.page_id is not None
        assert each.tasks is None or each.page_id is None or len(one.tasks or ()) >= len(each.tasks)


async def test_an_answer_about_another_account_is_nonsense() -> None:
    with pytest.raises(GraphNonsense, match="another account"):
        await client_over(always(json={"id": "2", "username": "other"})).accounts.own(ACCESS)
