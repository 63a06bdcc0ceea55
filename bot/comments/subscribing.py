"""What Meta is to deliver to this installation: the app's own subscriptions, once for all accounts.

https://developers.facebook.com/docs/graph-api/reference/app/subscriptions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import SecretStr

from bot.graph import GraphClient

WANTED: Mapping[str, tuple[str, ...]] = {"instagram": ("comments",), "page": ("feed",)}
"""The fields of each topic."""


class Subscribing:
    """The use case of whoever runs Greenlight."""

    def __init__(self, *, graph: GraphClient, address: str, verify_token: SecretStr) -> None:
        self._graph = graph
        self.address = address
        self._verify_token = verify_token

    async def missing(self) -> Sequence[str]:
        """Return the topics of which Meta does not deliver everything that is wanted to this address. Raises GraphError."""
        heard = {
            each.topic: each.fields
            for each in await self._graph.webhooks.subscriptions()
            if each.is_active and each.callback_url == self.address
        }
        return [topic for topic, fields in WANTED.items() if not set(fields) <= set(heard.get(topic, ()))]

    async def subscribe(self) -> Sequence[str]:
        """Have Meta deliver what it does not yet; return those topics. Meta asks the address meanwhile: Greenlight has to run.

        Raises GraphError.
        """
        missing = await self.missing()
        for topic in missing:
            await self._graph.webhooks.subscribe(
                topic, fields=WANTED[topic], callback_url=self.address, verify_token=self._verify_token
            )
        return missing
