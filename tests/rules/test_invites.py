"""What an invite asks for, how it stands, and which robots open links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from bot.errors import WrongInput
from bot.influencers.links import digest_of, new_token
from bot.influencers.status import AssetState, InviteState, asset_state, invite_state
from bot.influencers.wishes import read_domains
from bot.web.rates import Rate
from bot.web.robots import is_person

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
DOMAIN = st.builds(lambda first, second: f"{first}.{second}.example", LABEL, LABEL)
MOMENT = st.none() | st.just(NOW)


@given(st.lists(DOMAIN, max_size=10), st.sampled_from(["", "https://", "http://", "HTTPS://"]), st.booleans())
def test_domains_are_read_however_they_are_pasted_and_each_is_named_once(
    domains: list[str], scheme: str, has_path: bool
) -> None:
    pasted = [f"{scheme}{each.upper()}{'/shop?x=1' if has_path else ''}" for each in domains]
    expected = tuple(dict.fromkeys(each.removeprefix("www.") for each in domains))
    assert read_domains("\n".join(pasted)) == expected
    assert read_domains(", ".join([*pasted, *pasted])) == expected
    assert read_domains("\n".join(expected)) == expected


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_beside_its_field(typed: str) -> None:
    try:
        read = read_domains(typed)
    except WrongInput as refused:
        wrong = refused.field
    else:
        wrong = "domains"
        assert read_domains("\n".join(read)) == read
    assert wrong == "domains"


@pytest.mark.parametrize("typed", ["northlight", "127.0.0.1", "http://", "-a.example", "a..example", "[::1]", "@maya"])
def test_what_is_no_domain_is_named(typed: str) -> None:
    with pytest.raises(WrongInput, match="no domain"):
        read_domains(f"northlight.example\n{typed}")


def test_a_domain_of_other_letters_is_kept_as_browsers_write_it() -> None:
    assert read_domains("münchen.example") == ("xn--mnchen-3ya.example",)


@given(MOMENT, MOMENT, MOMENT, st.integers(-3, 3))
def test_an_invite_is_open_only_while_nothing_was_done_with_it_and_its_time_lasts(
    used: datetime | None, declined: datetime | None, revoked: datetime | None, days: int
) -> None:
    state = invite_state(
        used_at=used, declined_at=declined, revoked_at=revoked, link_ends_at=NOW + timedelta(days=days), now=NOW
    )
    assert (state is InviteState.OPEN) == (used is declined is revoked is None and days > 0)
    assert (state is InviteState.USED) == (used is not None)


@given(st.booleans(), st.integers(-3, 3), st.booleans(), st.booleans())
def test_an_asset_is_monitored_only_while_it_lasts_lives_and_something_is_wanted(
    is_ended: bool, days: int, is_alive: bool, hears: bool
) -> None:
    state = asset_state(
        is_ended=is_ended, ends_at=NOW + timedelta(days=days), is_alive=is_alive, hears_something=hears, now=NOW
    )
    assert (state is AssetState.EXPIRED) == (is_ended or days <= 0)
    assert (state is AssetState.MONITORING) == (not is_ended and days > 0 and is_alive and hears)


def test_a_token_is_new_each_time_and_what_is_none_has_no_digest() -> None:
    tokens = {new_token() for _turn in range(100)}
    assert len({digest_of(each) for each in tokens}) == 100
    for token in ("", "a" * 42, "a" * 44, "a" * 42 + "é", "a" * 42 + "\n"):
        assert digest_of(token) is None


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_no_window_lets_more_through_than_its_measure(pauses: list[float]) -> None:
    at = 0.0
    rate = Rate(calls=5, seconds=60, clock=lambda: at)
    let: list[float] = []
    for pause in pauses:
        at += pause
        if rate.allows("one"):
            let.append(at)
    assert all(sum(1 for each in let if start <= each < start + 60) <= 10 for start in let)  # two windows may touch
    assert rate.allows("another")


@pytest.mark.parametrize(
    ("agent", "is_one"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", True),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", True),
        ("Mozilla/5.0 (iPhone) Instagram 300.0.0", True),
        ("Twitterbot/1.0", False),
        ("Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview", False),
        ("", False),
    ],
)
def test_people_are_told_from_robots_as_far_as_those_say_who_they_are(agent: str, is_one: bool) -> None:
    headers = [(b"user-agent", agent.encode())] if agent else []
    assert is_person(Request({"type": "http", "method": "GET", "headers": headers})) is is_one
