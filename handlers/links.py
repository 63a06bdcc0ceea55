"""Links to cards: where Slack gives one; a list without a link is still a list."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.permissions.facts import RequestFacts
from bot.services import Services
from bot.slack.errors import SlackError
from storage.ids import RequestId

AT_ONCE = 8


async def card_links(facts: Iterable[RequestFacts], *, services: Services) -> dict[RequestId, str]:
    """Return the links to those cards that are posted, by request."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def link(each: RequestFacts) -> tuple[RequestId, str | None]:
        if each.channel_id is None or each.card_ts is None:
            return each.request_id, None
        async with turn:
            try:
                return each.request_id, await services.slack.permalink(channel_id=each.channel_id, ts=each.card_ts)
            except SlackError:
                return each.request_id, None

    found = await asyncio.gather(*(link(each) for each in facts))
    return {request_id: url for request_id, url in found if url is not None}
