"""How long to wait, from the headers Meta documents and their differing units."""

from __future__ import annotations

import json

import pytest

from bot.graph import GraphThrottled, classify
from bot.graph.throttle import in_words, seconds_to_wait


def usage(*minutes: object) -> str:
    return json.dumps({"1784": [{"type": "instagram", "estimated_time_to_regain_access": item} for item in minutes]})


def throttled(code: int, headers: dict[str, str]) -> GraphThrottled:
    error = classify(400, headers, json.dumps({"error": {"message": "m", "code": code}}).encode())
    assert isinstance(error, GraphThrottled)
    return error


def test_business_usage_counts_in_minutes_and_the_longest_holds() -> None:
    assert seconds_to_wait({"X-Business-Use-Case-Usage": usage(0, 3, 12)}) == 720


def test_ad_account_usage_counts_in_seconds() -> None:
    assert seconds_to_wait({"x-ad-account-usage": '{"acc_id_util_pct":100,"reset_time_duration":100}'}) == 100


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", usage(0), usage("5"), usage(-4), usage(True), '{"a":1}', '{"a":[1]}', usage(float("nan"))],
)
def test_a_header_that_says_nothing_usable_is_passed_over(text: str) -> None:
    headers = {"X-Business-Use-Case-Usage": text, "X-Ad-Account-Usage": text, "Retry-After": text}
    assert seconds_to_wait(headers) is None
    assert throttled(80002, headers).wait_seconds == 900


def test_an_absurd_wait_is_cut_to_a_day() -> None:
    assert seconds_to_wait({"X-Business-Use-Case-Usage": usage(10**400)}) == 24 * 3600


def test_the_wait_and_whom_it_binds_reach_the_person() -> None:
    error = throttled(80002, {"X-Business-Use-Case-Usage": usage(25)})
    assert (error.wait_seconds, error.scope) == (1500, "business")
    assert "25 minutes" in error.todo
    assert throttled(4, {}).scope == "app"
    assert throttled(17, {}).scope == "user"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "a minute"), (60, "a minute"), (61, "2 minutes"), (5400, "90 minutes"), (5401, "2 hours")],
)
def test_a_wait_is_said_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
