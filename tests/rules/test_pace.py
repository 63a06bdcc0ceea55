"""What is typed of a campaign's nudges and quiet hours is read as it was meant, or refused beside its field."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from bot.campaigns.pace import Pace
from bot.errors import WrongInput


def pace(**given: Any) -> Pace:
    usual: dict[str, Any] = {
        "nudge_days": "",
        "nudge_template": "",
        "quiet_begins": None,
        "quiet_ends": None,
        "weekdays_off": [],
    }
    return Pace(**{**usual, **given})


@pytest.mark.parametrize(
    ("typed", "days"), [("", []), ("2, 5, 9", [2, 5, 9]), ("9 5;2", [2, 5, 9]), ("2,2", [2]), ("90", [90])]
)
def test_days_are_read_in_any_order_and_any_spelling(typed: str, days: list[int]) -> None:
    assert pace(nudge_days=typed).columns()["nudge_days"] == days


@pytest.mark.parametrize("typed", ["0", "91", "two", "-1", "2.5", "1,2,3,4,5,6", "99999999999"])
def test_what_is_no_list_of_days_is_refused(typed: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        pace(nudge_days=typed).columns()
    assert wrong.value.field == "nudge_days"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quiet_begins": time(20)}, "quiet_ends"),
        ({"weekdays_off": range(7)}, "weekdays_off"),
        ({"nudge_template": "Hi {creatr}"}, "nudge_template"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        pace(**given).columns()
    assert wrong.value.field == field
