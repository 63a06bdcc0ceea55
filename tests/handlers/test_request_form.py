"""The request form's own rules: what it remembers, what it refuses, what it reads out of messages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.creators.handles import read_handles
from bot.permissions.asking.preflight import Preflight, Verdict
from bot.permissions.status import State
from handlers.request.checks import wrong
from handlers.request.found import handles_in
from handlers.request.ids import Action
from handlers.request.memory import Choice, Form, Memory, read_form
from handlers.request.modal import MOST_AT_ONCE, draw_form
from handlers.request.preflight import draw_busy, draw_found, kept
from handlers.request.preview import draw_preview
from handlers.request.result import Asked, Submission, draw_result, is_settled
from handlers.request.template import message_of
from storage.ids import ChannelId, RequestId
from tests.handlers.builders import NOON, facts
from tests.handlers.desk import words_of
from tests.handlers.limits import VIEW, broken_limits

CAMPAIGN, PROFILE = Choice(id="c1", text="Spring Launch"), Choice(id="p1", text="@northlight.skin")


def form(handles: str = "@maya.makes", *, message: str = "", **memory: Any) -> Form:
    usual: dict[str, Any] = {"campaign": CAMPAIGN, "profile": PROFILE}
    return Form(memory=Memory(**{**usual, **memory}), handles=handles, message=message)


def submitted(view: dict[str, Any], **state: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it back: each action's state under the block it stands in."""
    ids = {block["element"]["action_id"]: block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return {**view, "state": {"values": {ids[action]: {action: value} for action, value in state.items()}}}


def test_nothing_is_wrong_with_one_handle_a_campaign_and_a_profile() -> None:
    assert wrong(form()) == {}


@pytest.mark.parametrize("typed", ["", "   ", "\n,;\n"])
def test_no_handle_at_all_is_said_beside_the_handles(typed: str) -> None:
    assert "at least one" in wrong(form(typed))[Action.HANDLES]


def test_each_misread_handle_is_named_with_why() -> None:
    words = wrong(form("@maya.makes héllo explore https://www.instagram.com/p/abc/"))[Action.HANDLES]

    assert words.startswith("3 entries are not a handle.")
    assert "“héllo”: a handle has only letters" in words
    assert "“explore”: Instagram keeps that word" in words
    assert "this is a link to a post" in words


def test_two_hundred_handles_with_repetitions_count_once_each() -> None:
    typed = "\n".join(f"creator{number % 40}" for number in range(200))

    assert Action.HANDLES not in wrong(form(typed))


def test_too_many_different_handles_are_counted_and_it_is_said_what_to_do() -> None:
    words = wrong(form("\n".join(f"creator{number}" for number in range(MOST_AT_ONCE + 7))))[Action.HANDLES]

    assert f"{MOST_AT_ONCE + 7} different handles" in words
    assert "Take 7 out" in words


def test_a_missing_campaign_and_profile_say_how_to_get_one() -> None:
    found = wrong(form(campaign=None, profile=None))

    assert "/partnership campaign" in found[Action.CAMPAIGN]
    assert "/partnership profiles" in found[Action.PROFILE]


def test_a_message_is_measured_with_the_longest_handle_in_it() -> None:
    message = "x" * 990 + "{creator}"

    assert wrong(form("abc abcdefghij", wants_message=True, message=message)) == {}
    assert "Shorten it by 1 " in wrong(form("abc abcdefghijk", wants_message=True, message=message))[Action.MESSAGE]


def test_a_message_behind_a_closed_toggle_is_neither_checked_nor_kept() -> None:
    hidden = form(message="x" * 2000, wants_message=False)

    assert wrong(hidden) == {}
    assert message_of(hidden) is None


@pytest.mark.parametrize("message", ["Dear maya.makes", "Hi @maya.makes!", "(@juno)"])
def test_a_message_that_names_one_of_several_creators_is_refused(message: str) -> None:
    several = form("maya.makes juno", message=message, wants_message=True)

    assert "Write {creator} in its place" in wrong(several)[Action.MESSAGE]
    assert wrong(form("maya.makes", message=message, wants_message=True)) == {}


def test_a_word_that_could_be_a_handle_is_just_a_word() -> None:
    assert wrong(form("home juno", message="Come home, juno.", wants_message=True)) == {}


def test_a_place_that_is_none_is_refused_beside_the_message_and_the_nearest_is_named() -> None:
    found = wrong(form(message="Hi {creater}!", wants_message=True))

    assert list(found) == [Action.MESSAGE]
    assert "Did you mean {creator}?" in found[Action.MESSAGE]


def test_the_preview_shows_the_text_as_it_arrives_and_how_long_it_is() -> None:
    shown = words_of(draw_preview("Hi maya.makes <3 é", creator="maya.makes"))

    assert "Preview for @maya.makes · 19 bytes; a direct message takes 1,000" in shown
    assert "Hi maya.makes <3 é" in shown
    assert ":warning:" in words_of(draw_preview("é" * 501, creator=None))


def test_the_form_reads_back_what_was_typed_and_chosen() -> None:
    view = draw_form(form("", wants_message=True, message_round=3, campaign=None))
    chosen = {"type": "external_select", "selected_option": {"text": {"text": "Summer"}, "value": "c2"}}
    state: dict[str, Any] = {
        Action.HANDLES: {"type": "plain_text_input", "value": "@juno.skates"},
        Action.CAMPAIGN: chosen,
        Action.PROFILE: {"type": "external_select", "selected_option": None},
        Action.WANTS_MESSAGE: {"type": "checkboxes", "selected_options": []},
        Action.MESSAGE: {"type": "plain_text_input", "value": None},
    }

    read = read_form(submitted(view, **state))

    assert read.handles == "@juno.skates"
    assert read.memory.campaign == Choice(id="c2", text="Summer")
    assert read.memory.profile is None
    assert not read.memory.wants_message
    assert read.memory.message_round == 3


@given(
    handles=st.text(max_size=4000),
    message=st.text(max_size=4000),
    name=st.text(min_size=1, max_size=80),
    wants_message=st.booleans(),
    has_campaigns=st.booleans(),
)
def test_whatever_is_in_it_the_form_stays_within_slacks_limits(
    handles: str, message: str, name: str, wants_message: bool, has_campaigns: bool
) -> None:
    drawn = draw_form(
        form(
            handles,
            message=message,
            campaign=Choice(id="c" * 32, text=name),
            wants_message=wants_message,
            has_campaigns=has_campaigns,
        )
    )

    assert broken_limits(drawn["blocks"], most_blocks=VIEW) == []
    assert len(drawn["private_metadata"]) <= 3000
    assert all(len(drawn[part]["text"]) <= 24 for part in ("title", "submit", "close"))


def test_the_preflight_says_each_verdict_in_words_and_what_was_folded() -> None:
    reading = read_handles("maya.makes @MAYA.makes gone private bad!")
    found = [
        Preflight(creator_username="maya.makes", verdict=Verdict.READY, followers=48210),
        Preflight(creator_username="gone", verdict=Verdict.NOT_FOUND, words="No professional account has it."),
        Preflight(
            creator_username="private", verdict=Verdict.UNKNOWN, words="Meta is slow to answer",
            last_state=State.DECLINED, last_changed_at=NOON,
        ),
    ]  # fmt: skip

    lines = words_of(draw_found(reading, found)).splitlines()
    assert lines[0].endswith("*Ready to ask* · <https://www.instagram.com/maya.makes/|@maya.makes> · 48,210 followers")
    assert "*Not found, or not a professional account*" in lines[1]
    assert "you can ask all the same · last time: declined (<!date^" in lines[2]
    assert "“bad!”" in lines[3]
    assert lines[4] == "1 repetition left out."


def test_what_was_found_stays_in_the_form_and_what_is_still_looked_for_does_not() -> None:
    reading = read_handles("maya.makes")
    found = draw_found(reading, [Preflight(creator_username="maya.makes", verdict=Verdict.READY)])

    assert kept([*draw_busy(reading), *found]) == found


def test_fifty_verdicts_fit_into_the_form() -> None:
    creators = [f"{'a' * 26}{number}" for number in range(MOST_AT_ONCE)]
    found = [Preflight(creator_username=each, verdict=Verdict.UNKNOWN, words="w" * 900) for each in creators]

    drawn = draw_form(form(" ".join(creators)), preflight=draw_found(read_handles(" ".join(creators)), found))
    assert broken_limits(drawn["blocks"], most_blocks=VIEW) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shall we ask @maya.makes and @Juno.Skates? @maya.makes!", ["maya.makes", "juno.skates"]),
        ("Look: <https://www.instagram.com/olive.outdoors/|her page>.", ["olive.outdoors"]),
        ("I like @maya.makes.", ["maya.makes"]),
        ("<@U0BEN> wrote to <!here>, see https://www.instagram.com/p/Cabc/ and mail me@work.example", []),
        ("no names at all", []),
    ],
)
def test_only_what_is_plainly_a_handle_is_read_out_of_a_message(text: str, found: list[str]) -> None:
    assert handles_in(text) == found


def test_the_result_names_what_stood_already_and_links_cards() -> None:
    new = Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=True, facts=facts())
    standing = facts(request_id=RequestId("r2"), creator_username="juno.skates", state=State.APPROVED)
    old = Asked(request_id=RequestId("r2"), creator="juno.skates", is_new=False, facts=standing)
    hidden = Asked(request_id=RequestId("r3"), creator="fickle.finch", is_new=False)
    submission = Submission(
        asked=[new, old, hidden], profile="northlight.skin", campaign="Spring <b>", channel_id=ChannelId("C0SPRING")
    )

    words = words_of(draw_result(submission, links={RequestId("r1"): "https://slack.example/card"}))
    assert "Asking <https://www.instagram.com/maya.makes/|@maya.makes>" in words.replace("*", "")
    assert "Spring &lt;b&gt;" in words
    assert "<https://slack.example/card|card>" in words
    assert "asked already by <@U0ANA>: nothing was sent again" in words
    assert (
        "*Asked already* · <https://www.instagram.com/fickle.finch/|@fickle.finch> · nothing was sent again." in words
    )
    assert is_settled(submission)


def test_a_submission_that_asks_nobody_anew_promises_no_cards() -> None:
    hidden = Asked(request_id=RequestId("r3"), creator="fickle.finch", is_new=False, is_hidden=True)
    submission = Submission(asked=[hidden], profile="p", campaign="c", channel_id=ChannelId("C0"))

    result = draw_result(submission, links={})
    assert result["title"]["text"] == "Asked already"
    assert "*Nothing was sent*" in words_of(result)
    assert "<#C0>" not in words_of(result)
    assert "Who sees its campaign is shown more." in words_of(result)


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.APPROVED])
def test_what_stands_at_meta_is_not_followed_by_what_was_noted_before(verdict: Verdict) -> None:
    found = Preflight(creator_username="gone", verdict=verdict, last_state=State.WAITING, last_changed_at=NOON)

    assert "last time" not in words_of(draw_found(read_handles("gone"), [found]))


def test_a_submission_is_settled_once_every_card_stands() -> None:
    late = Asked(request_id=RequestId("r1"), creator="maya.makes", is_new=True, facts=facts(card_ts=None))
    submission = Submission(asked=[late], profile="p", campaign="c", channel_id=ChannelId("C0"))

    assert not is_settled(submission)
    assert "goes on by itself" in words_of(draw_result(submission, links={}, is_over=True))
