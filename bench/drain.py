"""Many asks at once: how long until Meta has every request and Slack every card, and what that costs.

Slack's own limit of one message a second in a channel is off in the sandbox, but Greenlight keeps to it by itself, so the
asks are spread over channels: with N in each, its cards take N - 1 seconds at the very least.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.bare_calls import BareCalls
from bench.figures import Figures
from bench.slack import FORM, Refused
from bench.stage import Stage
from bench.waiting import until

LONGEST_SECONDS = 120.0
LOOK_EVERY = 1.0
MOST_TRIES = 10
PAUSE = 2.0
"""Seconds until somebody presses the button again, after a refusal."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Creators who are asked together, in one channel."""

    channel: str
    creators: Sequence[str]


def spread(creators: Sequence[str], channels: Sequence[str]) -> list[Submission]:
    """Make one submission for each channel, the creators dealt out evenly."""
    return [
        Submission(channel=channel, creators=creators[turn :: len(channels)]) for turn, channel in enumerate(channels)
    ]


async def drain(stage: Stage, figures: Figures, submissions: Sequence[Submission]) -> None:
    """Submit everything as fast as the people can, and wait until all of it is done, once each."""
    slack, meta, bot = stage.services.slack, stage.services.meta, stage.bot
    wanted = sum(len(each.creators) for each in submissions)
    asked_before, posted_before = len(await meta.requests(brand=meta.brand(0))), len(await slack.posts())
    cpu_before, begun = bot.cpu_seconds(), time.time()
    waiting, refused = iter(submissions), list[str]()
    await asyncio.gather(
        *(_submit_some(stage, figures, person=person, waiting=waiting, refused=refused) for person in slack.people)
    )
    accepted = time.time()

    async def all_posted() -> list[dict[str, Any]] | None:
        found = (await slack.posts())[posted_before:]
        return found if len(found) >= wanted else None

    posted = await until(all_posted, seconds=LONGEST_SECONDS, every=LOOK_EVERY) or []
    cpu = bot.cpu_seconds() - cpu_before
    asked = (await meta.requests(brand=meta.brand(0)))[asked_before:]
    if (len(asked), len(posted)) != (wanted, wanted):
        raise RuntimeError(f"{wanted} creators were asked by {len(asked)} requests and {len(posted)} cards")

    figures.add(f"{wanted} asks: all accepted", unit="s", product=accepted - begun)
    figures.add(f"{wanted} asks: all at Meta", unit="s", product=max(call["at"] for call in asked) - begun)
    figures.add(f"{wanted} asks: all cards posted", unit="s", product=max(call["at"] for call in posted) - begun)
    figures.add("submissions refused at first", unit="", product=len(refused))
    for words in sorted(set(refused)):
        print(f"  {refused.count(words)} refused: {words}", flush=True)
    figures.add("processor time an ask", unit="ms", product=cpu / wanted * 1000)
    figures.add("peak memory", unit="MB", product=bot.peak_megabytes())


async def drain_bare(bare: BareCalls, figures: Figures, submissions: Sequence[Submission]) -> None:
    """Do the same by a bare script that has the list from the start."""
    asks = [(creator, each.channel) for each in submissions for creator in each.creators]
    cpu_before, begun = time.process_time(), time.time()
    done = await bare.ask_all(asks)
    cpu = time.process_time() - cpu_before
    figures.add(f"{len(asks)} asks: all at Meta", unit="s", floor=max(asked for asked, _ in done) - begun)
    figures.add(f"{len(asks)} asks: all cards posted", unit="s", floor=max(posted for _, posted in done) - begun)
    figures.add("processor time an ask", unit="ms", floor=cpu / len(asks) * 1000)


async def _submit_some(
    stage: Stage, figures: Figures, *, person: str, waiting: Iterator[Submission], refused: list[str]
) -> None:
    """Fill in and submit one form after the other, until none is left; what is refused is sent again."""
    slack = stage.services.slack
    for submission in waiting:
        _, form = await slack.open_form("request", person=person, channel=submission.channel)
        handles = {"handles": {"request_handles": "\n".join(submission.creators)}}
        for _ in range(MOST_TRIES):
            try:
                acked = await slack.submit(form, handles, person=person)
            except Refused as refusal:
                refused.append(str(refusal))
                await asyncio.sleep(PAUSE)
            else:
                figures.add("ack of a submission meanwhile", unit="ms", product=acked * 1000)
                break
            if (await slack.views(person))[-1]["callback_id"] != FORM:
                break  # it was accepted after all: only its ack came too late
