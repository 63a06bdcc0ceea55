"""What people read when something fails: always what happened and what to do, never how the program is made."""

from __future__ import annotations

import logging

import pytest

from bot.errors import GreenlightError, NotFound, StorageDown
from bot.slack.errors import SlackBusy
from handlers.caller import caller_of
from handlers.command import unknown
from handlers.errors import error_view, explained
from handlers.request.submission import nothing_accepted
from storage.database import DatabaseDown
from tests.handlers.desk import words_of
from tests.handlers.limits import VIEW, broken_limits


@pytest.mark.parametrize(("reason", "why"), [("locked", "lock"), ("full", "full"), ("gone", "reached")])
def test_a_database_that_is_down_is_told_as_nothing_accepted(reason: str, why: str) -> None:
    told = explained(DatabaseDown(reason))

    assert isinstance(told, StorageDown)
    assert told.sentence.startswith("Nothing was accepted")
    assert why in told.why
    assert told.todo


def test_an_unknown_error_gives_a_reference_that_the_log_has_too_and_no_inner_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        told = explained(ValueError("row 7 of table x"))

    assert "row 7" not in told.sentence
    reference = told.why.rstrip(".").split()[-1]
    assert reference in caplog.text
    assert "row 7 of table x" in caplog.text
    assert told.todo


@pytest.mark.parametrize("error", [SlackBusy(wait_seconds=5, why="It is slow."), TimeoutError(), ConnectionError()])
def test_a_person_is_told_to_try_again_because_a_listener_does_not_do_it_itself(error: Exception) -> None:
    told = explained(error)

    assert told.happened == "Slack did not answer Greenlight."
    assert told.todo == "Try again in a minute."


def test_a_refused_submission_says_once_that_nothing_was_accepted() -> None:
    for error in (DatabaseDown("locked"), TimeoutError(), NotFound("It is gone.")):
        assert nothing_accepted(error).count("Nothing was accepted") == 1
        assert "What you typed is kept" in nothing_accepted(error)


def test_an_error_window_holds_any_error_and_keeps_its_mentions() -> None:
    view = error_view(GreenlightError("Not <!here>. " + "x" * 9000, why="See <#C0SPRING>.", todo="Ask <@U0ANA>."))

    assert broken_limits(view["blocks"], most_blocks=VIEW) == []
    assert "Not &lt;!here&gt;." in words_of(view)
    assert "<@U0ANA>" in words_of(view)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("requst", "request"),
        ("STATSU", "status"),
        ("campain", "campaign"),
        ("profile", "profiles"),
        ("@maya.makes", "request @maya.makes"),
    ],
)
def test_a_mistyped_sub_command_gets_the_closest_one(typed: str, meant: str) -> None:
    assert f"Did you mean `/partnership {meant}`?" in unknown(typed)


def test_a_word_like_no_other_is_named_and_guessed_at_by_nobody() -> None:
    assert unknown("xyzzy") == "There is no `/partnership xyzzy`."


def test_the_caller_is_read_from_an_organisations_view_whose_team_is_null() -> None:
    caller = caller_of({"team": None, "user": {"id": "U1"}, "view": {"team_id": "T9"}})

    assert (caller.workspace_id, caller.person_id, caller.channel_id) == ("T9", "U1", None)
