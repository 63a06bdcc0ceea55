"""A card whose posting was lost on the way: it is adopted, and shows what the request has become meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.people import People
from bot.permissions.record import Change
from bot.permissions.status import State
from bot.permissions.tell import Telling
from bot.slack.calls import SlackCalls, slack_session, web_client
from handlers.bulk.card import draw_batch
from handlers.request.card import draw_card
from handlers.request.history import draw_history
from storage.ids import ChannelId, RequestId
from tests.running import Slack
from tests.storage.builders import NORTHLIGHT
from tests.stories.hands import Hands


@pytest.fixture
async def slack(hands: Hands, services: tuple[str, str]) -> AsyncIterator[Slack]:
    """A workspace whose channel #spring-launch the campaign lives in, and what shows requests there."""
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        await hands.rule(channel_id=ChannelId(slack.channel("spring-launch")))
        session = slack_session()
        calls = SlackCalls(web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=True))
        Telling(
            storage=hands.storage,
            engine=hands.engine,
            slack=calls,
            draw_card=draw_card,
            draw_history=draw_history,
            draw_batch=draw_batch,
            people=People(slack=calls, now=hands.means.now),
            now=hands.means.now,
        ).register()
        yield slack
        await session.close()


async def approved(hands: Hands, request_id: RequestId) -> None:
    """Let the creator say yes, and have the card edited at once: there may be none yet."""
    async with hands.storage.write(NORTHLIGHT) as uow:
        request = await uow.requests.get(request_id, lock=True)
        assert request is not None
        await hands.means.recorder.change(uow, request, Change(to=State.APPROVED, by="meta"))
    await hands.engine.do(hands.engine.newest("refresh"))


async def cards(slack: Slack) -> list[dict[str, Any]]:
    messages = await slack.messages(slack.channel("spring-launch"))
    return [each for each in messages if each.get("thread_ts") in (None, each["ts"])]


async def test_a_card_that_was_posted_and_not_noted_is_adopted_and_shows_what_came_meanwhile(
    hands: Hands, slack: Slack
) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    post = hands.engine.newest("deliver")
    await slack.post("fault", on="chat.postMessage", kind="lost", when="after", times=1)
    await hands.engine.do(post)
    await approved(hands, request_id)

    await hands.engine.do(post)
    await hands.engine.do(hands.engine.newest("refresh"))

    (card,) = await cards(slack)
    assert "Approved" in card["text"]
