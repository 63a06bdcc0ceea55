"""The results of a list leave Greenlight as the channel may read them, and with addresses for who asked alone."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx

from tests.handlers.desk import Desk, words_of
from tests.running import until


async def rows_of(desk: Desk, message: dict[str, Any]) -> list[dict[str, str]]:
    """Read the file that a message brings."""
    (file,) = message["files"]
    address = f"{desk.slack.url}/files-pri/T-{file['id']}/download/{file['name']}"
    async with httpx.AsyncClient() as http:
        answer = await http.get(address, headers={"Authorization": f"Bearer {desk.slack.world['bot_token']}"})
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def files_for(desk: Desk, person: str) -> list[dict[str, Any]]:
    """Give what a person was handed by direct message."""
    desk.slack.world = await desk.slack.get("world")
    person_id = desk.slack.user(person)
    return [
        message
        for channel in desk.slack.world["channels"]
        if channel["is_im"] and person_id in channel["members"]
        for message in await desk.slack.messages(channel["id"])
        if message.get("files")
    ]


async def test_a_lists_addresses_go_to_who_asked_for_its_results_and_not_into_the_thread(desk: Desk) -> None:
    await desk.graph.post("/creator", json={"username": "juno.lists", "behaviour": "manual"})
    await desk.type("import")
    typed = "handle;email;note\njuno.lists;juno@agency.example;vip\n@@@;kai@agency.example;\n"
    trial = await desk.submit(await desk.view("hand over a CSV file"), import_paste=typed)
    await desk.submit(trial["view"])
    card = await list_card(desk)

    await desk.press(card, "import_results")

    shared = await in_thread(desk, card, "2 rows, each with what became of it")
    assert f"<@{desk.slack.user('ana')}> has the file with them in a direct message" in shared["text"]
    assert [(row["handle"].lstrip("'"), row.get("email")) for row in await rows_of(desk, shared)] == [
        ("juno.lists", None),
        ("@@@", None),
    ]
    (private,) = await files_for(desk, "ana")
    assert "From a list of the campaign Spring Launch" in private["text"]
    assert [row["email"] for row in await rows_of(desk, private)] == ["juno@agency.example", "kai@agency.example"]


async def list_card(desk: Desk) -> dict[str, Any]:
    """Wait until a list is through, and give its card."""

    async def look() -> list[dict[str, Any]]:
        messages = await desk.slack.messages(desk.slack.channel("spring-launch"))
        return [each for each in messages if "1 of 1 sent" in words_of(each)][-1:]

    return (await until(look))[0]


async def in_thread(desk: Desk, card: dict[str, Any], containing: str) -> dict[str, Any]:
    """Wait for an entry in a card's thread."""

    async def look() -> list[dict[str, Any]]:
        messages = await desk.slack.messages(desk.slack.channel("spring-launch"))
        return [each for each in messages if each.get("thread_ts") == card["ts"] and containing in each["text"]]

    return (await until(look))[0]
