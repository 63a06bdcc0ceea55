"""Somebody who pries: types every sub-command, searches every select, presses every button, with ids that are not theirs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterator
from typing import Any

import httpx

from handlers.command import SUBCOMMANDS
from tests.stories.office import Office, View

SAYING = ("views.", "chat.", "files.", "reactions.", "canvases.")
"""Beginnings of the methods by which the app tells anybody anything."""
CHANGING = frozenset({"settings_everybody"})
"""Elements that change something for everybody at once."""
QUIET_SECONDS = 0.25
"""How long nothing more comes from the app before the next thing is done."""


class Prying:
    """One person outside of a private campaign, and everything that Greenlight has told them."""

    def __init__(self, office: Office, person: str, *, private: Collection[str]) -> None:
        self._office, self._slack, self.person = office, office.desk.slack, person
        self._private = set(private)
        self._told: list[tuple[str, str]] = []
        self._done: set[str] = set()
        self._whispered: set[str] = set()
        self._heard = 0

    async def begin(self) -> None:
        """Count from now on."""
        await self.settle("before")
        self._told.clear()

    async def type_everything(self, *texts: str) -> None:
        """Type every sub-command with nothing behind it and with each text, and look around in what opens."""
        for word in (*SUBCOMMANDS, "", "opal"):
            for text in ("", *texts):
                await self._close_windows()
                await self._office.desk.type(self.person, self._office.desk.spring, f"{word} {text}".strip())
                await self._quiet(f"/partnership {word} {text}")
                await self.look_around(f"/partnership {word} {text}")
            await self.settle(f"/partnership {word}")

    async def open_home(self) -> None:
        """Open the Home tab, and press what is there."""
        await self._slack.post("interact", type="home_opened", user=self.person)
        await self._quiet("home")
        home = (await self._slack.get(f"views/{self.person}"))["home"]
        await self._press_in(home, "home")
        await self.settle("home")

    async def use_shortcuts(self) -> None:
        """Use every global shortcut, and look around in what opens."""
        for shortcut in (await self._slack.get("world"))["global_shortcuts"]:
            await self._close_windows()
            await self._slack.post("interact", type="shortcut", user=self.person, callback_id=shortcut)
            await self._quiet(shortcut)
            await self.look_around(shortcut)
            await self.settle(shortcut)

    async def look_around(self, where: str) -> None:
        """Search every select of the window on top, and press everything in it that asks for no confirmation."""
        for view in (await self._slack.views(self.person))[-1:]:
            for element in elements_of(view):
                if element["type"].endswith("external_select"):
                    for text in ("", "opal", "onyx", "vault"):
                        await self._search(view, element["action_id"], text)
            await self._press_in(view, where)

    async def press_with(self, ids: Collection[str], shown: View, *, channel: str | None = None) -> None:
        """Press every button of a window or message as if it stood for other things than it does."""
        place = {"channel": channel, "message_ts": shown["ts"]} if channel else {"view_id": shown["id"]}
        for element in elements_of(shown):
            for each in ids if element["type"] == "button" else ():
                where = {"action_id": element["action_id"], "block_id": element["block_id"], **place}
                action = {"value": each, "text": element["text"]}
                answer = await self._try("interact", type="block_actions", user=self.person, action=action, **where)
                self._told.append((f"{element['action_id']} with {each}", answer))
                await self._quiet(f"{element['action_id']} with {each}")
                await self._back_to(shown if channel is None else None)
        await self.settle("pressed")

    async def settle(self, where: str) -> None:
        """Wait until the app has nothing more to say, and keep what it said, and what it whispered since it was last read."""
        await self._quiet(where)
        for channel in (await self._slack.get("world"))["channels"]:
            if self.person in channel["members"]:
                said = await self._slack.messages(channel["id"], user=self.person)
                mine = [each for each in said if each.get("is_ephemeral") and each["ts"] not in self._whispered]
                self._whispered |= {each["ts"] for each in mine}
                self._told += [(f"{where}: whispered", json.dumps(each)) for each in mine]

    async def _quiet(self, where: str) -> None:
        while True:
            await asyncio.sleep(QUIET_SECONDS)
            new = (await self._slack.get(f"log?after={self._heard}"))["calls"]
            self._heard += len(new)
            for call in new:
                args = call["args"]
                if call["method"].startswith(SAYING) and args.get("channel") not in self._private:
                    self._told.append((f"{where}: {call['method']}", json.dumps(args)))
            if not new:
                break

    def told_of(self, secrets: Collection[str]) -> list[str]:
        """Name every place that told a secret."""
        return sorted({f"{where} tells {secret}" for where, said in self._told for secret in secrets if secret in said})

    @property
    def count(self) -> int:
        """Say how much there was to read."""
        return len(self._told)

    async def _search(self, view: View, action_id: str, text: str) -> None:
        answer = await self._try(
            "interact", type="block_suggestion", user=self.person, view_id=view["id"], action_id=action_id, value=text
        )
        self._told.append((f"search of {action_id} for {text}", answer))

    async def _press_in(self, view: View, where: str) -> None:
        """Press each kind of element once in each kind of window; what asks to be confirmed would change things."""
        for element in elements_of(view):
            kind = f"{view.get('callback_id')}:{element['action_id']}"
            if kind in self._done or "confirm" in element or element["action_id"] in CHANGING:
                continue
            self._done.add(kind)
            values = [each["value"] for each in element.get("options", [])] if "select" in element["type"] else [None]
            for value in values if element["type"] in ("button", "static_select") else ():
                place = {"view_id": view["id"], "action_id": element["action_id"], "block_id": element["block_id"]}
                answer = await self._try("interact", type="block_actions", user=self.person, value=value, **place)
                self._told.append((f"{where}: {kind}", answer))
                await self._quiet(f"{where}: {kind}")

    async def _close_windows(self) -> None:
        """Close every modal; what opens late may come between looking and closing."""
        while stack := await self._slack.views(self.person):
            await self._try("interact", type="view_closed", user=self.person, view_id=stack[-1]["id"], is_cleared=True)

    async def _back_to(self, view: View | None) -> None:
        """Close what has opened on top of a window."""
        stack = await self._slack.views(self.person)
        while view is not None and len(stack) > 1 and stack[-1]["id"] != view["id"]:
            await self._slack.post("interact", type="view_closed", user=self.person, view_id=stack[-1]["id"])
            stack = await self._slack.views(self.person)

    async def _try(self, path: str, /, **body: Any) -> str:
        """Do what the workspace may refuse, because what was shown has changed meanwhile."""
        answer: httpx.Response = await self._slack.try_post(path, **body)
        return answer.text


def elements_of(shown: Any) -> Iterator[dict[str, Any]]:
    """Go through everything that can be used, each with its block."""
    for block in shown["blocks"] if shown else []:
        inner = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        for element in inner:
            if isinstance(element, dict) and "action_id" in element:
                yield {**element, "block_id": block["block_id"]}
