"""Everything that can be pressed, searched or submitted has somebody who listens, and nobody listens in vain."""

from __future__ import annotations

import pytest

from tests.handlers.drawn import CAMPAIGN_FORM, CARDS, DRAWN, FORM, FORMS, elements
from tests.handlers.listening import listened_to


@pytest.fixture
def heard() -> dict[str, set[str]]:
    return listened_to()


def test_whatever_can_be_pressed_is_listened_to_and_nothing_else_is(heard: dict[str, set[str]]) -> None:
    assert {str(each["action_id"]) for each, sends in elements(DRAWN) if sends} == heard["action"]


def test_every_searchable_select_is_answered(heard: dict[str, set[str]]) -> None:
    selects = {str(each["action_id"]) for each, _sends in elements(DRAWN) if each["type"].endswith("external_select")}

    assert selects == heard["options"]


def test_every_form_is_taken(heard: dict[str, set[str]]) -> None:
    assert {str(view["callback_id"]) for view in FORMS} == heard["view"]
    assert all("submit" in view for view in FORMS)


def test_every_input_has_a_label_and_every_button_of_a_row_says_whose_it_is() -> None:
    for each, _sends in elements(CARDS):
        assert "maya.makes" in each["accessibility_label"]
    for block in [*FORM["blocks"], *CAMPAIGN_FORM["blocks"]]:
        assert block["type"] != "input" or block["label"]["text"]
