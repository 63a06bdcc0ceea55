"""Terms from Slack, through the running app and the sandbox: set on a card, wrong beside the field, shown in the window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.handlers.desk import Desk, words_of
from tests.running import until

pytestmark = [pytest.mark.story]


async def test_a_term_is_set_on_the_card_and_a_day_that_has_passed_is_refused_beside_its_field(desk: Desk) -> None:
    card = await desk.ask("late.lilies")
    await desk.press(card, "request_term")
    form = await desk.view("Last day of use")

    wrong = await desk.submit(form, term_until="2020-01-31")
    assert "That day has passed." in str(wrong["errors"])
    later = (datetime.now(UTC) + timedelta(days=40)).date()
    assert not (await desk.submit(form, term_until=later.isoformat()))["errors"]

    shown = await desk.card("late.lilies", "May be used until")
    assert f"{later.day} {later:%B %Y}" in words_of(shown)
    assert "Change term" in words_of(shown)


async def test_a_term_that_is_changed_in_the_manage_window_is_shown_there(desk: Desk) -> None:
    await desk.ask("tidy.tulips")
    await desk.type("manage @tidy.tulips")
    await desk.click(await desk.view("Set term"), "request_term")
    later = (datetime.now(UTC) + timedelta(days=40)).date()
    await desk.submit(await desk.view("Last day of use"), term_until=later.isoformat())

    async def is_shown() -> bool:
        return "Change term" in words_of((await desk.slack.views(desk.slack.user("ana")))[-1:])

    await until(is_shown)


async def test_the_form_takes_a_last_day_and_refuses_one_that_has_passed(desk: Desk) -> None:
    told = await desk.graph.post("/creator", json={"username": "early.elms", "behaviour": "manual"})
    assert told.status_code == 200, told.text
    await desk.type("request early.elms")
    form = await desk.view("Ready to ask")

    assert "That day has passed." in str((await desk.submit(form, request_until="2020-01-31"))["errors"])
    later = (datetime.now(UTC) + timedelta(days=40)).date()
    assert not (await desk.submit(form, request_until=later.isoformat()))["errors"]
    assert f"{later.day} {later:%B %Y}" in words_of(await desk.card("early.elms", "Waiting for the creator"))
