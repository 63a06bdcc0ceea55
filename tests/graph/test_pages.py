"""Permissions between Facebook Pages over real requests: another host, bare arrays, a result for each action."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphUnanswered,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.access import PageAccess
from bot.graph.pages.answers import PagePermission, PartnerResult
from bot.graph.pages.calls import Direction, PageAction
from tests.graph.desk import TOKEN, Handler, always, client_over

PAGE, PARTNER, OTHER = "104233445566701", "9210000000000000017", "104233445566703"
ACCESS = PageAccess(PAGE, SecretStr(TOKEN))
EDGE = f"/pages/partnership-ads/fb-account-level-permissions/{PAGE}"
# The guide's own example, with numbers where it has placeholders.
GUIDE = [
    {"id": 11, "partner_page_id": 21, "status": 1, "created_at": "2026-09-01T10:00:00+0000", "permission_direction": "sent"},
    {"id": 12, "partner_page_id": 22, "status": 2, "created_at": "1788256800", "permission_direction": "received"},
]  # fmt: skip


def permission(number: int, **changes: Any) -> dict[str, Any]:
    return {"id": number, "partner_page_id": 1000 + number, "status": 1, "permission_direction": "sent"} | changes


def done(partner: int, status: int = 1) -> dict[str, Any]:
    told = {"alp_permission_id": 9210000000000007919, "alp_permission_status": status}
    return {"partner_page_id": partner, **told, "status": "success"}


def failed(partner: int, code: int, message: str) -> dict[str, Any]:
    return {"partner_page_id": partner, "status": "failure", "error_code": code, "error_message": message}


class Words:
    """Meta, taking one word for the end of a permission, and saying no to another in one of two ways."""

    def __init__(self, word: str, *, refuses: str = "item", active: bool = True) -> None:
        self.word, self.refuses, self.active = word, refuses, active
        self.asked: list[list[tuple[int, str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        items = json.loads(request.content)
        self.asked.append([(item["partner_page_id"], item["action"]) for item in items])
        if self.refuses == "call" and any(self._is_wrong(item) for item in items):
            return httpx.Response(400, json={"error": {"message": "Invalid action", "code": 100}})
        return httpx.Response(200, json=[self._result(item) for item in items])

    def _is_wrong(self, item: dict[str, Any]) -> bool:
        return item["action"] in {"remove-permission", "revoke-permission"} - {self.word}

    def _result(self, item: dict[str, Any]) -> dict[str, Any]:
        if self._is_wrong(item):
            return failed(item["partner_page_id"], 400, f"Invalid action: {item['action']}.")
        if item["action"] == self.word and not self.active:
            return failed(item["partner_page_id"], 404, "No active permission found for this partner.")
        return done(item["partner_page_id"], status=4 if item["action"] == self.word else 1)


async def rows_of(handler: Handler, **filters: Any) -> list[PagePermission]:
    return [row async for row in client_over(handler).pages.listed(ACCESS, **filters)]


async def test_the_call_goes_to_the_other_host_with_its_headers_and_without_a_proof() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=GUIDE)

    rows = await rows_of(handle, words=["APPROVED", "REJECTED"], partner_page_ids=[PARTNER], direction=Direction.SENT)

    (request,) = seen
    assert request.url.path == EDGE
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["x-api-version"] == "1.0.0"
    assert dict(request.url.params) == {
        "offset": "0",
        "limit": "1000",
        "status": "[2,3,7]",
        "partner_page_ids": f"[{PARTNER}]",
        "permission_direction": "sent",
    }
    assert [row.word for row in rows] == ["PENDING_APPROVAL", "APPROVED"]
    assert [row.direction for row in rows] == ["sent", "received"]
    assert rows[0].created_at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert rows[1].created_at == datetime(2026, 9, 1, 10, tzinfo=UTC)


async def test_a_status_that_meta_does_not_have_is_refused_without_a_call() -> None:
    with pytest.raises(InputRefused, match="no such status"):
        await rows_of(always(500), words=["EXPIRED"])


@given(count=st.integers(0, 40), size=st.integers(1, 15))
async def test_the_list_is_read_until_a_short_page(count: int, size: int) -> None:
    everything, offsets = [permission(number) for number in range(1, count + 1)], []

    def handle(request: httpx.Request) -> httpx.Response:
        offset, limit = int(request.url.params["offset"]), int(request.url.params["limit"])
        offsets.append(offset)
        return httpx.Response(200, json=everything[offset : offset + limit])

    rows = await rows_of(handle, page_size=size)

    assert [row.id for row in rows] == [str(number) for number in range(1, count + 1)]
    assert offsets == list(range(0, count + 1, size))


async def test_a_row_that_moves_while_the_list_is_read_comes_once() -> None:
    everything = [permission(3), permission(2), permission(1)]

    def handle(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        page = everything[offset : offset + 2]
        if offset == 0:
            everything.insert(0, permission(4))
        return httpx.Response(200, json=page)

    assert [row.id for row in await rows_of(handle, page_size=2)] == ["3", "2", "1"]


async def test_a_list_that_pays_no_heed_to_the_offset_is_nonsense_and_not_endless() -> None:
    with pytest.raises(GraphNonsense, match="for ever"):
        await rows_of(always(json=GUIDE), page_size=2)


@pytest.mark.parametrize(("status", "word"), [(7, "APPROVED"), ("2", "APPROVED"), (8, "8"), (None, ""), ("NEW", "NEW")])
async def test_a_status_is_kept_as_it_came_and_an_unknown_one_is_shown_so(status: object, word: str) -> None:
    (row,) = await rows_of(always(json=[permission(1, status=status)]))
    assert row.word == word
    assert row.status == ("" if status is None else str(status))


async def test_ids_beyond_53_bits_keep_every_digit() -> None:
    big = 2**63 + 11
    (row,) = await rows_of(always(content=json.dumps([permission(1, id=big, partner_page_id=big)])))
    assert (row.id, row.partner_page_id) == (str(big), str(big))


@pytest.mark.parametrize(
    "answer", [{"data": []}, [None], ["row"], [{"id": 1}], [{"partner_page_id": 1}], [permission(1, id=1.5)], {}, "x"]
)
async def test_a_list_of_another_shape_is_nonsense(answer: object) -> None:
    with pytest.raises(GraphNonsense):
        await rows_of(always(json=answer))


async def test_several_actions_go_in_one_json_body_and_each_result_is_told_in_their_order() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        results = [done(int(PARTNER)), failed(int(OTHER), 404, "No pending request found for this partner.")]
        return httpx.Response(200, json=list(reversed(results)))

    results = await client_over(handle).pages.act(ACCESS, {PARTNER: PageAction.SEND, OTHER: PageAction.ACCEPT})

    assert seen[0].headers["content-type"] == "application/json"
    assert json.loads(seen[0].content) == [
        {"partner_page_id": int(PARTNER), "action": "send-request"},
        {"partner_page_id": int(OTHER), "action": "accept-request"},
    ]
    assert [result.partner_page_id for result in results] == [PARTNER, OTHER]
    assert [result.is_done for result in results] == [True, False]
    assert (results[0].permission_id, results[0].word) == ("9210000000000007919", "PENDING_APPROVAL")
    assert (results[1].error_code, results[1].error_message) == (404, "No pending request found for this partner.")


@pytest.mark.parametrize("refuses", ["item", "call"])
@pytest.mark.parametrize("word", ["revoke-permission", "remove-permission"])
async def test_either_word_for_the_end_works_and_the_one_that_did_comes_first_from_then_on(
    word: str, refuses: str
) -> None:
    meta = Words(word, refuses=refuses)
    pages = client_over(meta).pages

    first = await pages.act(ACCESS, {"21": PageAction.REMOVE, "22": PageAction.SEND})
    tries = len(meta.asked)
    again = await pages.act(ACCESS, {"23": PageAction.REMOVE})

    assert [result.is_done for result in (*first, *again)] == [True, True, True]
    assert [result.word for result in first] == ["REVOKED", "PENDING_APPROVAL"]
    assert meta.asked[tries:] == [[(23, word)]]
    sent = [item for asked in meta.asked for item in asked]
    assert sent.count((22, "send-request")) == (2 if refuses == "call" and word == "remove-permission" else 1)


async def test_an_action_that_was_done_is_not_sent_again_with_the_other_word() -> None:
    meta = Words("remove-permission")
    await client_over(meta).pages.act(ACCESS, {"22": PageAction.SEND, "21": PageAction.REMOVE})
    assert meta.asked == [[(22, "send-request"), (21, "revoke-permission")], [(21, "remove-permission")]]


async def test_nothing_to_end_is_an_answer_and_no_reason_to_try_the_other_word() -> None:
    meta = Words("revoke-permission", active=False)

    (result,) = await client_over(meta).pages.act(ACCESS, {"21": PageAction.REMOVE})

    assert result.had_nothing_to_end
    assert len(meta.asked) == 1


async def test_where_neither_word_works_the_first_answer_is_told() -> None:
    meta = Words("end-permission")
    (result,) = await client_over(meta).pages.act(ACCESS, {"21": PageAction.REMOVE})
    assert result.error_message == "Invalid action: revoke-permission."

    with pytest.raises(InputRefused):
        await client_over(Words("end-permission", refuses="call")).pages.act(ACCESS, {"21": PageAction.REMOVE})


async def test_results_of_the_first_try_are_not_lost_when_the_second_is_refused() -> None:
    meta = Words("remove-permission")

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, json={"error_code": 403, "error_message": "no"}) if meta.asked else meta(request)

    results = await client_over(handle).pages.act(ACCESS, {"22": PageAction.SEND, "21": PageAction.REMOVE})
    assert [result.is_done for result in results] == [True, False]


async def test_an_answer_lost_at_the_second_word_may_have_happened() -> None:
    meta = Words("remove-permission")

    def handle(request: httpx.Request) -> httpx.Response:
        if meta.asked:
            raise httpx.ReadError("gone", request=request)
        return meta(request)

    with pytest.raises(GraphUnanswered) as caught:
        await client_over(handle).pages.act(ACCESS, {"21": PageAction.REMOVE})
    assert caught.value.may_have_happened


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [done(22)],
        [{"partner_page_id": 21}],
        [{"partner_page_id": 21, "status": "pending"}],
        [{"partner_page_id": 21, "status": 1}],
        {"success": True},
        [None],
    ],
)
async def test_an_action_without_a_result_of_its_own_may_have_happened(answer: object) -> None:
    with pytest.raises(GraphUnanswered) as caught:
        await client_over(always(json=answer)).pages.act(ACCESS, {"21": PageAction.SEND})
    assert caught.value.may_have_happened


async def test_more_than_a_call_holds_and_what_is_no_id_are_refused_without_a_call() -> None:
    pages = client_over(always(500)).pages
    with pytest.raises(InputRefused, match="100 actions"):
        await pages.act(ACCESS, {str(number): PageAction.SEND for number in range(1, 102)})
    with pytest.raises(InputRefused, match="digits"):
        await pages.act(ACCESS, {"@maya": PageAction.SEND})
    assert await pages.act(ACCESS, {}) == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"error_code": 400, "error_message": "limit must be between 1 and 1000."}, InputRefused),
        (401, {"error_code": 401, "error_message": "bad token"}, LoginDead),
        (403, {"error_code": 403, "error_message": "Missing permission: facebook_branded_content_ads_brand."}, ScopeMissing),
        (404, {"error_code": 404, "error_message": "The Page does not exist."}, InputRefused),
        (429, {"error_code": 429, "error_message": "slow down"}, GraphThrottled),
        (400, {"error": {"message": "m", "code": 190, "error_subcode": 463}}, LoginDead),
        (403, {"error": {"message": "m", "code": 200}}, ScopeMissing),
        (403, {"type": "about:blank", "title": "Forbidden", "detail": "no", "status": 403}, ScopeMissing),
        (401, {"message": "no"}, LoginDead),
        (400, {}, InputRefused),
        (403, None, GraphNonsense),
        (500, {"message": "oops"}, GraphError),
    ],
)  # fmt: skip
async def test_an_error_of_the_whole_call_is_read_in_every_form_it_may_have(
    status: int, body: object, kind: type[GraphError]
) -> None:
    answer = always(status, text="<html>Forbidden</html>") if body is None else always(status, json=body)
    with pytest.raises(kind) as caught:
        await rows_of(answer)
    assert type(caught.value).__name__ != "GraphUnknown"


async def test_a_refused_write_changed_nothing_and_an_unreadable_answer_may_have() -> None:
    with pytest.raises(ScopeMissing) as refused:
        await client_over(always(403, json={"title": "Forbidden"})).pages.act(ACCESS, {"21": PageAction.SEND})
    assert not refused.value.may_have_happened
    with pytest.raises(GraphUnanswered) as unread:
        await client_over(always(403, text="<html>")).pages.act(ACCESS, {"21": PageAction.SEND})
    assert unread.value.may_have_happened


async def test_a_missing_scope_is_named() -> None:
    body = {"error_code": 403, "error_message": "Missing permission: facebook_branded_content_ads_brand."}
    with pytest.raises(ScopeMissing) as caught:
        await rows_of(always(403, json=body))
    assert caught.value.missing_scopes == ("facebook_branded_content_ads_brand",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["id", "partner_page_id", "status", "created_at", "permission_direction", "alp_permission_id", "error_code"]
answers = st.lists(st.dictionaries(st.sampled_from(NAMES), json_values, max_size=7), max_size=3) | json_values


@given(status=st.sampled_from([200, 400, 401, 403, 404, 429, 500]), body=answers)
async def test_any_answer_is_a_value_or_a_graph_error(status: int, body: object) -> None:
    pages = client_over(always(status, content=json.dumps(body))).pages
    with contextlib.suppress(GraphError):
        assert all(isinstance(row, PagePermission) for row in [row async for row in pages.listed(ACCESS)])
    with contextlib.suppress(GraphError):
        results = await pages.act(ACCESS, {"21": PageAction.REMOVE})
        assert all(isinstance(result, PartnerResult) for result in results)
