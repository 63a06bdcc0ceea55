"""The demo as a process, and its page in a browser."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page


@asynccontextmanager
async def running_demo(folder: Path | None = None) -> AsyncIterator[str]:
    """Run `make demo`'s own program, with all it keeps in a folder; gives the page's address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.demo", "--port", "0", "--no-browser",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "TMPDIR": str(folder)} if folder else None,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = ""
        async with asyncio.timeout(90):
            while line := (await process.stdout.readline()).decode():
                said += line
                if "Open http" in line:
                    break
            else:
                raise AssertionError(said)
        yield line.split()[1]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


async def open_page(browser: Browser, url: str, *, width: int = 1360, height: int = 860, dark: bool = False) -> Page:
    """Open the page as a newcomer finds it, and wait until it is live."""
    page = await browser.new_page(
        viewport={"width": width, "height": height}, locale="en-GB", color_scheme="dark" if dark else "light"
    )
    page.set_default_timeout(20_000)
    await page.goto(url)
    await page.get_by_text("Live", exact=True).wait_for()
    return page


async def type_command(page: Page, text: str, *, channel: str = "spring-launch") -> None:
    """Type a slash command into the composer and send it."""
    await page.get_by_label(f"Message #{channel}").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
