"""Tag approval from Slack, through the running app and the sandbox: looked up, changed, refused whole, and the rest applied."""

from __future__ import annotations

from typing import Any

import pytest

from bot.tags.rows import Outcome
from handlers.tags.modal import Memory, draw_form, draw_round
from tests.handlers.desk import Desk, View, words_of
from tests.handlers.limits import VIEW, broken_limits
from tests.handlers.posts import a_round, rows

flow = pytest.mark.story


async def a_round_of(desk: Desk, typed: str, wish: str, *, user: str = "ana") -> dict[str, Any]:
    await desk.type(f"tags {typed}", user=user)
    view = await desk.view("What to do", user=user)
    found = await desk.search(view, "request_profile", "skin", user=user)
    return await desk.submit(view, user=user, request_profile=found[0]["value"], tags_wish=wish)


async def over(desk: Desk, containing: str) -> View:
    return await desk.view(containing)


@flow
async def test_creators_are_looked_up_approved_and_removed_in_one_window(desk: Desk) -> None:
    assert not (await a_round_of(desk, "@maya.makes @juno.skates", "check"))["errors"]
    looked = await over(desk, "May not tag the brand: 2")
    assert "@maya.makes, @juno.skates" in words_of(looked)

    await desk.click(looked, "tags_approve")
    assert "@maya.makes, @juno.skates" in words_of(await over(desk, "Done now: 2"))

    await a_round_of(desk, "@maya.makes @juno.skates @fickle.finch", "check")
    looked = await over(desk, "May tag the brand: 2")
    assert "May not tag the brand: 1" in words_of(looked)
    await desk.click(looked, "tags_remove")
    await over(desk, "Done now: 2")

    await a_round_of(desk, "@maya.makes", "remove")
    await over(desk, "Stood so before: 1")


@flow
async def test_one_who_is_refused_is_found_and_the_rest_applied_once_the_person_agrees(desk: Desk) -> None:
    await a_round_of(desk, "@pepper_and_pine @slow.sundays @olive.outdoors @private.pebble", "approve")
    refused = await over(desk, "Not done: Meta refused the whole group")
    assert "No professional account has this handle: 1" in words_of(refused)
    assert "Done now" not in words_of(refused)

    await desk.click(refused, "tags_apply_rest")
    settled = words_of(await over(desk, "Meta refuses: 1"))
    assert "@slow.sundays" in settled.split("Meta refuses: 1")[1]
    assert "Done now: 2" in settled


@flow
async def test_what_is_no_handle_is_said_beside_the_field_and_a_list_without_anybody_too(desk: Desk) -> None:
    await desk.type("tags")
    view = await desk.view("What to do")
    found = await desk.search(view, "request_profile", "skin")

    wrong = await desk.submit(view, request_profile=found[0]["value"], request_handles="maya.makes, not a handle!")
    assert "handle!" in str(wrong["errors"]["handles"])


def test_a_round_of_five_hundred_fits_into_a_window_whatever_came_of_them() -> None:
    crowd = [row for outcome in Outcome for row in rows(outcome, count=500, words="why " * 30)]

    assert broken_limits(draw_round(a_round(crowd))["blocks"], most_blocks=VIEW) == []
    assert broken_limits(draw_form(Memory())["blocks"], most_blocks=VIEW) == []
