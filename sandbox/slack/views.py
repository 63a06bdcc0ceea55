"""The modals and Home tabs that people see: stacks of three, hashes, external ids.

https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.clock import Clock
from sandbox.slack import world
from sandbox.slack.blocks.layout import elements_of
from sandbox.slack.blocks.views import check_view
from sandbox.slack.errors import Refused
from sandbox.slack.ids import Ids
from sandbox.slack.state import Values, carried_state, first_state
from sandbox.slack.triggers import Trigger

_DEEPEST = 3
_TEXTS = ("title", "submit", "close")


@dataclass(kw_only=True)
class View:
    """One view in front of one person."""

    id: str
    user: str
    surface: Literal["modal", "home"]
    content: dict[str, Any]
    hash: str
    values: Values
    root_id: str
    previous_id: str | None = None
    channel: str | None = None
    suggested: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # options offered, by action_id

    def as_json(self) -> dict[str, Any]:
        """Give the view as Slack does in payloads and answers."""
        content = self.content
        return {
            "id": self.id,
            "team_id": world.TEAM_ID,
            "type": self.surface,
            "blocks": deepcopy(content["blocks"]),
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "external_id": content.get("external_id", ""),
            "state": {"values": deepcopy(self.values)},
            "hash": self.hash,
            **{name: content.get(name) for name in _TEXTS},
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "submit_disabled": content.get("submit_disabled", False),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": world.APP_ID,
            "app_installed_team_id": world.TEAM_ID,
            "bot_id": world.BOT_ID,
        }


class Views:
    """Every view that is open, and every Home tab."""

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def find(self, view_id: str) -> View | None:
        """Find a view that somebody still sees."""
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """Find a view by the app's own id."""
        found = (view for view in self._all() if view.content.get("external_id") == external_id)
        return next(found, None) if external_id else None

    def top(self, user: str) -> View | None:
        """Find the modal on top of somebody's stack."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, content: dict[str, Any], *, trigger: Trigger) -> View:
        """Open a modal as the root of a new stack."""
        self._check(content, surface="modal")
        view = self._make(content, user=trigger.user, channel=trigger.channel)
        self.stacks[trigger.user] = [view]
        return view

    def push(self, content: dict[str, Any], *, user: str) -> View:
        """Put a modal on top of the open one; raises Refused above three or when none is open."""
        self._check(content, surface="modal")
        stack = self.stacks.get(user)
        if not stack:
            raise Refused("not_found")
        if len(stack) >= _DEEPEST:
            raise Refused("push_limit_reached")
        view = self._make(content, user=user, channel=stack[-1].channel)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, content: dict[str, Any], *, expected_hash: str | None = None) -> None:
        """Replace what a view shows; what was typed under the same ids stays."""
        self._check(content, surface=view.surface, replaces=view)
        if expected_hash and expected_hash != view.hash:
            raise Refused("hash_conflict")
        view.content = self._complete(content)
        view.values = carried_state(view.content["blocks"], before=view.values)
        view.hash = self._new_hash()

    def publish(self, content: dict[str, Any], *, user: str, expected_hash: str | None = None) -> View:
        """Set somebody's Home tab."""
        view = self.homes.get(user)
        if view is not None:
            self.update(view, content, expected_hash=expected_hash)
            return view
        self._check(content, surface="home")
        self.homes[user] = self._make(content, user=user, channel=None)
        return self.homes[user]

    def close(self, view: View) -> None:
        """Take a modal, and what lies above it, off the stack."""
        stack = self.stacks[view.user]
        del stack[stack.index(view) :]

    def close_all(self, user: str) -> None:
        """Close every modal of a person."""
        self.stacks.pop(user, None)

    def _all(self) -> list[View]:
        return [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]

    def _check(
        self, content: dict[str, Any], *, surface: Literal["modal", "home"], replaces: View | None = None
    ) -> None:
        check_view(content, surface=surface)
        holder = self.find_external(content.get("external_id", ""))
        if holder is not None and holder is not replaces:
            raise Refused("duplicate_external_id")

    def _make(self, content: dict[str, Any], *, user: str, channel: str | None) -> View:
        content, view_id = self._complete(content), self._ids.new("V")
        values = first_state(content["blocks"], channel=channel)
        return View(
            id=view_id,
            user=user,
            surface=content["type"],
            content=content,
            hash=self._new_hash(),
            values=values,
            root_id=view_id,
            channel=channel,
        )

    def _complete(self, content: dict[str, Any]) -> dict[str, Any]:
        content = deepcopy(content)
        name_blocks(content["blocks"], ids=self._ids)
        for title in _TEXTS:
            if title in content:
                content[title].setdefault("emoji", True)
        return content

    def _new_hash(self) -> str:
        return f"{int(self._clock.now())}.{self._ids.secret('hash', length=8)}"


def name_blocks(blocks: list[dict[str, Any]], *, ids: Ids) -> None:
    """Give blocks and elements the ids that their author left out, as Slack does."""
    for block in blocks:
        block.setdefault("block_id", ids.secret("block", length=5))
        for element in elements_of(block):
            element.setdefault("action_id", ids.secret("action", length=5))
