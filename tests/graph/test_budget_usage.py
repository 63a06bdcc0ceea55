"""What an answer says of the limits: Meta's headers in every unit they come in, and refusals that lift."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import GraphThrottled, classify
from bot.graph.buckets import Bucket, Draws, business, draws_of, platform
from bot.graph.budget import DAY, HOUR, Gauge
from bot.graph.call import Call, Host
from bot.graph.comments import calls as comments
from bot.graph.creators.calls import discover
from bot.graph.permissions.calls import list_permissions
from bot.graph.usage import heard
from tests.graph.desk import APP, APP_SECRET, BRAND, META_APP, TOKEN

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIST = list_permissions(BRAND, creator_username=None, limit=100)
OURS = business(APP, BRAND)
BUSINESS, AD_ACCOUNT = "X-Business-Use-Case-Usage", "X-Ad-Account-Usage"

# As Meta's guide "Rate Limits" shows them.
APP_USAGE = '{"call_count":28,"total_time":25,"total_cputime":26}'
TWO_ACCOUNTS = json.dumps(
    {
        BRAND: [
            {
                "type": "pages",
                "call_count": 4,
                "total_cputime": 1,
                "total_time": 2,
                "estimated_time_to_regain_access": 0,
            },
            {
                "type": "instagram",
                "call_count": 95,
                "total_cputime": 20,
                "total_time": 20,
                "estimated_time_to_regain_access": 0,
                "ads_api_access_tier": "standard_access",
            },
        ],
        "112130216863063": [
            {
                "type": "ads_management",
                "call_count": 100,
                "total_cputime": 97,
                "total_time": 97,
                "estimated_time_to_regain_access": 25,
            }
        ],
    }
)


def draws(call: Call, token: str | None = TOKEN) -> Draws:
    return draws_of(call, token=None if token is None else SecretStr(token), app=META_APP)


def said(
    headers: Mapping[str, str] | None = None, *, call: Call = LIST, error: GraphThrottled | None = None
) -> dict[Bucket, Gauge]:
    return heard(headers or {}, draws=draws(call), app=META_APP, now=NOW, error=error)


def throttled(code: int, subcode: int | None = None, headers: Mapping[str, str] | None = None) -> GraphThrottled:
    body = {"error": {"message": "m", "code": code, "error_subcode": subcode}}
    error = classify(400, headers or {}, json.dumps(body).encode())
    assert isinstance(error, GraphThrottled)
    return error


# What a call draws from


def test_a_call_about_an_account_draws_from_that_account_and_any_other_call_from_the_platform_limits() -> None:
    assert OURS in draws(LIST)
    assert platform(APP) not in draws(LIST)
    assert platform(APP) in draws(Call("GET", "/me/accounts"))
    assert business(APP, "act_123") in draws(Call("GET", "/act_123/ads"))
    assert business(APP, "77") in draws(
        Call("GET", "/partnership-ads/fb-account-level-permissions/77", host=Host.PAGES)
    )


def test_looking_a_creator_up_is_counted_for_the_login_though_it_names_the_own_account() -> None:
    looking_up = draws(discover(BRAND, username="maya.makes"))
    assert platform(APP) in looking_up
    assert OURS not in looking_up


def test_calls_about_posts_and_comments_draw_from_one_budget_for_each_login_whatever_the_post() -> None:
    hide, read = comments.hide("17999", hidden=True), comments.list_on_media("18001", with_fields=True)
    assert draws(hide).business == draws(read).business != draws(read, "EAAanotherLogin").business
    assert draws(hide).blamed("business") in draws(read)
    assert draws(read).blamed("business") not in draws(LIST)


def test_what_stops_every_call_of_the_app_or_the_login_binds_platform_calls_too_and_not_the_other_way_round() -> None:
    of_account, of_platform = draws(LIST), draws(Call("GET", "/me"))
    for scope in ("app", "user"):
        assert of_account.blamed(scope) in of_platform
        assert of_platform.blamed(scope) not in of_account


def test_a_call_without_a_login_or_an_account_blames_what_it_has() -> None:
    alone = draws(Call("GET", "/oauth/access_token"), token=None)
    assert {alone.blamed(scope) for scope in ("app", "user", "business")} == {platform(APP)}


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_no_bucket_tells_a_token_or_its_proof_and_each_login_has_its_own(token: str) -> None:
    names = " ".join(bucket.name for bucket in draws(LIST, token))
    assert len(token) < 6 or token not in names
    assert APP_SECRET not in names
    assert (draws(LIST, token).user == draws(LIST, TOKEN).user) == (token == TOKEN)


# Headers


def test_app_usage_tells_the_highest_of_its_numbers_for_a_rolling_hour() -> None:
    assert said({"X-App-Usage": APP_USAGE}) == {platform(APP): Gauge(used=28, read_at=NOW, window=HOUR)}


def test_each_account_that_a_header_tells_of_gets_its_own_and_the_worst_of_several_entries() -> None:
    found = said({"x-business-use-case-usage": TWO_ACCOUNTS})
    assert found == {
        OURS: Gauge(used=95, read_at=NOW, window=DAY),
        business(APP, "112130216863063"): Gauge(used=100, read_at=NOW, window=HOUR, lifts_at=NOW + 25 * MINUTE),
    }


def test_a_key_that_repeats_and_a_regain_in_any_entry_are_taken_in() -> None:
    entries = [
        {"type": "instagram", "call_count": 70, "estimated_time_to_regain_access": 0},
        {"type": "instagram", "call_count": 60, "total_time": 99, "estimated_time_to_regain_access": 3},
        {"type": "instagram", "call_count": 10, "estimated_time_to_regain_access": 1},
    ]
    assert said({BUSINESS: json.dumps({BRAND: entries})}) == {
        OURS: Gauge(used=99, read_at=NOW, window=DAY, lifts_at=NOW + 3 * MINUTE)
    }


def test_the_only_account_told_of_is_ours_by_whichever_of_its_ids() -> None:
    usage = json.dumps({"987": [{"type": "instagram", "call_count": 81}]})
    found = said({BUSINESS: usage})
    assert found[OURS] == found[business(APP, "987")] == Gauge(used=81, read_at=NOW, window=DAY)


def test_one_of_several_that_are_told_of_is_not_taken_for_ours() -> None:
    usage = json.dumps({each: [{"type": "instagram", "call_count": 99}] for each in ("987", "986")})
    assert OURS not in said({BUSINESS: usage})


def test_an_ad_account_tells_when_it_resets_in_seconds() -> None:
    call = Call("GET", "/act_5/ads")
    nearly = said({AD_ACCOUNT: '{"acc_id_util_pct":9.67,"reset_time_duration":100}'}, call=call)
    assert nearly == {business(APP, "act_5"): Gauge(used=9.67, read_at=NOW, window=timedelta(seconds=100))}
    spent = said({AD_ACCOUNT: '{"acc_id_util_pct":100,"reset_time_duration":300}'}, call=call)
    assert spent[business(APP, "act_5")].lifts_at == NOW + 5 * MINUTE


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    BRAND,
                    "type",
                    "call_count",
                    "estimated_time_to_regain_access",
                    "acc_id_util_pct",
                    "reset_time_duration",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(json_values.map(json.dumps) | st.text(max_size=20))
@example(text='{"17841400000000001": [{"type": []}]}')
def test_any_header_is_read_or_passed_over(text: str) -> None:
    for gauge in said(dict.fromkeys(("X-App-Usage", BUSINESS, AD_ACCOUNT), text)).values():
        assert 0 <= gauge.used <= 1000
        assert gauge.lifts_at is None or NOW < gauge.lifts_at <= NOW + DAY


# Refusals


@pytest.mark.parametrize(
    ("code", "subcode", "scope"),
    [
        (4, None, "app"),
        (4, 1504022, "app"),
        (17, None, "user"),
        (17, 2446079, "business"),
        (32, None, "user"),
        (341, None, "app"),
        (613, None, "user"),
        (613, 1996, "app"),
        (613, 1487742, "business"),
        (613, 5044001, "business"),
        *[(code, None, "business") for code in (80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014)],
    ],
)
def test_every_throttle_stops_what_its_code_is_about_for_as_long_as_it_says(
    code: int, subcode: int | None, scope: str
) -> None:
    error = throttled(code, subcode)
    (found,) = said(error=error).items()
    bucket, wall = found
    assert bucket.scope == scope == error.scope
    assert wall.lifts_at == NOW + timedelta(seconds=error.wait_seconds)


def test_a_refused_account_waits_by_its_own_minutes_and_not_by_those_of_another() -> None:
    usage = json.dumps(
        {
            BRAND: [{"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 5}],
            "986": [{"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 300}],
        }
    )
    found = said({BUSINESS: usage}, error=throttled(80002, None, {BUSINESS: usage}))
    assert found[OURS].lifts_at == NOW + 5 * MINUTE
    assert found[business(APP, "986")].lifts_at == NOW + 300 * MINUTE


def test_an_answer_that_says_nothing_of_limits_is_no_news() -> None:
    assert said() == {}
    assert said({"Content-Type": "application/json"}) == {}
