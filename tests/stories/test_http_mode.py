"""Signed HTTP in place of Socket Mode: the same job; what is not Slack's own, or not new, changes nothing."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio

from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


class Door:
    """The app's HTTP door, and somebody who knocks there with bodies of their own."""

    def __init__(self, office: Office, url: str) -> None:
        self.office = office
        self.url = url

    async def knock(
        self, payload: dict[str, Any], *, secret: str | None = None, age: float = 0.0, path: str = "/slack/events"
    ) -> httpx.Response:
        """Post an interaction as Slack would, signed `age` seconds ago."""
        body = urlencode({"payload": json.dumps(payload)})
        stamp = str(int(time.time() - age))
        key = (secret or self.office.desk.slack.world["signing_secret"]).encode()
        signature = "v0=" + hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature,
        }
        async with httpx.AsyncClient(timeout=10) as client:
            return await client.post(f"{self.url}{path}", content=body, headers=headers)

    async def get(self, path: str) -> httpx.Response:
        """Look at a page."""
        async with httpx.AsyncClient(timeout=10) as client:
            return await client.get(f"{self.url}{path}")

    def from_person(self, user: str, kind: str, *, team: str | None = None, **more: Any) -> dict[str, Any]:
        """Build an interaction's payload."""
        team_id = team or self.office.desk.slack.world["team_id"]
        who = {"id": user, "username": "somebody", "team_id": team_id}
        return {"type": kind, "team": {"id": team_id}, "user": who, "trigger_id": "1.2.3", **more}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    """An office that Slack reaches over HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = {"GREENLIGHT_SLACK_MODE": "http", "GREENLIGHT_HTTP_PORT": str(port), "GREENLIGHT_SLACK_APP_TOKEN": ""}
    folder = tmp_path_factory.mktemp("office")
    async with an_office(services, folder=folder, request_url=f"{url}/slack/events", **settings) as office:
        yield Door(office, url)
        await office.desk.slack.post("http", url=None)


async def test_the_main_job_is_done_over_signed_http(door: Door) -> None:
    office, creator = door.office, await door.office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    await office.desk.meta.answer(creator, "approve")
    await office.desk.press(office.ana, card, "request_check_now")
    await office.desk.told(card, "Approved", f"<@{office.ana}>")
    await office.asked_once(creator)


async def test_health_and_readiness_are_told_to_whoever_watches(door: Door) -> None:
    assert (await door.get("/healthz")).json() == {"status": "alive"}
    ready = await door.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    assert (await door.get("/slack/events")).status_code == 405


async def _submission(door: Door, creator: str, *, user: str | None = None) -> dict[str, Any]:
    """Build what Slack would send if the person pressed Ask now."""
    office, who = door.office, user or door.office.ana
    view = await office.open_form(user=who)
    view["state"]["values"]["handles"] = {"request_handles": {"type": "plain_text_input", "value": f"@{creator}"}}
    return door.from_person(who, "view_submission", view=view)


async def test_a_forged_signature_and_an_old_one_are_refused_and_nothing_is_asked(door: Door) -> None:
    creator = await door.office.creator()
    payload = await _submission(door, creator)
    assert (await door.knock(payload, secret="guessed")).status_code == 401
    assert (await door.knock(payload, age=600)).status_code == 401
    assert (await door.knock(payload, age=-600)).status_code == 401
    await door.office.asked(f"@{(other := await door.office.creator())}")
    await door.office.desk.card(f"@{other}", "Waiting")
    assert not await door.office.desk.meta.on_phone(creator)


async def test_the_same_submission_delivered_again_and_again_asks_once(door: Door) -> None:
    creator = await door.office.creator()
    payload = await _submission(door, creator)
    answers = await asyncio.gather(*(door.knock(payload) for _ in range(4)))
    answers.append(await door.knock(payload))
    for answer in answers:
        assert answer.status_code == 200
        assert answer.json()["response_action"] == "update", answer.text
        assert "asked already" not in words_of(answer.json()["view"]).lower()
    await door.office.desk.card(f"@{creator}", "Waiting")
    await door.office.asked_once(creator)


async def test_ids_put_into_a_form_or_a_button_by_hand_open_nothing(door: Door) -> None:
    office, desk = door.office, door.office.desk
    secret_place = desk.slack.channel("summer-sun")
    await office.close_windows(office.ana)
    await desk.create_campaign(channel=secret_place, name="Hush")
    creator, wanted = await office.creator(), await office.creator()
    await office.asked(f"@{creator}", channel=secret_place)
    card = await desk.card(f"@{creator}", "Waiting", channel=secret_place)
    request_id = next(each for each in card["blocks"] if each["type"] == "actions")["elements"][0]["value"]
    hidden = json.loads((await office.open_form(channel=secret_place))["private_metadata"])["campaign"]

    # She has the campaign's id, in the form's memory and in its select.
    forged = await _submission(door, wanted, user=office.chloe)
    memory = json.loads(forged["view"]["private_metadata"])
    forged["view"]["private_metadata"] = json.dumps(memory | {"campaign": hidden})
    option = {"text": {"type": "plain_text", "text": "Hush"}, "value": hidden["id"]}
    forged["view"]["state"]["values"]["campaign"]["request_campaign"]["selected_option"] = option
    answer = (await door.knock(forged)).json()
    assert answer["errors"]["campaign"].startswith("There is no such campaign.")

    # Another workspace has the request's id.
    for team, user in (("T0SOMEWHERE", office.ana), (None, office.chloe)):
        action = {"type": "button", "action_id": "request_cancel", "value": request_id, "action_ts": "1.1"}
        payload = door.from_person(user, "block_actions", team=team, actions=[action], channel={"id": desk.spring})
        await door.knock(payload)
    assert [each["status"] for each in await desk.meta.on_phone(creator)] == ["PENDING"]
    assert not await desk.meta.on_phone(wanted)
    await desk.card(f"@{creator}", "Waiting", channel=secret_place)
