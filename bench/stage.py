"""What a round is measured on: the services, a fresh database, and Greenlight itself, ready to ask."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.meta import Meta
from bench.processes import Running, finished, running
from bench.slack import Slack

BOT = ("-m", "bot")
RUN = (*BOT, "run")


@dataclass(frozen=True, kw_only=True)
class Services:
    """The outside world: it runs for the whole run.

    `bare_slack` is a second workspace of the same kind, for the bare app: two apps connected to one workspace would take
    turns at its commands.
    """

    slack: Slack
    bare_slack: Slack
    meta: Meta


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Greenlight at work: its process, and channels that have a campaign each."""

    services: Services
    bot: Running
    channels: Sequence[str]


@asynccontextmanager
async def services(folder: Path) -> AsyncIterator[Services]:
    """Run two workspaces, Meta, and the bare app in the second workspace."""
    async with AsyncExitStack() as stack:

        async def started(kind: str) -> str:
            ran = await stack.enter_async_context(
                running("-m", "sandbox", kind, "--port", "0", log=folder / "sandbox.log")
            )
            return ran.line.split()[1]

        slack = await stack.enter_async_context(Slack(await started("slack")))
        bare_slack = await stack.enter_async_context(Slack(await started("slack")))
        meta = await stack.enter_async_context(Meta(await started("graph")))
        await bare_slack.begin()
        environment = {
            **os.environ,
            "SLACK_API_URL": bare_slack.api_url,
            "SLACK_BOT_TOKEN": bare_slack.world["bot_token"],
            "SLACK_APP_TOKEN": bare_slack.world["app_token"],
        }
        await stack.enter_async_context(
            running("-m", "bench.bare_app", log=folder / "bare_app.log", environment=environment)
        )
        yield Services(slack=slack, bare_slack=bare_slack, meta=meta)


@asynccontextmanager
async def stage(
    services: Services,
    *,
    database_url: str,
    folder: Path,
    channels: int,
    creators: Sequence[str],
    run: Sequence[str] = RUN,
) -> AsyncIterator[Stage]:
    """Start Greenlight on an empty database in a fresh world, with a profile, creators, and a campaign in each channel."""
    slack, meta = services.slack, services.meta
    await slack.begin()
    await meta.begin()
    await meta.add_creators(list(creators))
    values = environment(slack, meta, database_url=database_url)
    brand = meta.brand(0)
    await finished(
        [*BOT, "profiles", "add", "--ig-id", brand["ig_id"], "--username", brand["username"], "--token-stdin"],
        environment=values,
        stdin=brand["access_token"],
    )
    async with running(*run, log=folder / "bot.log", environment=values) as bot:
        made = [await slack.make_channel(f"bench-{number}") for number in range(channels)]
        people = slack.people
        await asyncio.gather(
            *(
                _make_campaigns(slack, person=person, channels=made[turn :: len(people)])
                for turn, person in enumerate(people)
            )
        )
        await bot.calm()
        yield Stage(services=services, bot=bot, channels=made)


async def _make_campaigns(slack: Slack, *, person: str, channels: Sequence[str]) -> None:
    for channel in channels:
        _, form = await slack.open_form("campaign", person=person, channel=channel, callback_id="campaign_form")
        await slack.submit(form, {"name": {"campaign_name": f"Campaign {channel}"}}, person=person)


def environment(slack: Slack, meta: Meta, *, database_url: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")},
        "GREENLIGHT_SLACK_API_URL": slack.api_url,
        "GREENLIGHT_SLACK_FILES_URL": slack.api_url.removesuffix("/api/"),
        "GREENLIGHT_SLACK_BOT_TOKEN": slack.world["bot_token"],
        "GREENLIGHT_SLACK_APP_TOKEN": slack.world["app_token"],
        "GREENLIGHT_GRAPH_URL": meta.url,
        "GREENLIGHT_META_APP_ID": meta.world["app_id"],
        "GREENLIGHT_META_APP_SECRET": meta.world["app_secret"],
        "GREENLIGHT_DATABASE_URL": database_url,
        "GREENLIGHT_SECRET_KEYS": "a-key-for-measuring-of-enough-characters",
    }
