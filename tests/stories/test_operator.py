"""What whoever runs Greenlight meets on the terminal: checks that name what is to mend, profiles that cannot be connected."""

from __future__ import annotations

import asyncio
import email.utils
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.stories.desk import Desk
from tests.stories.office import Office, words_of
from tests.stories.test_settings import refused

pytestmark = [pytest.mark.story]


async def test_nobody_can_be_asked_before_a_profile_is_connected_and_the_words_say_how(sqlite_desk: Desk) -> None:
    bot = await sqlite_desk.start_bot()
    await sqlite_desk.type(sqlite_desk.ana, sqlite_desk.spring, "request @maya.makes")
    view = await sqlite_desk.top_view(sqlite_desk.ana, callback_id="request_result")
    assert "No Instagram profile is connected yet." in words_of(view)
    assert "/partnership profiles" in words_of(view)

    await sqlite_desk.slack.post(
        "interact", type="view_closed", user=sqlite_desk.ana, view_id=view["id"], is_cleared=True
    )
    await sqlite_desk.connect_profile()
    await sqlite_desk.create_campaign()
    office = Office(sqlite_desk, bot)
    await office.asked("@maya.makes")
    await sqlite_desk.card("@maya.makes", "Waiting")


async def test_check_names_what_is_to_mend_a_clock_that_is_off_among_it_and_ends_with_two(sqlite_desk: Desk) -> None:
    await sqlite_desk.connect_profile()
    good = await sqlite_desk.command("check")
    assert good.returncode == 0, good.stdout
    assert "0 to mend." in good.stdout

    profile = sqlite_desk.meta.profile()
    await sqlite_desk.meta.post("token", profile_ig_id=profile["ig_id"], state="expired")
    async with _slack_ten_minutes_ahead(sqlite_desk) as url:
        sqlite_desk.environment["GREENLIGHT_SLACK_API_URL"] = url
        told = await sqlite_desk.command("check")
    assert told.returncode == 2
    assert "MEND  clock: This machine's clock is off by 6" in told.stdout
    assert "Set the clock, and keep it set with NTP." in told.stdout
    assert "MEND  profile @northlight.skin: Meta no longer accepts this profile's login." in told.stdout
    assert told.stdout.splitlines()[-1] == "7 good, 2 to mend."


@asynccontextmanager
async def _slack_ten_minutes_ahead(desk: Desk) -> AsyncIterator[str]:
    """Stand in for Slack where its clock matters: the sandbox's answers carry the machine's own time."""
    body = json.dumps({"ok": True, "team_id": desk.slack.world["team_id"], "team": "Northlight", "url": "wss://there"})

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        date = email.utils.formatdate(time.time() + 605, usegmt=True)
        head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        writer.write(f"{head}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (("--ig-id", "seventeen"), "EAAtoken", "“seventeen” is not an Instagram account id: it has digits only."),
        (("--username", "two words"), "EAAtoken", "“two words” is not a handle"),
        ((), "", "The token is empty."),
        ((), "EAAnobodyknowsthistoken", "Meta no longer accepts this profile's login."),
    ],
    ids=["id", "handle", "empty", "unknown"],
)
async def test_a_profile_that_cannot_be_connected_is_a_sentence(
    sqlite_desk: Desk, arguments: tuple[str, ...], stdin: str, words: str
) -> None:
    usual = ("--ig-id", sqlite_desk.meta.profile()["ig_id"], "--username", "northlight.skin", "--token-stdin")
    done = await sqlite_desk.command("profiles", "add", *usual, *arguments, stdin=stdin)
    assert words in "\n".join(refused(done))
    assert "EAA" not in done.stderr
    listed = await asyncio.wait_for(sqlite_desk.command("profiles", "list"), timeout=60)
    assert "No profile is connected." in listed.stdout
