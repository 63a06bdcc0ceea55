"""What Meta refused is told in the language of the workspace too: on cards, in threads, beside fields."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.errors import GreenlightError
from bot.graph import GraphError, classify
from bot.graph.codes import RULES
from bot.graph.login.state import StateFault, StateRefused
from bot.words import Language, speaking
from tests.words.languages import accented
from tests.words.test_translated import english_in


@pytest.fixture(scope="module")
def another_language(tmp_path_factory: pytest.TempPathFactory) -> Language:
    return accented(tmp_path_factory.mktemp("words"))


def errors() -> Iterator[GreenlightError]:
    """Give every error that Meta's codes and their absence lead to, and every class's own words."""
    yield from (kind() for kind in _kinds(GraphError))
    for code, subcode in [*RULES, (None, None), (5, None), (5, 7)]:
        body = {"error": {"message": "12", "code": code, "error_subcode": subcode}}
        for wrote in (False, True):
            yield classify(400, {}, json.dumps(body).encode(), wrote=wrote)
            yield classify(400, {"Retry-After": "9000"}, json.dumps(body).encode(), wrote=wrote)
    for status in (200, 429, 500):
        for wrote in (False, True):
            yield classify(status, {}, b"", wrote=wrote)
    yield from (StateRefused(fault) for fault in StateFault)


def _kinds(kind: type[GraphError]) -> Iterator[type[GraphError]]:
    yield kind
    for special in kind.__subclasses__():
        yield from _kinds(special)


def test_no_english_is_left_in_what_meta_refuses(another_language: Language) -> None:
    with speaking(another_language):
        told = [error.sentence for error in errors()]

    assert len(told) > 100
    # HTTP, and the settings that whoever runs Greenlight has to look at, are called the same everywhere.
    left = {word for sentence in told for word in english_in(sentence)}
    assert left - {"HTTP", "GREENLIGHT", "PUBLIC", "URL"} == set()
