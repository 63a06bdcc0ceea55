"""Fifty megabytes in place of a list: refused beside the field, little of it taken, whatever Slack says of its size."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.bulk.encoding import LARGEST
from bot.slack.files import SlackFiles
from tests.handlers.desk import Desk

MEGABYTE = 1024 * 1024
FIFTY = 50 * MEGABYTE


def buffers() -> int:
    """Tell how many bytes may lie between the file host and the reader: what the kernel lets two sockets keep."""
    sizes = [Path(f"/proc/sys/net/ipv4/tcp_{end}") for end in ("rmem", "wmem")]
    return sum(int(size.read_text().split()[-1]) if size.exists() else 4 * MEGABYTE for size in sizes)


ON_THE_WAY = min(buffers() + MEGABYTE, FIFTY - LARGEST - MEGABYTE)
"""Taken by the kernel, and not by Greenlight; however large that is, not all of the file was asked for."""


async def pick(desk: Desk, **about: int) -> dict[str, str]:
    """Have Ana pick a list of fifty megabytes."""
    picked = await desk.slack.post(
        "file", user=desk.slack.user("ana"), name="everybody.csv", line="@maya.makes\n", size=FIFTY, **about
    )
    file: dict[str, str] = picked["file"]
    return file


async def taken(desk: Desk, file: dict[str, str]) -> int:
    """Tell how many bytes of a file were handed over."""
    told: int = (await desk.slack.get(f"given/{file['id']}"))["bytes"]
    return told


@pytest.mark.parametrize("told_size", [FIFTY, 2000])
async def test_a_list_of_fifty_megabytes_is_refused_beside_its_field_and_the_rest_of_the_form_stays(
    desk: Desk, told_size: int
) -> None:
    file = await pick(desk, told_size=told_size)
    await desk.type("import")
    form = await desk.view("hand over a CSV file")

    outcome = await desk.submit(form, import_file=[file], import_message="Dear {creator}")

    assert list(outcome["errors"]) == ["import_file"]
    assert "It is larger than 10 MB" in outcome["errors"]["import_file"]
    assert "Split it" in outcome["errors"]["import_file"]
    kept = await desk.view("hand over a CSV file")
    assert kept["state"]["values"]["import_message"]["import_message"]["value"] == "Dear {creator}"
    assert await taken(desk, file) <= (0 if told_size == FIFTY else LARGEST + ON_THE_WAY)


async def test_reading_fifty_megabytes_keeps_no_more_in_memory_than_the_largest_list_takes(desk: Desk) -> None:
    file = await pick(desk, told_size=2000)
    async with aiohttp.ClientSession() as session:
        files = SlackFiles(session, token=SecretStr(desk.slack.world["bot_token"]), host=_origin(desk))
        tracemalloc.start()
        try:
            content = await files.read(file["url_private_download"], most=LARGEST)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert len(content.read()) == LARGEST + 1
    assert peak < 1.5 * LARGEST
    assert await taken(desk, file) <= LARGEST + ON_THE_WAY


def _origin(desk: Desk) -> str:
    """Give the file host of the sandbox."""
    return desk.slack.url.removesuffix("/slack")
