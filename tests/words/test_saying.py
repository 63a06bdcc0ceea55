"""Saying something: values go in as they are, numbers and forms follow the language, and nothing missing stops anybody."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import english, say, speak, speaking, spoken, written
from tests.words.languages import made_up

POLISH: dict[str, str | tuple[str, ...]] = {
    "profiles.connected": ("{count} profil połączony", "{count} profile połączone", "{count} profili połączonych"),
    "profiles.since": "od {moment}",
    "state.waiting": "Czeka na twórcę",
}


@pytest.fixture
def words_are_there() -> None:
    """Here it is tried what happens when words are not there."""


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 profili połączonych"),
        (1, "1 profil połączony"),
        (2, "2 profile połączone"),
        (5, "5 profili połączonych"),
        (12, "12 profili połączonych"),
        (22, "22 profile połączone"),
        (112, "112 profili połączonych"),
    ],
)
def test_a_language_with_several_plural_forms_takes_the_one_its_rule_says(
    tmp_path: Path, count: int, words: str
) -> None:
    with speaking(made_up(tmp_path, "pl", POLISH)):
        assert say("profiles.connected", count=count) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 profiles connected"),
        (1, "1 profile connected"),
        (2, "2 profiles connected"),
        (1_204, "1,204 profiles connected"),
    ],
)
def test_english_has_one_and_many(count: int, words: str) -> None:
    assert say("profiles.connected", count=count) == words


def test_numbers_are_written_the_languages_way(tmp_path: Path) -> None:
    with speaking(made_up(tmp_path, "de", {"profiles.connected": ("{count} Profil", "{count} Profile")})):
        assert say("profiles.connected", count=12_045) == "12.045 Profile"


@given(st.text())
@pytest.mark.parametrize("code", ["en", "pl"])
def test_a_value_goes_in_as_it_is_whatever_braces_it_holds(
    tmp_path_factory: pytest.TempPathFactory, code: str, value: str
) -> None:
    language = english() if code == "en" else made_up(tmp_path_factory.getbasetemp(), "pl", POLISH)

    with speaking(language):
        assert say("profiles.since", moment=value).endswith(f" {value}")


def test_a_value_that_looks_like_a_place_is_not_filled() -> None:
    assert say("profiles.since", moment="{moment} {count} {0.__class__}") == "since {moment} {count} {0.__class__}"


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    with speaking(made_up(tmp_path, "pl", POLISH)):
        assert say("state.waiting") == "Czeka na twórcę"
        assert say("state.approved") == "Approved"
        assert say("connect.page.done", count=5) == "5 accounts are connected"


def test_a_key_that_no_language_has_is_shown_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert say("profiles.nonsense", count=3) == "profiles.nonsense"

    assert "profiles.nonsense" in caplog.text


def test_a_place_without_its_value_is_shown_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert say("profiles.since") == "since {moment}"

    assert "profiles.since" in caplog.text
    assert "moment" in caplog.text


async def test_a_language_is_spoken_in_its_own_task_and_in_those_it_starts(tmp_path: Path) -> None:
    polish = made_up(tmp_path, "pl", POLISH)
    both_are_here = asyncio.Barrier(2)

    async def in_polish() -> str:
        speak(polish)
        await both_are_here.wait()
        return await asyncio.create_task(say_state())

    async def in_english() -> str:
        await both_are_here.wait()
        return await say_state()

    async def say_state() -> str:
        return say("state.waiting")

    one, other = await asyncio.gather(in_polish(), in_english())

    assert (one, other) == ("Czeka na twórcę", "Waiting for the creator")
    assert spoken() is english()


def test_a_date_has_the_names_of_the_language_spoken(tmp_path: Path) -> None:
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    assert written(noon, "d MMMM y, HH:mm") == "22 November 2026, 12:00"
    with speaking(made_up(tmp_path, "pl", POLISH)):
        assert written(noon, "d MMMM y, HH:mm") == "22 listopada 2026, 12:00"
