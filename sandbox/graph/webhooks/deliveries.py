"""Sends updates to the app: in batches, signed, again and ever later until they are taken (Meta: Webhooks).

What is held can be sent in another order, in batches of another size, and more than once, as happens in the world.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from sandbox.clock import Clock
from sandbox.graph.webhooks.calling import NO_ANSWER, caller
from sandbox.graph.webhooks.signing import sign, write_body

MOST_UPDATES = 1_000
_GIVE_UP = 36 * 3_600
_FIRST_WAIT = 60.0  # doubled after each try

Order = Literal["in_order", "reversed"]


@dataclass(frozen=True)
class Update:
    """One change about one node of one object."""

    object: str
    node_id: str
    at: float
    field: str
    value: Mapping[str, Any]


@dataclass
class Delivery:
    """One body on its way, with the status of each try (0: nobody answered)."""

    url: str
    body: bytes
    updates: int
    made_at: float
    tries: list[tuple[float, int]] = field(default_factory=list)
    state: Literal["waiting", "taken", "dropped"] = "waiting"


class Deliveries:
    """Everything on its way to the app, or held back."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[tuple[str, Update]] = []
        self.all: list[Delivery] = []
        self.is_holding = False

    def clear(self) -> None:
        """Forget everything, held or on its way."""
        for task in self._tasks:
            task.cancel()
        self._held.clear()
        self.all.clear()
        self.is_holding = False

    def send(self, url: str, update: Update) -> None:
        """Send one update to an address, or keep it while deliveries are held."""
        if self.is_holding:
            self._held.append((url, update))
        else:
            self._start(url, [update])

    def release(self, *, order: Order = "in_order", batch: int = MOST_UPDATES, repeat: int = 1) -> int:
        """Send what was held; returns how many deliveries that makes."""
        held = self._held if order == "in_order" else self._held[::-1]
        self._held, self.is_holding = [], False
        made = 0
        for url, kind in dict.fromkeys((url, update.object) for url, update in held):
            mine = [update for its_url, update in held if (its_url, update.object) == (url, kind)]
            for start in range(0, len(mine), batch):
                for _ in range(repeat):
                    self._start(url, mine[start : start + batch])
                    made += 1
        return made

    def _start(self, url: str, updates: list[Update]) -> None:
        delivery = Delivery(url, write_body(_payload(updates)), len(updates), self._clock.now())
        self.all.append(delivery)
        task = asyncio.get_running_loop().create_task(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: Delivery) -> None:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": sign(delivery.body)}
        wait = _FIRST_WAIT
        async with caller() as client:
            while self._clock.now() < delivery.made_at + _GIVE_UP:
                status = await _post(client, delivery, headers=headers)
                delivery.tries.append((self._clock.now(), status))
                if status == 200:
                    delivery.state = "taken"
                    return
                await self._clock.sleep(wait)
                wait *= 2
        delivery.state = "dropped"


async def _post(client: httpx.AsyncClient, delivery: Delivery, *, headers: Mapping[str, str]) -> int:
    try:
        return (await client.post(delivery.url, content=delivery.body, headers=headers)).status_code
    except NO_ANSWER:
        return 0


def _payload(updates: Iterable[Update]) -> dict[str, Any]:
    """Write updates of one object; neighbours about the same node and moment share an entry."""
    entries: list[dict[str, Any]] = []
    kind = ""
    for update in updates:
        kind = update.object
        head = {"id": update.node_id, "time": int(update.at)}
        if not entries or {"id": entries[-1]["id"], "time": entries[-1]["time"]} != head:
            entries.append({**head, "changes": []})
        entries[-1]["changes"].append({"field": update.field, "value": update.value})
    return {"object": kind, "entry": entries}
