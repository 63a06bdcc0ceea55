"""`make shots`: play each room in a demo of its own; `python -m tests.web.shots signing` plays that one only."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import httpx
from playwright.async_api import async_playwright

from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.demo import open_page, running_demo
from tests.web.shots import (
    asking,
    campaigning,
    commenting,
    connecting,
    importing,
    inviting,
    letters,
    looking_after,
    parting,
    posting,
    reminding,
    reporting,
    signing,
    stepping,
)
from tests.web.shots.camera import PICTURES, Camera

ROOMS: dict[str, Callable[[Camera], Awaitable[None]]] = {
    "asking": asking.take,
    "campaigning": campaigning.take,
    "commenting": commenting.take,
    "connecting": connecting.take,
    "importing": importing.take,
    "inviting": inviting.take,
    "letters": letters.take,
    "looking_after": looking_after.take,
    "parting": parting.take,
    "posting": posting.take,
    "reminding": reminding.take,
    "reporting": reporting.take,
    "signing": signing.take,
    "stepping": stepping.take,
}


async def main(wanted: list[str]) -> None:
    """Play the rooms that are wanted, all of them unless told."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in wanted or ROOMS:
        async with async_playwright() as playwright, running_demo() as url, httpx.AsyncClient(base_url=url) as control:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            await ROOMS[name](Camera(await open_page(browser, url), url=url, control=control))
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
