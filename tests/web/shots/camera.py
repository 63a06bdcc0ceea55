"""What every room takes its pictures with: the page, and the world behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, Error, Locator, Page, expect

from bot.slack.calls import Words
from tests.web.demo import open_page, type_command

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
WIDE = {"width": 1360, "height": 860}
TALL = {"width": 1360, "height": 1700}
LONG = 60_000
"""Milliseconds."""
SETTLE = 700
"""Milliseconds in which a page that has what is waited for comes to rest."""

_WHOLE = "node => { node.style.maxHeight = 'none'; document.activeElement?.blur(); }"
"""A window scrolls on a screen; in a picture all of it is seen, and no ring of the focus."""


class Camera:
    """A person at the page, with a camera."""

    def __init__(self, page: Page, *, url: str, control: httpx.AsyncClient) -> None:
        self.page = page
        page.set_default_timeout(LONG)
        self.url = url
        self._control = control

    @property
    def browser(self) -> Browser:
        """The browser, for a page of another size or in the dark."""
        assert self.page.context.browser is not None
        return self.page.context.browser

    async def another_page(self, **look: Any) -> Page:
        """Open the page once more, in the dark or of another size."""
        page = await open_page(self.browser, self.url, **look)
        await page.wait_for_timeout(1000)
        return page

    async def do(self, path: str, **body: Any) -> Any:
        """Make something happen in the world: `graph/answer`, `slack/interact`."""
        half, _, call = path.partition("/")
        done = await self._control.post(f"/{half}/_control/{call}", json=body)
        done.raise_for_status()
        return done.json()

    async def user(self, name: str) -> str:
        """Give the id of somebody in the workspace."""
        users = (await self._control.get("/slack/_control/world")).json()["users"]
        return next(str(each["id"]) for each in users if each["name"] == name)

    async def _channel(self, name: str) -> str:
        channels = (await self._control.get("/slack/_control/world")).json()["channels"]
        return next(str(each["id"]) for each in channels if each["name"] == name)

    async def post(self, words: Words, *, channel: str = "spring-launch") -> None:
        """Post a message as the app does."""
        world = (await self._control.get("/slack/_control/world")).json()
        content = {"channel": await self._channel(channel), "text": words.text, "blocks": words.blocks}
        headers = {"Authorization": f"Bearer {world['bot_token']}"}
        done = await self._control.post("/slack/api/chat.postMessage", json=content, headers=headers)
        assert done.json()["ok"], done.text

    @asynccontextmanager
    async def holding(self, call: str, *, at: str = "slack") -> AsyncIterator[None]:
        """Have the other side's answer to the next such call wait for as long as this lasts."""
        await self.do(f"{at}/fault", on=call, kind="hold")
        yield
        await self.do(f"{at}/release")

    async def end_login(self, username: str) -> None:
        """Have a brand's login end at Meta."""
        profiles = (await self._control.get("/graph/_control/world")).json()["profiles"]
        ig_id = next(each["ig_id"] for each in profiles if each["username"] == username)
        await self.do("graph/token", profile_ig_id=ig_id, state="expired")

    async def answer(self, creator: str, answer: str) -> None:
        """Have a creator answer on the phone, once the request is there."""
        for _try in range(400):
            asked = (await self._control.get(f"/graph/_control/phone/{creator}")).json()["requests"]
            if any(each["status"] == "PENDING" for each in asked):
                break
            await self.page.wait_for_timeout(200)
        await self.do("graph/answer", creator_username=creator, answer=answer)

    async def type(self, text: str, *, channel: str = "spring-launch") -> None:
        """Type a command."""
        await type_command(self.page, text, channel=channel)

    async def go(self, place: str) -> None:
        """Open a channel, somebody's direct messages, or the app's Home tab."""
        # The last: the app stands below its direct messages, which have its name too.
        await self.page.get_by_role("navigation").get_by_role("button", name=place).last.click()
        await self.page.wait_for_timeout(SETTLE)

    async def go_to_messages(self) -> None:
        """Open the app's direct messages, once there are any."""
        places = self.page.get_by_role("navigation", name="Workspace").get_by_role("button", name="Greenlight")
        await expect(places).to_have_count(2, timeout=LONG)
        await places.first.click()
        await self.page.wait_for_timeout(SETTLE)

    async def archive(self, channel: str) -> None:
        """Archive a channel, as somebody in Slack does."""
        await self.do("slack/channel", id=await self._channel(channel), is_archived=True)

    async def be(self, name: str) -> None:
        """Sign in as somebody else."""
        await self.page.get_by_label("Signed in as").select_option(label=name)
        await self.page.wait_for_timeout(SETTLE)

    async def window(self, *words: str) -> Locator:
        """Wait until the window on top shows those words."""
        window = self.page.get_by_role("dialog").last
        for each in words:
            await expect(window).to_contain_text(each, timeout=LONG)
        return window

    async def press(self, within: Locator, name: str) -> None:
        """Press a button by the beginning of its name."""
        await within.get_by_role("button", name=name).first.click()

    async def close_windows(self) -> None:
        """Close what is open."""
        dialogs = self.page.get_by_role("dialog")
        while await dialogs.count():
            await dialogs.last.get_by_role("button", name="Close").first.click()
            await self.page.wait_for_timeout(500)

    async def whole_page(self, name: str) -> None:
        """Keep a picture of the page as it is."""
        await self.page.wait_for_timeout(SETTLE)
        await self.page.screenshot(path=PICTURES / name)

    async def window_picture(self, name: str, *words: str) -> Locator:
        """Keep a picture of the window on top, all of it; gives the window."""
        await self.page.set_viewport_size(TALL)  # type: ignore[arg-type]
        window = await self.window(*words)
        await window.evaluate(_WHOLE)
        await self.page.wait_for_timeout(SETTLE)
        await window.screenshot(path=PICTURES / name)
        await window.evaluate("node => { node.style.maxHeight = ''; }")
        await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        return window

    async def message(self, *words: str, seconds: float = 60) -> Locator:
        """Wait for the newest message of the open channel that shows all those words."""
        found = self.page.get_by_role("main").get_by_role("article")
        for each in words:
            found = found.filter(has_text=each)
        await found.last.wait_for(timeout=seconds * 1000)
        return found.last

    async def message_picture(self, name: str, *words: str, seconds: float = 60) -> Locator:
        """Keep a picture of a message; the page draws a channel anew when something comes in, so it may take more tries."""
        await self.page.set_viewport_size(TALL)  # type: ignore[arg-type]
        for tries_left in (3, 2, 1, 0):
            message = await self.message(*words, seconds=seconds)
            try:
                await message.screenshot(path=PICTURES / name, timeout=8000)
            except Error:
                if not tries_left:
                    raise
            else:
                break
        await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        return message

    async def element_picture(self, name: str, element: Locator) -> None:
        """Keep a picture of something that is on the page."""
        await self.page.set_viewport_size(TALL)  # type: ignore[arg-type]
        await self.page.wait_for_timeout(SETTLE)
        await element.screenshot(path=PICTURES / name)
        await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    async def entry_picture(self, name: str, thread: Locator, words: str) -> None:
        """Keep a picture of the newest entry of an open thread with those words, and close the thread."""
        await self.page.set_viewport_size(TALL)  # type: ignore[arg-type]
        entry = thread.get_by_role("article").filter(has_text=words).last
        await entry.wait_for()
        await entry.screenshot(path=PICTURES / name)
        await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        await self.page.get_by_role("button", name="Close thread").click()

    async def file_picture(self, name: str, title: str, *, channel: str = "spring-launch") -> None:
        """Keep a picture that was shared in a channel, as it was handed over."""
        world = (await self._control.get("/slack/_control/world")).json()
        place = await self._channel(channel)
        messages = (await self._control.get(f"/slack/_control/messages/{place}")).json()["messages"]
        files = [file for message in messages for file in message.get("files", []) if title in file["title"]]
        address = f"/slack/files-pri/T-{files[-1]['id']}/download/{files[-1]['name']}"
        headers = {"Authorization": f"Bearer {world['bot_token']}"}
        picture = await self._control.get(address, headers=headers)
        picture.raise_for_status()
        (PICTURES / name).write_bytes(picture.content)

    async def thread_of(self, message: Locator) -> Locator:
        """Open a message's thread."""
        await message.get_by_role("button", name="repl").first.click()
        thread = self.page.get_by_role("complementary", name="Thread")
        await thread.wait_for()
        await self.page.wait_for_timeout(SETTLE)
        return thread
