"""A whole list is asked: from the press that confirms it until Meta has every request, beside a script that only posts them."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

from bench.bare_calls import BareCalls, bare_calls
from bench.bulk import list_of
from bench.figures import Figures
from bench.stage import Services, Stage, stage
from bench.waiting import until

SECONDS_A_ROW = 0.4
LOOK_EVERY = 2.0
TRIAL = "import_trial"
TRIAL_SECONDS = 60.0


async def measure_whole_list(world: Services, figures: Figures, *, database_url: str, folder: Path, rows: int) -> None:
    """Import one list on one process; every creator of it has to be at Meta once, and the list to have one card."""
    names = [f"many.{number:05}" for number in range(rows)]
    async with (
        stage(world, database_url=database_url, folder=folder, channels=1, creators=names) as on_stage,
        bare_calls(slack=world.slack, meta=world.meta) as bare,
    ):
        await _imported(on_stage, figures, names)
        await on_stage.bot.end()  # what it does afterwards is not to slow its floor
        await _bare(bare, figures, names)


async def _imported(on_stage: Stage, figures: Figures, names: list[str]) -> None:
    slack, meta, bot = on_stage.services.slack, on_stage.services.meta, on_stage.bot
    (channel,), person, rows = on_stage.channels, slack.people[0], len(names)
    _, form = await slack.open_form("import", person=person, channel=channel, callback_id="import_form")
    content = base64.b64encode(list_of(names).encode()).decode()
    picked = await slack.post("file", user=person, name="list.csv", content=content)
    await slack.submit(form, {"import_file": {"import_file": [picked["file"]]}}, person=person)

    async def tried() -> dict[str, Any] | None:
        stack = await slack.views(person)
        return stack[-1] if stack and stack[-1]["callback_id"] == TRIAL else None

    trial = await until(tried, seconds=TRIAL_SECONDS, every=0.2)
    assert trial is not None, "what until returns is something"
    cpu_before, begun = bot.cpu_seconds(), time.time()
    figures.add(f"list of {rows:,}: ack", unit="ms", product=await slack.submit(trial, {}, person=person) * 1000)

    async def all_sent() -> bool:
        return any(f"{rows:,} of {rows:,} sent" in str(each) for each in await slack.messages(channel))

    await until(all_sent, seconds=TRIAL_SECONDS + rows * SECONDS_A_ROW, every=LOOK_EVERY)
    shown, cpu = time.time(), bot.cpu_seconds() - cpu_before
    asked = await meta.requests(brand=meta.brand(0))
    posted = await slack.posts()
    if (len(asked), len(posted)) != (rows, 1):
        raise RuntimeError(f"{rows} creators were asked by {len(asked)} requests, with {len(posted)} messages")
    figures.add(f"list of {rows:,}: all at Meta", unit="s", product=max(call["at"] for call in asked) - begun)
    figures.add(f"list of {rows:,}: its card says so", unit="s", product=shown - begun)
    figures.add(f"list of {rows:,}: processor time an ask", unit="ms", product=cpu / rows * 1000)
    figures.add(f"list of {rows:,}: peak memory", unit="MB", product=bot.peak_megabytes())


async def _bare(bare: BareCalls, figures: Figures, names: list[str]) -> None:
    cpu_before, begun = time.process_time(), time.time()
    done = await bare.request_all(names)
    rows, cpu = len(names), time.process_time() - cpu_before
    figures.add(f"list of {rows:,}: all at Meta", unit="s", floor=max(done) - begun)
    figures.add(f"list of {rows:,}: processor time an ask", unit="ms", floor=cpu / rows * 1000)
