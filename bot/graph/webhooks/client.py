"""The calls that tell Meta what to send, and where to."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import SecretStr

from bot.graph.access import MetaApp, PageAccess
from bot.graph.call import Call
from bot.graph.errors import GraphUnknown
from bot.graph.scalars import success_of
from bot.graph.webhooks import calls
from bot.graph.webhooks.answers import Install, Subscription
from bot.graph.wire import Wire
from bot.words import say


class Webhooks:
    """What our app hears of by itself. Every method raises GraphError and nothing else.

    Two things are needed for news of a Page or its Instagram account: the app subscribed to the topic's fields,
    once, and the app installed on that Page. Doing either again changes nothing.
    """

    def __init__(self, wire: Wire, *, app: MetaApp) -> None:
        self._wire = wire
        self._app = app

    async def subscribe(self, topic: str, *, fields: Iterable[str], callback_url: str, verify_token: SecretStr) -> None:
        """Have news of a topic (`instagram`, `page`, `permissions`) sent to an address.

        Meta asks that address first, while this call waits: it has to be served already (see
        `trust.answer_handshake`). Raises SetupWrong when that fails.
        """
        call = calls.subscribe(
            self._app.id, topic=topic, fields=fields, callback_url=callback_url, verify_token=verify_token
        )
        await self._do(call, token=self._app.token)

    async def subscriptions(self) -> tuple[Subscription, ...]:
        """List what the app is subscribed to."""
        call = calls.list_subscriptions(self._app.id)
        walked = self._wire.walk(call, token=self._app.token, row=Subscription.model_validate)
        return tuple([each async for each in walked])

    async def unsubscribe(self, topic: str) -> None:
        """Have nothing of a topic sent any more, for all Pages at once."""
        await self._do(calls.unsubscribe(self._app.id, topic=topic), token=self._app.token)

    async def install(self, page: PageAccess, *, fields: Iterable[str]) -> None:
        """Hear of a Page's fields, and of all subscribed fields of its Instagram account. Needs the Page's token."""
        await self._do(calls.install(page.page_id, fields=fields), token=page.token)

    async def installed_fields(self, page: PageAccess) -> tuple[str, ...]:
        """Return the fields of a Page that our app hears of; none when it is not installed there."""
        walked = self._wire.walk(calls.list_installs(page.page_id), token=page.token, row=Install.model_validate)
        found = [each.fields async for each in walked if each.app_id == self._app.id]
        return found[0] if found else ()

    async def uninstall(self, page: PageAccess) -> None:
        """Hear no more of a Page and its Instagram account."""
        await self._do(calls.uninstall(page.page_id), token=page.token)

    async def _do(self, call: Call, *, token: SecretStr) -> None:
        if not await self._wire.ask(call, token=token, read=success_of):
            raise GraphUnknown(say("graph.webhooks.happened"), why=say("graph.webhooks.why"))
