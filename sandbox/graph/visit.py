"""One call while it is carried out, and how a family says which calls it serves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.graph.access import Session
from sandbox.graph.call import Call
from sandbox.graph.rules import Rules
from sandbox.graph.world import World


@dataclass(frozen=True)
class Visit:
    """What a call meets: the world, the switches, and the session of its token (None for calls of no person)."""

    call: Call
    world: World
    rules: Rules
    version: str
    caller: Session | None = None

    @property
    def params(self) -> Mapping[str, str]:
        """Return the call's parameters."""
        return self.call.params

    @property
    def session(self) -> Session:
        """Return the caller's session, where the endpoint is a person's."""
        assert self.caller is not None
        return self.caller


@dataclass(frozen=True)
class Endpoint:
    """One method on one kind of node (or, with `on` None, at one fixed address), and what it needs.

    `perform` gets the visit and the node; the token, `scopes` (code 10), the node itself (100/33) and `task` on its
    account (code 200) were checked in this order. Calls at a fixed address check for themselves who is calling. What
    has to wait for somebody else is a coroutine function.
    """

    method: Literal["GET", "POST", "DELETE"]
    on: type[Any] | None
    edge: str
    perform: Callable[[Visit, Any], Any]
    scopes: tuple[str, ...] = ()
    task: str | None = None
