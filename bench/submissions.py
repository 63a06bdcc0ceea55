"""One submission at a time: its ack, the moment Meta gets the request, the moment the card is in the channel."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from bench.bare_calls import BareCalls
from bench.figures import Figures
from bench.stage import Stage
from bench.waiting import until

ANSWER_SECONDS = 30.0


async def measure_submissions(stage: Stage, figures: Figures, bare: BareCalls, *, creators: Sequence[str]) -> None:
    """Ask each creator: by Greenlight, then by a bare script; acks by turns with the bare app."""
    for number, creator in enumerate(creators):
        # A channel of its own each time: Greenlight posts one message a second in a channel.
        channel = stage.channels[number % len(stage.channels)]
        await _ours(stage, figures, creator=creator, channel=channel)
        await stage.bot.calm()
        await _bare_ack(stage, figures, creator=creator)
        begun = time.time()
        asked, posted = await bare.ask(creator, channel=channel)
        figures.add("submission to Graph POST", unit="ms", floor=(asked - begun) * 1000)
        figures.add("submission to card", unit="ms", floor=(posted - begun) * 1000)


async def _ours(stage: Stage, figures: Figures, *, creator: str, channel: str) -> None:
    slack, meta = stage.services.slack, stage.services.meta
    person = slack.people[0]
    _, form = await slack.open_form("request", person=person, channel=channel)
    begun = time.time()
    acked = await slack.submit(form, {"handles": {"request_handles": creator}}, person=person)
    figures.add("ack of a submission", unit="ms", product=acked * 1000)

    async def cards_there() -> list[dict[str, Any]]:
        return [each for each in await slack.messages(channel) if f"@{creator}:" in each["text"]]

    cards = await until(cards_there, seconds=ANSWER_SECONDS)
    asked = [
        call["at"]
        for call in await meta.requests(brand=meta.brand(0))
        if call["params"].get("creator_instagram_username") == creator
        or call["params"].get("creator_instagram_account") == meta.ids[creator]
    ]
    figures.add("submission to Graph POST", unit="ms", product=(asked[0] - begun) * 1000)
    figures.add("submission to card", unit="ms", product=(float(cards[0]["ts"]) - begun) * 1000)


async def _bare_ack(stage: Stage, figures: Figures, *, creator: str) -> None:
    slack = stage.services.bare_slack
    person, channel = slack.people[0], slack.world["channels"][0]["id"]
    _, form = await slack.open_form("request", person=person, channel=channel)
    acked = await slack.submit(form, {"handles": {"handles": creator}}, person=person)
    figures.add("ack of a submission", unit="ms", floor=acked * 1000)
