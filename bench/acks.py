"""How soon a slash command is acked, beside a bare app that acks at once."""

from __future__ import annotations

import time

from bench.figures import Figures
from bench.slack import Slack
from bench.stage import Stage
from bench.waiting import until

ANSWER_SECONDS = 10.0


async def measure_commands(stage: Stage, figures: Figures, *, samples: int) -> None:
    """Type commands by turns, the product's and the floor's; the next one is typed when all of the last is done."""
    slack, bare = stage.services.slack, stage.services.bare_slack
    person, channel, bare_channel = slack.people[0], stage.channels[0], bare.world["channels"][0]["id"]
    if not samples:
        return
    for number in range(-2, samples):
        ours = await slack.type("help", person=person, channel=channel)
        await _whispered(slack, person=person, channel=channel, count=number + 3)
        theirs = await bare.type("help", person=person, channel=bare_channel)
        if number >= 0:  # the first ones warm connections and caches
            figures.add("ack of /partnership help", unit="ms", product=ours * 1000, floor=theirs * 1000)
    for number in range(-1, samples):
        ours, _ = await slack.open_form("request", person=person, channel=channel)
        theirs, _ = await bare.open_form("request", person=person, channel=bare_channel)
        if number >= 0:
            figures.add("ack of /partnership request", unit="ms", product=ours * 1000, floor=theirs * 1000)
    for _ in range(samples):
        begun = time.perf_counter()
        await slack.post("limits", enabled=False)
        figures.add("(a control call alone)", unit="ms", floor=(time.perf_counter() - begun) * 1000)


async def _whispered(slack: Slack, *, person: str, channel: str, count: int) -> None:
    """Wait until the person has been told so many things in private."""

    async def is_told() -> bool:
        seen = await slack.messages(channel, seen_by=person)
        return sum(1 for each in seen if each.get("is_ephemeral")) >= count

    await until(is_told, seconds=ANSWER_SECONDS)
