"""The login's two callbacks: somebody removed the app, or wants their data deleted (Meta: Data Deletion Callback)."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import Any, Literal

import httpx

from sandbox.graph.people import Person
from sandbox.graph.webhooks.calling import NO_ANSWER, caller
from sandbox.graph.webhooks.signing import write_signed_request
from sandbox.graph.world import World

Kind = Literal["deauthorize", "deletion"]


@dataclass
class Callback:
    """One callback and what the app answered: 0 while nobody did; a deletion must name a page and a code."""

    kind: Kind
    user_id: str
    at: float
    status: int = 0
    url: str | None = None
    confirmation_code: str | None = None
    error: str | None = None


class Callbacks:
    """Posts the callbacks whose addresses are set in the App Dashboard, once each."""

    def __init__(self, *, world: World) -> None:
        self._world = world
        self._tasks: set[asyncio.Task[None]] = set()
        self.all: list[Callback] = []

    def clear(self) -> None:
        """Forget every callback."""
        for task in self._tasks:
            task.cancel()
        self.all.clear()

    def read(self) -> list[dict[str, Any]]:
        """List the callbacks, ready for JSON."""
        return [asdict(each) for each in self.all]

    async def settle(self) -> None:
        """Wait until every callback was answered."""
        await asyncio.gather(*self._tasks)

    def tell(self, kind: Kind, person: Person) -> None:
        """Post one callback, if the app has an address for it."""
        app = self._world.app
        url = app.deauthorize_url if kind == "deauthorize" else app.deletion_url
        if url is None:
            return
        callback = Callback(kind, person.id, self._world.clock.now())
        self.all.append(callback)
        task = asyncio.get_running_loop().create_task(_post(url, callback))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _post(url: str, callback: Callback) -> None:
    form = {"signed_request": write_signed_request(callback.user_id, now=callback.at)}
    try:
        async with caller() as client:
            answer = await client.post(url, data=form)
    except NO_ANSWER as failure:
        callback.error = f"nobody answered: {type(failure).__name__}"
        return
    callback.status = answer.status_code
    if not answer.is_success:
        callback.error = f"the app answered {answer.status_code}"
    elif callback.kind == "deletion":
        _read_deletion(answer, callback)


def _read_deletion(answer: httpx.Response, callback: Callback) -> None:
    """Read where the person can follow the deletion; Meta wants JSON with `url` and `confirmation_code`."""
    try:
        told = answer.json()
        callback.url, callback.confirmation_code = str(told["url"]), str(told["confirmation_code"])
    except (ValueError, KeyError, TypeError):
        callback.error = "the answer is no JSON with url and confirmation_code"
