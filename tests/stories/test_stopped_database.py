"""PostgreSQL stops and comes back while Greenlight runs: what was accepted is done once, and what could not be is said so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import PostgresServer, fresh_url
from tests.stories.office import Office, an_office

pytestmark = [pytest.mark.story, pytest.mark.timeout(180)]


@pytest.fixture
async def office(services: tuple[str, str], tmp_path: Path, postgres: PostgresServer) -> AsyncIterator[Office]:
    """An office on PostgreSQL."""
    with fresh_url("postgresql", folder=tmp_path, postgres=postgres, is_ready=True) as url:
        async with an_office(services, folder=tmp_path, database_url=url) as office:
            yield office


async def test_a_server_that_stops_and_comes_back_costs_no_ask_and_no_answer_and_no_second_one(
    office: Office, postgres: PostgresServer
) -> None:
    desk = office.desk
    asked_before, answered, asked_after = [await office.creator() for _creator in range(3)]
    await office.asked(f"@{answered}")
    await desk.card(f"@{answered}", "Waiting")
    await desk.meta.post("fault", on="request", kind="hold", when="after")
    await office.asked(f"@{asked_before}")

    async def held() -> bool:
        return bool((await desk.meta.get("held"))["held"])

    await desk.eventually(held, about="a request that Meta has and has not answered")
    view = await office.open_form(f"@{asked_after}")
    with postgres.stopped():
        await desk.meta.post("release", drop=False)  # Meta's answer comes, and cannot be written down
        await desk.meta.answer(answered, "decline")
        refused = await desk.submit(office.ana, view, {"handles": {"request_handles": asked_after}})
        assert "nothing was accepted" in str(refused).lower(), refused
        await asyncio.sleep(3)  # long enough for everything that works by itself to meet it
    assert desk.is_alive()

    await desk.card(f"@{asked_before}", "Waiting", seconds=90)
    await office.asked_once(asked_before)
    card = await desk.card(f"@{answered}", "Declined")  # heard by itself
    await desk.told(card, "Declined")
    assert await desk.meta.on_phone(asked_after) == []
    assert (await desk.submit(office.ana, view, {"handles": {"request_handles": asked_after}}))["ok"]
    await desk.card(f"@{asked_after}", "Waiting")
    await office.asked_once(asked_after)
