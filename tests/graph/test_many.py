"""Many calls at once: each gets its own answer or error, in its place, and no write is ever repeated."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    Addresses,
    CreatorById,
    GraphError,
    GraphHeld,
    GraphNonsense,
    GraphThrottled,
    GraphUnanswered,
    InputRefused,
    LoginDead,
    pooled_http,
)
from bot.graph.call import Call, Host
from bot.graph.many import Question, ask_many
from bot.graph.permissions.answers import read_permission_id
from bot.graph.permissions.calls import request_permission
from bot.graph.scalars import mapping_of, text_of
from bot.graph.wire import Wire
from tests.graph.desk import BRAND, META_APP, PROOF, TOKEN, Handler, a_gate, form_of

Item = dict[str, Any]
READ = Question(
    Call("GET", f"/{BRAND}", {"fields": "id,username"}), lambda document: text_of(mapping_of(document)["id"])
)
READ_OTHER = Question(Call("GET", "/17841400000000002", {"fields": "id,username"}), READ.read)
WRITE = Question(request_permission(BRAND, creator=CreatorById("900 ü")), read_permission_id)
GOOD = {"code": 200, "headers": [], "body": json.dumps({"id": "7"})}


def wire_over(handler: Handler) -> Wire:
    addresses = Addresses(version="v26.0", graph="https://graph.test")
    http = pooled_http(transport=httpx.MockTransport(handler))
    return Wire(http, addresses=addresses, app_secret=META_APP.secret, gate=a_gate())


def batches(seen: list[list[Item]], answer: Callable[[Item], Any]) -> Handler:
    """A server of batches that keeps what each held and answers item by item."""

    def handle(request: httpx.Request) -> httpx.Response:
        items = json.loads(form_of(request)["batch"])
        seen.append(items)
        return httpx.Response(200, json=[answer(item) for item in items])

    return handle


def refused(code: int, **more: Any) -> Item:
    return {"code": 400, "headers": [], "body": json.dumps({"error": {"message": "m", "code": code}})} | more


async def ask(handler: Handler, *questions: Question[str | None]) -> list[str | GraphError | None]:
    return await ask_many(wire_over(handler), questions, token=SecretStr(TOKEN))


async def test_reads_and_writes_travel_in_metas_form() -> None:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=[GOOD, GOOD])

    assert await ask(handle, READ, WRITE) == ["7", "7"]

    (request,) = requests
    assert (request.method, request.url.path, request.url.query) == ("POST", "/v26.0/", b"")
    form = form_of(request)
    assert (form["access_token"], form["appsecret_proof"], form["include_headers"]) == (TOKEN, PROOF, "true")
    assert json.loads(form["batch"]) == [
        {"method": "GET", "relative_url": f"{BRAND}?fields=id%2Cusername"},
        {
            "method": "POST",
            "relative_url": f"{BRAND}/branded_content_ad_permissions",
            "body": "creator_instagram_account=900+%C3%BC",
        },
    ]


@given(count=st.integers(0, 160))
async def test_any_number_of_questions_is_asked_fifty_at_a_time_and_answered_in_order(count: int) -> None:
    seen: list[list[Item]] = []
    names = itertools.count()
    questions = [Question(Call("GET", f"/{next(names)}"), lambda document: str(document["id"])) for _ in range(count)]
    handler = batches(seen, lambda item: GOOD | {"body": json.dumps({"id": item["relative_url"]})})

    assert await ask(handler, *questions) == [str(number) for number in range(count)]

    assert [len(items) for items in seen] == [50] * (count // 50) + [count % 50] * (count % 50 > 0)


async def test_one_that_fails_does_not_stop_the_others() -> None:
    answers = iter([refused(100), GOOD, refused(80002), GOOD, {"code": 200, "body": "<html>"}, {"body": None}])
    found = await ask(batches([], lambda _item: next(answers)), *[READ] * 6)
    assert [type(each) for each in found] == [InputRefused, str, GraphThrottled, str, GraphNonsense, GraphNonsense]


async def test_the_wait_of_one_item_is_read_from_its_own_headers() -> None:
    usage = json.dumps({BRAND: [{"type": "instagram", "estimated_time_to_regain_access": 25}]})
    throttled = refused(80002, headers=[{"name": "X-Business-Use-Case-Usage", "value": usage}, {"name": 5}, "x"])
    (error,) = await ask(batches([], lambda _item: throttled), READ)
    assert isinstance(error, GraphThrottled)
    assert error.wait_seconds == 1500


async def test_a_read_that_got_no_answer_is_asked_once_more_and_a_write_never() -> None:
    seen: list[list[Item]] = []
    answers = iter([None, None, GOOD, GOOD])
    read, write, other = await ask(batches(seen, lambda _item: next(answers)), READ, WRITE, READ)

    assert (read, other) == ("7", "7")
    assert isinstance(write, GraphUnanswered)
    assert write.may_have_happened
    assert [[item["method"] for item in items] for items in seen] == [["GET", "POST", "GET"], ["GET"]]


async def test_a_read_that_gets_no_answer_twice_says_so_and_changed_nothing() -> None:
    seen: list[list[Item]] = []
    (error,) = await ask(batches(seen, lambda _item: None), READ)
    assert isinstance(error, GraphUnanswered)
    assert not error.may_have_happened
    assert len(seen) == 2


@pytest.mark.parametrize("code", [4, 17, 190])
async def test_when_the_whole_login_must_stop_nothing_more_is_sent(code: int) -> None:
    seen: list[list[Item]] = []
    found = await ask(batches(seen, lambda _item: refused(code)), *[WRITE] * 120)
    assert len(seen) == 1
    assert len(found) == 120
    assert all(isinstance(each, LoginDead | GraphThrottled) for each in found)
    assert not any(each.may_have_happened for each in found if isinstance(each, GraphError))


async def test_an_account_that_must_wait_does_not_hold_up_the_next_fifty() -> None:
    seen: list[list[Item]] = []
    found = await ask(
        batches(seen, lambda _item: refused(80002) if len(seen) == 1 else GOOD), *[READ] * 50, *[READ_OTHER] * 10
    )
    assert found[50:] == ["7"] * 10


async def test_an_account_that_must_wait_is_left_out_of_the_next_batch() -> None:
    seen: list[list[Item]] = []
    found = await ask(
        batches(seen, lambda _item: refused(80002) if len(seen) == 1 else GOOD), *[READ] * 50, READ_OTHER, READ, WRITE
    )
    assert [len(items) for items in seen] == [50, 1]
    assert found[50] == "7"
    assert all(isinstance(each, GraphHeld) and not each.may_have_happened for each in found[51:])


async def test_a_batch_without_an_answer_leaves_its_writes_open_and_its_reads_harmless() -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("broke", request=request)

    read, write = await ask(lose, READ, WRITE)
    assert isinstance(read, GraphUnanswered)
    assert isinstance(write, GraphUnanswered)
    assert (read.may_have_happened, write.may_have_happened) == (False, True)


@pytest.mark.parametrize("answer", [{}, [], [GOOD], [GOOD, GOOD, GOOD], "x", [GOOD, 5]])
async def test_an_answer_for_another_number_of_calls_is_not_guessed_at(answer: object) -> None:
    read, write = await ask(lambda _request: httpx.Response(200, json=answer), READ, WRITE)
    assert isinstance(read, GraphUnanswered)
    assert isinstance(write, GraphUnanswered)
    assert (read.may_have_happened, write.may_have_happened) == (False, True)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "body", "headers"]), inner),
    max_leaves=6,
)


@given(json_values | st.lists(json_values, min_size=2, max_size=2))
async def test_any_answer_to_a_batch_is_an_answer_or_an_error_for_each(answer: object) -> None:
    found = await ask(lambda _request: httpx.Response(200, json=answer), READ, WRITE)
    assert len(found) == 2
    assert all(isinstance(each, str | GraphError) or each is None for each in found)


@pytest.mark.parametrize(
    "call",
    [
        Call("GET", "/x", hidden={"code": SecretStr("c")}),
        Call("GET", "/x", host=Host.PAGES),
        Call("POST", "/x", json={}),
        Call("GET", "/x", headers={"range": "post=0-1"}),
    ],
)
async def test_what_does_not_belong_into_a_batch_is_refused_before_anything_is_sent(call: Call) -> None:
    with pytest.raises(ValueError, match="alone"):
        await ask(lambda _request: pytest.fail("sent"), Question(call, str))
