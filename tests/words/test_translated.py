"""Another language reaches every place: nothing drawn has English left in it, and Slack's limits hold for longer words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotAllowed
from bot.policy import Act, Person, Place, Role, Roles, WorkspaceAct, check, check_workspace, no_such_campaign
from bot.slack.calls import Words
from bot.slack.errors import CLOSED_CODES, ChannelClosed, SlackBusy, SlackRefused
from bot.words import Language, speaking
from handlers.command import unknown
from handlers.errors import explained
from handlers.request.checks import wrong
from handlers.request.memory import Form, Memory
from handlers.request.submission import nothing_accepted
from storage.database import DatabaseDown
from tests.handlers.limits import MESSAGE, VIEW, broken_limits
from tests.words.languages import accented
from tests.words.views import drawings_in_the_code, everything

TITLE = 24
_NO_WORDS = re.compile(
    r"<!date\^\d+\^|\|[^|>]* UTC>|<[^|>]*\|?|`[^`]*`|:\w+:|\{\w+\}|@[\w.]+|/partnership \w+|maya\.makes|“[^”]*”"
)
"""What is the same in every language: markup and its addresses, what is typed or quoted, icons, names."""


@pytest.fixture(scope="module")
def another_language(tmp_path_factory: pytest.TempPathFactory) -> Language:
    return accented(tmp_path_factory.mktemp("words"))


def english_in(text: str) -> list[str]:
    """Name the words of a text that have no accent."""
    return re.findall(r"[A-Za-z]{2,}", _NO_WORDS.sub(" ", text))


def said_in(shown: Any) -> Iterator[str]:
    """Give every text of a drawing that somebody reads or hears."""
    match shown:
        case Words():
            yield shown.text
            yield from said_in(shown.blocks)
        case dict():
            for key, value in shown.items():
                if isinstance(value, str) and key in ("text", "accessibility_label", "initial_value"):
                    yield value
                elif key not in ("private_metadata", "handles"):
                    yield from said_in(value)
        case list():
            for each in shown:
                yield from said_in(each)


def limits_of(shown: Any) -> list[str]:
    """Name the limits of Slack's that a drawing breaks."""
    if isinstance(shown, Words):
        return broken_limits(shown.blocks, most_blocks=MESSAGE)
    if isinstance(shown, list):
        return broken_limits(shown, most_blocks=VIEW)
    titles = [shown[key]["text"] for key in ("title", "submit", "close") if key in shown]
    too_long = [f"{title}: {len(title)} characters" for title in titles if not 0 < len(title) <= TITLE]
    return too_long + broken_limits(shown["blocks"], most_blocks=VIEW)


def test_every_drawing_of_the_code_is_tried_here() -> None:
    assert {name for name, _draw in everything()} == drawings_in_the_code()


@pytest.mark.parametrize("name", sorted(drawings_in_the_code()))
def test_no_english_is_left_in_another_language_and_no_limit_is_broken(another_language: Language, name: str) -> None:
    ways = [draw for each, draw in everything() if each == name]

    with speaking(another_language):
        drawn = [draw() for draw in ways]

    assert {word for shown in drawn for text in said_in(shown) for word in english_in(text)} == set()
    assert [broken for shown in drawn for broken in limits_of(shown)] == []


def refusals() -> Iterator[Callable[[], str]]:
    """Give what is said outside of drawings: beside fields, and in errors."""
    many = " ".join(f"a{number}" for number in range(60))
    for handles in ("", many, "é1", "é1 é2 é3 é4 é5 é6 é7"):
        yield partial(_wrong, Form(memory=Memory(), handles=handles))
    yield partial(_wrong, Form(memory=Memory(wants_message=True), handles="a1", message="é" * 600))
    yield partial(_wrong, Form(memory=Memory(wants_message=True, filled_for="a1"), handles="a1 a2", message="a1"))
    for typed in ("@maya.makes", "12345", "reqest"):
        yield partial(unknown, typed)
    for make in _errors():
        yield partial(_explained, make)


def _wrong(form: Form) -> str:
    return " ".join(wrong(form).values())


def _explained(make: Callable[[], Exception]) -> str:
    return f"{explained(make()).sentence} {nothing_accepted(make())}"


def _errors() -> Iterator[Callable[[], Exception]]:
    yield from (partial(DatabaseDown, reason) for reason in ("locked", "full", "gone"))
    yield TimeoutError
    yield partial(SlackBusy, wait_seconds=1, why="1.")
    yield from (partial(ChannelClosed, code, channel_id="C0SPRING") for code in CLOSED_CODES)
    yield from (partial(SlackRefused, code, method="1") for code in ("missing_scope", "invalid_auth", "token_revoked"))
    yield no_such_campaign
    for act in (*set(Act) - {Act.SEE}, *WorkspaceAct):
        for about in ({"is_guest": True}, {"is_guest": False, "is_foreign": True}, {"is_guest": False}):
            for roles in (Roles(everybody=Role.VIEWER, given={"U0BEN": Role.ADMIN}), Roles(everybody=Role.VIEWER)):
                yield partial(_refusal, act, about=about, roles=roles)


def _refusal(act: Act | WorkspaceAct, *, about: dict[str, Any], roles: Roles) -> Exception:
    person = Person(id="U0ANA", is_in_channel=True, **about)
    place = Place(name="2027", channel_id="C0", is_private=False, is_closed=act is Act.CHECK, roles=roles)
    try:
        if isinstance(act, Act):
            check(act, person=person, place=place)
        else:
            check_workspace(act, person=person, workspace=roles)
    except NotAllowed as refused:
        return refused
    raise AssertionError(f"{act} should be refused")


def test_no_english_is_left_in_what_is_refused(another_language: Language) -> None:
    with speaking(another_language):
        said = [refused() for refused in refusals()]

    assert len(said) > 30
    assert {word for text in said for word in english_in(text)} == set()


def test_the_made_up_language_is_told_apart_from_english(tmp_path: Path) -> None:
    assert english_in("Waiting for <https://x.example/maya|@maya.makes> since <!date^1^{date} at {time}|2026 UTC>") == [
        "Waiting",
        "for",
        "since",
        "at",
    ]
