"""A list goes on where it was, whatever dies; what lists are like otherwise is in `test_import_lists.py`."""

from __future__ import annotations

import pytest

from tests.stories.desk import Desk
from tests.stories.importing import crowd, import_file, import_list
from tests.stories.killing import drop, held_at, hold
from tests.stories.office import words_of

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

CROWD = 50
"""Two pieces."""


async def begin(desk: Desk) -> None:
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()


async def test_a_list_that_was_killed_in_the_middle_goes_on_where_it_was_and_asks_each_creator_once(desk: Desk) -> None:
    await begin(desk)
    names = await crowd(desk, CROWD)
    trial = (await import_list(desk, "\n".join(names)))["view"]
    await hold(desk, "meta", "request", "before")

    assert "Asking 50 creators" in words_of((await desk.submit(desk.ana, trial, {}))["view"])
    await held_at(desk, "meta", "request")
    await desk.kill_all()
    await drop(desk, "meta")
    bot = await desk.start_bot()
    await hold(desk, "slack", "chat.update", "before")
    await held_at(desk, "slack", "chat.update")
    await bot.kill()
    await drop(desk, "slack")
    await desk.start_bot()

    await desk.card(
        f"A list of {CROWD} creators", f"{CROWD} of {CROWD} sent", f"Waiting for the creator: {CROWD}", seconds=120
    )
    await hold(desk, "slack", "files.completeUploadExternal", "before")
    (card,) = await desk.cards()
    await desk.press(desk.ana, card, "import_results")
    await held_at(desk, "slack", "files.completeUploadExternal")
    await desk.kill_all()
    await drop(desk, "slack")
    await desk.start_bot()
    await desk.press(desk.ana, card, "import_results")
    await desk.told(card, f"{CROWD} rows, each with what became of it")

    assert len(await desk.cards()) == 1
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1, name


async def test_a_file_elsewhere_is_not_read_and_the_token_is_sent_nowhere(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.environment["GREENLIGHT_SLACK_FILES_URL"] = "https://files.slack.test"
    await begin(desk)

    answered = await import_file(desk, "list.csv", b"maya.makes")

    assert "file_host_unknown" in answered["errors"]["import_file"]
