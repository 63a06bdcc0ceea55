"""The step of Workflow Builder, through the running app and the sandbox: it asks, and tells the workflow how it ended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.desk import Desk, words_of
from tests.running import until

pytestmark = [pytest.mark.story]


async def run(desk: Desk, *, user: str = "ana", **inputs: Any) -> str:
    """Run a workflow that comes to the step; returns the execution."""
    body = {"user": user, "callback_id": "request_permission", "inputs": {"campaign": "spring launch", **inputs}}
    return str((await desk.slack.post("step", **body))["execution"]["id"])


async def ended(desk: Desk, step: str) -> dict[str, Any]:
    """Wait until the step is over."""

    async def look() -> list[dict[str, Any]]:
        steps = (await desk.slack.get("steps"))["steps"]
        return [each for each in steps if each["id"] == step and each["state"] != "running"]

    return (await until(look, seconds=30))[0]


async def new_creator(desk: Desk, name: str) -> str:
    told = await desk.graph.post("/creator", json={"username": name, "behaviour": "manual"})
    assert told.status_code == 200, told.text
    return name


async def test_a_workflow_goes_on_once_meta_has_the_request_with_its_id_and_the_link_to_its_card(desk: Desk) -> None:
    creator = await new_creator(desk, "steady.sage")

    step = await ended(desk, await run(desk, handle=f"https://instagram.com/{creator}/", message="Hello {creator}"))

    (asked,) = (await desk.graph.get(f"/phone/{creator}")).json()["requests"]
    card = await desk.card(creator, "Waiting for the creator")
    assert step["state"] == "completed", step
    assert step["outputs"]["state"] == "waiting"
    assert step["outputs"]["permission_id"] == str(asked["permission_id"])
    assert card["ts"].replace(".", "") in step["outputs"]["card_link"]
    assert desk.slack.user("ana") in words_of(card)


async def test_a_workflow_that_waits_goes_on_with_the_creators_answer(desk: Desk) -> None:
    yes, no = await new_creator(desk, "early.yes"), await new_creator(desk, "early.no")
    steps = [await run(desk, handle=creator, wait_for_answer=True) for creator in (yes, no)]
    for creator, answer in ((yes, "approve"), (no, "decline")):
        card = await desk.card(creator, "Waiting for the creator")
        await desk.answer_heard(creator, answer, card=card)

    assert [(await ended(desk, step))["outputs"]["state"] for step in steps] == ["approved", "declined"]
    # Asked once more, the answer is there already, and nobody is asked again.
    assert (await ended(desk, await run(desk, handle=yes, wait_for_answer=True)))["outputs"]["state"] == "approved"
    assert len((await desk.graph.get(f"/phone/{yes}")).json()["requests"]) == 1


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"handle": "not a handle!"}, "is not a creator's handle"),
        ({"handle": "maya.makes juno.skates"}, "asks one creator, and it was given 2"),
        ({"handle": "maya.makes", "campaign": "Autumn"}, "no open campaign “Autumn”"),
        ({"handle": "maya.makes", "campaign": ""}, "does not say for which campaign"),
        ({"handle": "maya.makes", "profile": "@nobody.here"}, "No connected profile is called @nobody.here"),
        ({"handle": "maya.makes", "message": "Dear {creater}"}, "{creator}"),
        ({"handle": "maya.makes", "message": "x" * 1001}, "1,001 bytes"),
    ],
)
async def test_a_step_that_cannot_ask_fails_with_what_to_do_and_nobody_is_asked(
    desk: Desk, inputs: dict[str, Any], words: str
) -> None:
    before = (await desk.graph.get("/phone/maya.makes")).json()["requests"]
    step = await ended(desk, await run(desk, **inputs))

    assert step["state"] == "failed"
    assert words in step["error"]
    assert (await desk.graph.get("/phone/maya.makes")).json()["requests"] == before


async def test_a_step_whose_creator_is_not_there_fails_with_why(desk: Desk) -> None:
    step = await ended(desk, await run(desk, handle="nobody.of.that.name"))

    assert step["state"] == "failed"
    assert "@nobody.of.that.name could not be asked." in step["error"]
    assert "`" not in step["error"]


async def test_who_may_not_ask_runs_a_workflow_that_fails_and_hears_who_can(desk: Desk) -> None:
    await desk.slack.post("person", name="guest.of.steps", is_restricted=True)
    creator = await new_creator(desk, "quiet.quince")

    step = await ended(desk, await run(desk, user="guest.of.steps", handle=creator))

    assert step["state"] == "failed"
    assert (await desk.graph.get(f"/phone/{creator}")).json()["requests"] == []


async def test_a_workflow_that_was_ended_from_outside_stops_nothing(desk: Desk) -> None:
    creator = await new_creator(desk, "late.larch")
    step = await run(desk, handle=creator, wait_for_answer=True)
    card = await desk.card(creator, "Waiting for the creator")
    await desk.slack.post("step", cancel=step)

    await desk.answer_heard(creator, "approve", card=card)

    await desk.card(creator, "Approved")
    assert (await ended(desk, step))["state"] == "canceled"
