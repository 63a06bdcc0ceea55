"""Each workspace is spoken to in its own language: by listeners, and by durable work that may begin hours later."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import create_engine

import handlers
from bot.engine import Engine, Queue
from bot.errors import Misconfigured
from bot.languages import Languages
from bot.services import Services
from bot.settings import load
from bot.words import Language, say
from handlers.campaign.ids import Action, View
from handlers.campaign.modal import Memory, draw_form
from storage.database import engine_url
from storage.unit_of_work import Job
from tests.nursery import running_sandbox
from tests.running import Slack, until
from tests.words.languages import made_up

POLES = "T0POLES"


class TwoLanguages(Languages):
    """One workspace speaks Polish."""

    def __init__(self, polish: Language) -> None:
        super().__init__()
        self._polish = polish

    async def of(self, workspace_id: str) -> Language:
        """Return the language of a workspace."""
        return self._polish if workspace_id == POLES else self.usual


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    sentences = {"state.waiting": "Czeka", "campaign.no_channel.happened": "Kampania potrzebuje kanału."}
    return TwoLanguages(made_up(tmp_path, "pl", cast(Any, sentences)))


async def test_durable_work_speaks_the_language_of_the_workspace_it_is_for(
    database_url: str, languages: Languages
) -> None:
    engine, sql = (
        Engine(database_url, app_name="speaking", languages=languages),
        create_engine(engine_url(database_url)),
    )
    said: dict[str, str] = {}

    async def work(workspace_id: str) -> None:
        async def act() -> None:
            await asyncio.sleep(0.01)  # the other one has its turn
            said[workspace_id] = say("state.waiting")

        await engine.step("say", act)

    async def both_have_spoken() -> bool:
        return len(said) == 2

    def enqueue() -> None:
        with sql.begin() as connection:
            for workspace_id in (POLES, "T0OTHERS"):
                engine.enqueue(connection, Job(workflow="say", queue="mouths", id=workspace_id, args=(workspace_id,)))

    engine.workflow("say", work)
    engine.queue(Queue(name="mouths"))
    await engine.start()
    try:
        await asyncio.to_thread(enqueue)
        await until(both_have_spoken)
    finally:
        await engine.stop()
        sql.dispose()

    assert said == {POLES: "Czeka", "T0OTHERS": "Waiting for the creator"}


async def test_a_listener_speaks_the_language_of_the_workspace_it_answers(languages: Languages) -> None:
    with running_sandbox() as url:
        async with Slack(f"{url}/slack") as slack:
            client = AsyncWebClient(token=slack.world["bot_token"], base_url=slack.api_url)
        app = AsyncApp(client=client, signing_secret="none", request_verification_enabled=False)
        handlers.register(app, _services(languages))

        said = [await _submitted(app, team_id=team) for team in (POLES, "T0OTHERS", POLES)]

    assert [each.split(".")[0] for each in said] == [
        "Kampania potrzebuje kanału",
        "A campaign needs a channel",
        "Kampania potrzebuje kanału",
    ]


def test_a_language_that_does_not_come_with_greenlight_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_LANGUAGE", "xx")

    with pytest.raises(Misconfigured, match="GREENLIGHT_LANGUAGE: must be one of: en"):
        load()


def _services(languages: Languages) -> Services:
    """Nothing else is called: what is wrong with the form is seen before."""
    services: dict[str, Any] = dict.fromkeys(Services.__dataclass_fields__)
    services["languages"] = languages
    return Services(**services)


async def _submitted(app: AsyncApp, *, team_id: str) -> str:
    """Submit the campaign form without a channel, and give what is said beside the field."""
    view = draw_form(Memory(), of_channel=())
    states = {block["block_id"]: {block["element"]["action_id"]: _empty(block["element"])} for block in view["blocks"]}
    body = {
        "type": "view_submission",
        "team": {"id": team_id, "domain": "northlight"},
        "user": {"id": "U0ANA", "team_id": team_id},
        "view": {**view, "id": "V1", "hash": "1", "state": {"values": states}, "callback_id": View.FORM},
    }
    request = AsyncBoltRequest(
        body=urlencode({"payload": json.dumps(body)}),
        headers={"content-type": ["application/x-www-form-urlencoded"]},
    )
    answer = await app.async_dispatch(request)
    errors: dict[str, str] = json.loads(answer.body)["errors"]
    (sentence,) = errors.values()
    return sentence


def _empty(element: dict[str, Any]) -> dict[str, Any]:
    kind: dict[str, dict[str, Any]] = {
        Action.CHANNEL: {"selected_conversation": None},
        Action.ASKERS: {"selected_users": []},
    }
    return {"type": element["type"], **kind.get(element["action_id"], {"value": None, "selected_option": None})}
