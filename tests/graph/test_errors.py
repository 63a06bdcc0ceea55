"""Every code Meta documents becomes one typed error with words a person can act on."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graph import (
    Blocked,
    CreatorNotFound,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphTransient,
    GraphUnanswered,
    GraphUnknown,
    InputRefused,
    LoginDead,
    Remedy,
    ScopeMissing,
    SetupWrong,
    classify,
)
from bot.graph.codes import RULES

# Written out by hand from Meta's tables, so that a slip in the table of the code shows.
EXPECTED: list[tuple[int, int | None, type[GraphError]]] = [
    *((code, None, GraphTransient) for code in (-1, -3, 1, 2)),
    (1, 99, GraphTransient),
    *((code, None, GraphThrottled) for code in (4, 17, 32, 341, 613)),
    *((4, subcode, GraphThrottled) for subcode in (1504022, 1504039)),
    *((17, subcode, GraphThrottled) for subcode in (2446079, 1885172)),
    *((613, subcode, GraphThrottled) for subcode in (1996, 1487742, 5044001)),
    *((code, None, GraphThrottled) for code in (80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014)),
    (80004, 2446079, GraphThrottled),
    *((code, None, ScopeMissing) for code in (3, 10, 200, 210, 283, 294, 299)),
    *((code, None, LoginDead) for code in (102, 104, 190, 459)),
    *((190, subcode, LoginDead) for subcode in (458, 459, 460, 463, 464, 467, 492, 999)),
    *((code, None, InputRefused) for code in (100, 506, 2500, 1815199, 3867105)),
    (100, 33, InputRefused),
    *((code, subcode, InputRefused) for code, subcode in ((24, None), (24, 2207006))),
    *((code, subcode, CreatorNotFound) for code, subcode in ((110, None), (110, 2207013))),
    *((code, None, InputRefused) for code in (1885557, 2446289, 2490155)),
    *((100, subcode, InputRefused) for subcode in (1815199, 3867105, 1885557)),
    *((code, None, SetupWrong) for code in (101, 191, 2200)),
    (368, None, Blocked),
    *((code, None, GraphUnknown) for code in (5, 199, 300, 80013, 10**12)),
]


def answer(code: Any, subcode: Any = None, *, message: str = "(#0) text", **more: Any) -> bytes:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC", **more}
    return json.dumps({"error": error | ({} if subcode is None else {"error_subcode": subcode})}).encode()


def sentences(error: GraphError) -> tuple[str, str, str]:
    return error.happened, error.why, error.todo


def leaves(kind: type[GraphError]) -> Iterator[type[GraphError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from leaves(below)


@pytest.mark.parametrize(("code", "subcode", "kind"), EXPECTED)
@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_a_code_is_the_same_error_whatever_the_http_status(
    code: int, subcode: int | None, kind: type[GraphError], status: int
) -> None:
    error = classify(status, {}, answer(code, subcode))

    assert type(error) is (GraphTransient if status == 500 and kind is GraphUnknown else kind)
    assert (error.code, error.subcode, error.trace_id) == (code, subcode, "AbC")
    assert all(sentences(error))
    assert "{" not in error.sentence


def test_the_table_and_this_test_know_the_same_codes() -> None:
    assert set(RULES) <= {(code, subcode) for code, subcode, _kind in EXPECTED}


def test_every_error_says_what_helps_and_every_remedy_has_its_branch() -> None:
    branches = {kind: kind.remedy for kind in GraphError.__subclasses__()}
    assert set(branches.values()) == set(Remedy)
    for kind in leaves(GraphError):
        above = [branch for branch in branches if issubclass(kind, branch)]
        assert kind is GraphError or kind.remedy == branches[above[0]]


def test_no_two_reasons_of_a_dead_login_share_their_words() -> None:
    subcodes = (None, 458, 459, 460, 463, 464, 467, 492)
    assert len({classify(400, {}, answer(190, subcode)).why for subcode in subcodes}) == len(subcodes)


@pytest.mark.parametrize("kind", list(leaves(GraphError)))
def test_every_error_explains_itself_and_survives_pickling(kind: type[GraphError]) -> None:
    error = kind()
    assert all(sentences(error))

    error.code, error.may_have_happened = 7, True
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes, as a workflow stores them
    assert type(again) is kind
    assert again.__dict__ == error.__dict__
    assert str(again) == str(error)


def test_a_number_of_the_marketing_api_means_the_same_as_code_and_as_subcode() -> None:
    for number in (1815199, 3867105, 1885557):
        assert sentences(classify(400, {}, answer(100, number))) == sentences(classify(400, {}, answer(number)))


def test_a_missing_scope_is_named_when_metas_text_names_it() -> None:
    text = "(#10) Requires instagram_branded_content_ads_brand and business_management permission"
    error = classify(400, {}, answer(10, message=text))
    assert isinstance(error, ScopeMissing)
    assert error.missing_scopes == ("instagram_branded_content_ads_brand", "business_management")
    assert "instagram_branded_content_ads_brand" in error.sentence


def test_a_mistyped_and_a_personal_account_get_the_same_words() -> None:
    assert "personal account" in classify(400, {}, answer(110, 2207013)).sentence
    assert "typo" in classify(400, {}, answer(110, 2207013)).sentence


def test_transient_is_believed_except_of_a_throttle_or_a_block() -> None:
    assert type(classify(400, {}, answer(77, is_transient=True))) is GraphTransient
    assert type(classify(400, {}, answer(100, is_transient=True))) is GraphTransient
    assert type(classify(400, {}, answer(4, is_transient=True))) is GraphThrottled
    assert type(classify(400, {}, answer(368, is_transient=True))) is Blocked


@pytest.mark.parametrize(
    ("code", "status", "may_have"),
    [(1, 500, True), (2, 400, True), (12345, 400, True), (100, 400, False), (4, 400, False)],
)
def test_a_write_that_met_an_unclear_fault_may_have_happened(code: int, status: int, may_have: bool) -> None:
    error = classify(status, {}, answer(code), wrote=True)
    assert error.may_have_happened is may_have
    assert ("before asking again" in error.todo) is may_have
    assert classify(status, {}, answer(code)).may_have_happened is False


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"message":"m","code":"190","error_subcode":"463"}}',
        b'{"error_code":190,"error_subcode":463,"error_description":"m"}',
        b'{"error_type":"OAuthException","code":190,"error_subcode":463,"error_message":"m"}',
        b'{"error":{"message":"m","code":190,"error_subcode":463,"error_data":"null"}}',
        b'{"error":{"message":"m","code":190,"error_subcode":463,"error_data":{"blame_field_specs":[["x"]]}}}',
    ],
)
def test_every_shape_of_an_error_is_read(body: bytes) -> None:
    error = classify(200, {}, body)
    assert (type(error), error.code, error.subcode) == (LoginDead, 190, 463)


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b"null", b"[1]", b"\xff\xfe", b"[" * 100_000, b"9" * 5000])
def test_what_cannot_be_read_depends_on_whether_something_was_written(body: bytes) -> None:
    assert type(classify(200, {}, body)) is GraphNonsense
    assert type(classify(502, {}, body)) is GraphUnanswered
    assert classify(502, {}, body).may_have_happened is False
    for status in (200, 302, 403, 502):
        written = classify(status, {}, body, wrote=True)
        assert (type(written), written.may_have_happened) == (GraphUnanswered, True)
    throttled = classify(429, {"Retry-After": "30"}, body, wrote=True)
    assert isinstance(throttled, GraphThrottled)
    assert throttled.wait_seconds == 30


def test_an_unknown_code_is_shown_as_it_came() -> None:
    error = classify(400, {}, answer(4321, 77, message="Something new"))
    assert "4321/77" in error.happened
    assert "Something new" in error.why


def test_the_words_for_people_are_preferred_and_cut_to_size() -> None:
    body = answer(100, message="(#100) x", error_user_msg="Pick another\x00 creator. " + "long " * 200)
    why = classify(400, {}, body).why
    assert "Pick another creator." in why
    assert len(why) < 330


@pytest.mark.parametrize("code", [100, 4321])
def test_a_token_that_meta_quotes_is_not_passed_on(code: int) -> None:
    looks_like_one = "EAAGm0PX4ZCpsBAKZCZD"
    message = f"Malformed access token {looks_like_one} or short-one or {'a1' * 30}"
    sentence = classify(400, {}, answer(code, message=message), secrets=("short-one",)).sentence
    assert "Malformed access token" in sentence
    for secret in (looks_like_one, "short-one", "a1" * 30):
        assert secret not in sentence


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
error_bodies = st.fixed_dictionaries(
    {},
    optional={
        name: json_values | st.sampled_from([1, 4, 100, 190, 368, "10", -5])
        for name in ("code", "error_subcode", "message", "is_transient", "error_user_msg", "fbtrace_id", "error_data")
    },
)
bodies = st.one_of(
    st.binary(max_size=60),
    json_values.map(lambda value: json.dumps(value).encode()),
    error_bodies.map(lambda value: json.dumps({"error": value}).encode()),
    error_bodies.map(lambda value: json.dumps(value).encode()),
)
usage = st.sampled_from(["X-Business-Use-Case-Usage", "X-Ad-Account-Usage", "Retry-After"])


@given(
    status=st.integers(100, 599),
    headers=st.dictionaries(usage, st.text(max_size=30) | json_values.map(json.dumps), max_size=3),
    body=bodies,
    wrote=st.booleans(),
)
def test_any_answer_at_all_gets_an_error_with_words(
    status: int, headers: dict[str, str], body: bytes, wrote: bool
) -> None:
    error = classify(status, headers, body, wrote=wrote)
    assert isinstance(error, GraphError)
    assert all(sentences(error))
    error.sentence.encode()
    if isinstance(error, GraphThrottled):
        assert 0 < error.wait_seconds <= 24 * 3600
