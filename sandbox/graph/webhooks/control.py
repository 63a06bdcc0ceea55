"""`/_control/webhooks` and `/_control/callbacks`: what is held, repeated and mixed up, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.graph.deeds import Wish, read, route
from sandbox.graph.webhooks.callbacks import Callbacks
from sandbox.graph.webhooks.deliveries import MOST_UPDATES, Deliveries, Delivery, Order


class WebhooksWish(Wish):
    """Deliveries are held from now on, or what was held is sent: in which order, batches, and how often each."""

    hold: bool = False
    order: Order = "in_order"
    batch: int = Field(default=MOST_UPDATES, ge=1, le=MOST_UPDATES)
    repeat: int = Field(default=1, ge=1, le=10)


@dataclass(frozen=True)
class WebhooksControl:
    """The control calls about what Meta sends."""

    deliveries: Deliveries
    callbacks: Callbacks

    def routes(self) -> list[Route]:
        """Return the routes below `/_control`."""
        return [
            route("GET", "/webhooks", self._show),
            route("POST", "/webhooks", self._change),
            route("GET", "/callbacks", self._show_callbacks),
        ]

    async def _show(self, _: Request) -> Any:
        return [_write(each) for each in self.deliveries.all]

    async def _change(self, request: Request) -> Any:
        wish = await read(request, WebhooksWish)
        if wish.hold:
            self.deliveries.is_holding = True
            return {"ok": True, "sent": 0}
        return {"ok": True, "sent": self.deliveries.release(order=wish.order, batch=wish.batch, repeat=wish.repeat)}

    async def _show_callbacks(self, _: Request) -> Any:
        await self.callbacks.settle()
        return self.callbacks.read()


def _write(delivery: Delivery) -> dict[str, Any]:
    return {
        "url": delivery.url,
        "body": json.loads(delivery.body),
        "updates": delivery.updates,
        "state": delivery.state,
        "tries": [{"at": at, "status": status} for at, status in delivery.tries],
    }
