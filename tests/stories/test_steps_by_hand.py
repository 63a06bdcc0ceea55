"""A workflow's step, one piece of work at a time: delivered twice, lost, refused by a second person, run by nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.campaigns.campaigns import Campaigns
from bot.campaigns.means import CampaignMeans
from bot.people import People
from bot.permissions.reading.lists import Lists
from bot.permissions.status import State
from bot.policy import Person
from bot.slack.calls import SlackCalls, slack_session, web_client
from bot.slack.functions import SlackFunctions
from bot.steps.completing import CompletingSteps
from bot.steps.inputs import read_inputs
from bot.steps.running import RunningSteps
from handlers.errors import plain_words
from storage.ids import ChannelId, PersonId
from storage.tables import Request
from tests.running import Slack
from tests.storage.builders import NORTHLIGHT, a_campaign
from tests.stories.hands import Hands


class Workflows:
    """A workspace in which workflows come to the step, and the hands that carry it out."""

    def __init__(self, hands: Hands, slack: Slack, steps: RunningSteps) -> None:
        self.hands, self.steps = hands, steps
        self._slack = slack
        self.ana, self.ben = (PersonId(slack.user(name)) for name in ("ana", "ben"))
        self._done: set[str] = set()

    async def come_to_it(self, **inputs: Any) -> str:
        """Have a workflow of Ana's come to the step; returns the execution."""
        body = {"user": "ana", "callback_id": "request_permission", "inputs": {"handle": "maya.makes", **inputs}}
        return str((await self._slack.post("step", **body))["execution"]["id"])

    async def deliver(self, step: str, **inputs: Any) -> None:
        """Take what Slack sends of it, as the listener does."""
        given = {"asker": {"id": self.ana}, "handle": "maya.makes", "campaign": "Spring launch", **inputs}
        await self.steps.begin(NORTHLIGHT, step, inputs=read_inputs(given), token=None)

    async def work(self) -> None:
        """Do what is to be done about steps, and whatever follows from it."""
        while todo := [
            job for job in self.hands.engine.jobs if job.workflow.endswith("-step") and job.id not in self._done
        ]:
            for job in todo:
                self._done.add(job.id)
                await self.hands.engine.do(job)

    def lose_work(self) -> None:
        """Let what is to be done about steps be lost."""
        self._done |= {job.id for job in self.hands.engine.jobs if job.workflow.endswith("-step")}

    async def seen(self, step: str) -> dict[str, Any]:
        """Return how the step stands in Slack."""
        steps = (await self._slack.get("steps"))["steps"]
        return next(each for each in steps if each["id"] == step)

    async def told(self) -> int:
        """Return how often Slack was told an end."""
        return sum([len(await self._slack.calls(f"functions.{way}")) for way in ("completeSuccess", "completeError")])

    async def requests(self, step: str) -> list[Request]:
        """Return what was asked for a step."""
        async with self.hands.storage.read(NORTHLIGHT) as uow:
            return list(await uow.requests.of_submission(step, ["maya.makes"]))


@pytest.fixture
async def workflows(hands: Hands, services: tuple[str, str]) -> AsyncIterator[Workflows]:
    """Workflows, on SQLite and on PostgreSQL."""
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        session, means = slack_session(), hands.means
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=False)
        calls = SlackCalls(client)
        people = People(slack=calls, now=means.now)
        campaigning = CampaignMeans(
            storage=means.storage,
            engine=means.engine,
            slack=calls,
            people=people,
            recorder=means.recorder,
            now=means.now,
            new_id=means.new_id,
        )
        lists = Lists(storage=means.storage, people=people)
        steps = RunningSteps(means, asking=hands.asking, campaigns=Campaigns(campaigning), lists=lists, people=people)
        plain = partial(plain_words, client=client)
        for use_case in (steps, CompletingSteps(means, slack=calls, functions=SlackFunctions(client), plain=plain)):
            use_case.register()
        yield Workflows(hands, slack, steps)
        await session.close()


async def test_an_event_that_slack_delivers_twice_at_once_and_again_asks_once_and_ends_once(
    workflows: Workflows,
) -> None:
    step = await workflows.come_to_it()

    await asyncio.gather(*(workflows.deliver(step) for _ in range(2)))
    await workflows.work()
    await workflows.deliver(step)
    await workflows.hands.attempt()
    await workflows.work()
    await workflows.deliver(step)
    await workflows.work()

    assert len(await workflows.requests(step)) == 1
    assert workflows.hands.meta.asked == ["900"]
    assert (await workflows.seen(step))["outputs"]["state"] == "waiting"
    assert await workflows.told() == 1


async def test_a_step_that_slack_names_nobody_for_asks_nobody_and_says_how_to_begin_it(workflows: Workflows) -> None:
    step = await workflows.come_to_it()

    await workflows.deliver(step, asker=None)
    await workflows.work()

    seen = await workflows.seen(step)
    assert seen["state"] == "failed"
    assert "Slack did not say who runs the workflow" in seen["error"]
    assert "Let the workflow begin with a person" in seen["error"]
    assert await workflows.requests(step) == []


async def test_of_several_campaigns_of_one_name_none_is_guessed_and_the_channel_decides(workflows: Workflows) -> None:
    there = ChannelId("C0OTHER")
    async with workflows.hands.storage.write(NORTHLIGHT) as uow:
        profile = workflows.hands.campaign.default_profile_id
        namesake = a_campaign(channel_id=there, channel_name="other", default_profile_id=profile)
        assert await uow.campaigns.add_unless_taken(namesake)
    unclear, clear = await workflows.come_to_it(), await workflows.come_to_it()

    await workflows.deliver(unclear)
    await workflows.deliver(clear, channel=there)
    await workflows.work()

    error = (await workflows.seen(unclear))["error"]
    assert "Several campaigns are meant: Spring launch (#" in error
    assert "(#other)" in error
    assert "Fill in both the campaign and the channel" in error
    assert await workflows.requests(unclear) == []
    (asked,) = await workflows.requests(clear)
    assert asked.campaign_id == namesake.id


async def test_a_step_whose_ask_is_not_signed_off_fails_with_the_reason_by_name(workflows: Workflows) -> None:
    hands = workflows.hands
    await hands.rule(signed_matters=["request"])
    step = await workflows.come_to_it()
    await workflows.deliver(step)
    await workflows.work()
    (asked,) = await workflows.requests(step)
    assert (asked.state, (await workflows.seen(step))["state"]) == (State.SIGNING, "running")
    assert asked.sign_off_id is not None

    ben = Person(id=workflows.ben, is_guest=False, is_in_channel=True, is_slack_admin=True)
    await hands.deciding.refuse(NORTHLIGHT, asked.sign_off_id, person=ben, reason="over budget")
    await workflows.work()

    seen = await workflows.seen(step)
    assert seen["state"] == "failed"
    assert "@maya.makes was not asked: nobody signed it off." in seen["error"]
    assert "over budget" in seen["error"]
    assert "<@" not in seen["error"]
    assert hands.meta.asked == []


@pytest.mark.parametrize("lost", ["asking", "telling"])
async def test_a_step_whose_work_was_lost_is_taken_up_by_the_sweep_once(workflows: Workflows, lost: str) -> None:
    hands = workflows.hands
    step = await workflows.come_to_it(handle="nobody.of.that.name" if lost == "telling" else "maya.makes")
    await workflows.deliver(step, handle="not a handle!" if lost == "telling" else "maya.makes")
    if lost == "telling":
        first = hands.engine.newest("begin-step")
        await hands.engine.do(first)
    workflows.lose_work()
    await hands.sweep()
    await workflows.work()
    assert (await workflows.seen(step))["state"] == "running", "it is not late yet"

    hands.now += timedelta(minutes=21)
    await hands.sweep()
    await hands.sweep()
    await workflows.work()
    if lost == "asking":
        await hands.attempt()
        await workflows.work()

    assert (await workflows.seen(step))["state"] == ("failed" if lost == "telling" else "completed")
    assert await workflows.told() == 1
    assert len(await workflows.requests(step)) == (lost == "asking")
