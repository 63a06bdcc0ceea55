"""The database is locked, full or cut off: the person is told that nothing was accepted, and what was accepted is done."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.office import Office, an_office

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office, on SQLite, for the stories of this file that need no other."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


def _file_of(office: Office) -> Path:
    return Path(office.desk.environment["GREENLIGHT_DATABASE_URL"].removeprefix("sqlite:///"))


async def _refused_then_accepted(office: Office, creator: str, *, why: str) -> None:
    """Submit while the database is down; see the words, and that what was typed is kept."""
    view = await office.open_form()
    refused = await office.desk.submit(office.ana, view, {"handles": {"request_handles": f"@{creator}"}})
    assert refused["error"] is None, refused
    words = refused["errors"]["handles"]
    assert words.startswith("Nothing was accepted: Greenlight's database does not answer.")
    assert why in words
    assert "What you typed is kept: press Ask again in a minute." in words
    assert not await office.desk.meta.on_phone(creator)


async def _accepted_now(office: Office, creator: str) -> None:
    view = (await office.desk.slack.views(office.ana))[-1]
    accepted = await office.desk.submit(office.ana, view, {})
    assert accepted["ok"], accepted
    await office.desk.card(f"@{creator}", "Waiting", seconds=30)
    await office.asked_once(creator)


async def test_a_locked_database_is_said_beside_the_field_and_the_same_press_works_once_it_is_free(
    office: Office,
) -> None:
    creator = await office.creator()
    other = sqlite3.connect(_file_of(office), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        await _refused_then_accepted(office, creator, why="Another process holds its lock.")
    finally:
        other.execute("ROLLBACK")
        other.close()
    await _accepted_now(office, creator)


async def test_a_database_that_is_locked_while_a_creator_is_asked_is_waited_for(office: Office) -> None:
    creator = await office.creator()
    await office.desk.meta.post("fault", on="request", kind="hold", when="after", times=1)
    await office.asked(f"@{creator}")
    await office.desk.eventually(lambda: _held(office), about="the request held")
    other = sqlite3.connect(_file_of(office), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await office.desk.meta.post("release")
    await asyncio.sleep(3)  # longer than a write waits for the lock: at least one try fails
    other.execute("ROLLBACK")
    other.close()
    await office.desk.card(f"@{creator}", "Waiting", seconds=30)
    await office.asked_once(creator)


async def _held(office: Office) -> bool:
    return bool((await office.desk.meta.get("held"))["held"])


async def test_a_disk_that_takes_no_more_is_said_beside_the_field_and_the_same_press_works_once_there_is_room(
    office: Office,
) -> None:
    creator = await office.creator()
    with _full_disk(office):
        await _refused_then_accepted(office, creator, why="The disk is full, or may not be written to.")
    await _accepted_now(office, creator)


async def test_work_that_could_not_be_written_down_on_a_full_disk_goes_on_once_there_is_room(office: Office) -> None:
    creator, later = await office.creator(), await office.creator()
    await office.asked(f"@{creator}")
    await office.desk.card(f"@{creator}", "Waiting")
    with _full_disk(office):
        await office.desk.meta.post("answer", creator_username=creator, answer="approve")
        await asyncio.sleep(7)  # the profile is looked at meanwhile, and nothing of it can be written down
    await office.asked(f"@{later}")
    await office.desk.card(f"@{later}", "Waiting")
    await office.desk.card(f"@{creator}", "Approved")
    await office.asked_once(creator)
    await office.asked_once(later)


@contextmanager
def _full_disk(office: Office) -> Iterator[None]:
    """Let the bot write nothing but a little more of its log."""
    pid, before = office.bot.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (len(office.bot.log) + 4096, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
