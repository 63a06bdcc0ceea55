"""A sandbox process, a small app connected to it, and a browser page that shows it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.web.demo import running_demo
from tests.web.trial import build_trial
from tests.web.world import Sandbox, running_sandbox

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
"""The shell before the whole browser: it shows the same, and costs half as much."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def process() -> Iterator[Sandbox]:
    """One sandbox process for all tests of this folder that a worker does; what only waits is not kept."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(process: Sandbox) -> Sandbox:
    """The sandbox as it was seeded."""
    process.do("slack/reset")
    process.do("graph/reset")
    return process


@pytest_asyncio.fixture(loop_scope="session")
async def heard(sandbox: Sandbox) -> AsyncIterator[list[tuple[str, Any]]]:
    """What the small app heard, while it is connected by Socket Mode."""
    world = sandbox.read("slack/world")
    client = AsyncWebClient(token=world["bot_token"], base_url=f"{sandbox.url}/slack/api/")
    notes: list[tuple[str, Any]] = []
    handler = AsyncSocketModeHandler(build_trial(client=client, heard=notes), world["app_token"])
    await handler.connect_async()
    yield notes
    await handler.close_async()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, one for all tests of a worker: each opens a page of its own, which nothing of another reaches."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium on this machine.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Where the sandbox page is opened by one test after another: it keeps nothing, and its modules are fetched once."""
    window = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield window
    await window.close()


@pytest.fixture(scope="package")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps all it has."""
    return tmp_path_factory.mktemp("demo")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def demo(demo_folder: Path) -> AsyncIterator[str]:
    """One demo for all tests of a worker that play in it; gives the page's address."""
    async with running_demo(demo_folder) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def page(window: BrowserContext, sandbox: Sandbox) -> AsyncIterator[Page]:
    """The sandbox page, live; a script error or a refused resource fails the test."""
    page = await window.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    page.set_default_timeout(20_000)  # as long as two busy processors may take: what never comes fails all the same
    await page.goto(sandbox.url)
    await page.get_by_text("Live", exact=True).wait_for()
    yield page
    await page.close()
    assert troubles == []
