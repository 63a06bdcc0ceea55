"""Sign-off and undoing as people meet them: buttons in the channel, a reason in a window, and a power cut in between."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.stories.campaigning import fill, give, opened, pressed
from tests.stories.desk import Bot, Desk
from tests.stories.importing import crowd, import_list
from tests.stories.office import Office

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

WHILE = 10
"""Seconds to undo: the shortest that is offered."""


async def an_office_with_rules(desk: Desk, *, signed: list[str], undo: int) -> tuple[Office, Bot]:
    """Make a campaign that Ana and Ben manage, with rules set in its window."""
    await desk.connect_profile()
    bot = await desk.start_bot()
    office = Office(desk, bot)
    await desk.create_campaign()
    assert not (await give(office, "manager", office.ana, office.ben, channel=desk.spring))["errors"]
    form = await pressed(
        office, await opened(office, channel=desk.spring), "campaign_show_rules", then="campaign_rules"
    )
    assert not (await fill(office, form, campaign_signed=signed, campaign_undo=str(undo)))["errors"]
    return office, bot


async def asked_of_meta(desk: Desk) -> int:
    return len(await desk.meta.calls("request"))


async def test_signed_off_by_a_second_person_held_back_through_a_power_cut_and_sent_once(desk: Desk) -> None:
    office, bot = await an_office_with_rules(desk, signed=["request"], undo=30)
    assert not (await desk.ask("@maya.makes"))["errors"]
    card = await desk.card("@maya.makes", "Waiting for sign-off")

    await desk.press(office.ana, card, "request_sign")
    await office.whispered("cannot sign off what you asked for yourself")
    assert await asked_of_meta(desk) == 0

    await asyncio.gather(*(desk.press(office.ben, card, "request_sign") for _ in range(2)))
    await desk.told(card, "was signed off")
    await desk.card("@maya.makes", "held back for undoing")
    await bot.kill()
    await desk.start_bot()
    assert await asked_of_meta(desk) == 0

    await desk.card("@maya.makes", "Waiting for the creator")
    assert await asked_of_meta(desk) == 1
    assert len(await desk.meta.on_phone("maya.makes")) == 1


async def test_refused_with_a_reason_and_undone_in_time_nothing_reaches_the_creator(desk: Desk) -> None:
    office, _bot = await an_office_with_rules(desk, signed=["request", "revoke"], undo=WHILE)
    assert not (await desk.ask("@maya.makes"))["errors"]
    card = await desk.card("@maya.makes", "Waiting for sign-off")
    await desk.press(office.ben, card, "request_refuse")
    window = await desk.top_view(office.ben, callback_id="signing_refusal")
    assert not (await fill(office, window, user=office.ben, signing_reason="too expensive"))["errors"]
    await desk.told(card, "Not signed off", f"<@{desk.ana}>")
    await desk.card("@maya.makes", "Not signed off")

    assert not (await desk.ask("@juno.skates"))["errors"]
    second = await desk.card("@juno.skates", "Waiting for sign-off")
    await desk.press(office.ben, second, "request_sign")
    held = await desk.card("@juno.skates", "held back for undoing")
    await desk.press(office.ana, held, "request_undo")
    await desk.card("@juno.skates", "Cancelled")
    await asyncio.sleep(WHILE)
    assert await asked_of_meta(desk) == 0


async def test_a_list_is_signed_off_as_a_whole_and_another_is_undone(desk: Desk) -> None:
    office, _bot = await an_office_with_rules(desk, signed=["request"], undo=WHILE)
    names = await crowd(desk, 41)  # two pieces
    assert not (await import_list(desk, "\n".join(names)))["errors"]
    await confirmed(desk)
    card = await desk.card("41 creators", "Waiting for sign-off: 41")
    await desk.press(office.ben, card, "request_sign")
    await desk.card("41 creators", "Waiting for the creator: 41")
    assert await asked_of_meta(desk) == 41

    others = [f"other.{number}" for number in range(3)]
    for name in others:
        await desk.meta.post("creator", username=name, behaviour="manual")
    rows = [f"{name},2031-01-31" for name in others]
    assert not (await import_list(desk, "\n".join(["creator,term", *rows])))["errors"]
    await confirmed(desk)
    card = await desk.card("3 creators", "Waiting for sign-off: 3")
    await desk.type(office.ana, desk.spring, "manage @other.0")
    await office.view("31 January 2031", user=office.ana)
    await desk.press(office.ben, card, "request_sign")
    held = await desk.card("3 creators", "Queued: 3")
    await desk.press(office.ana, held, "request_undo_list")
    await desk.card("3 creators", "Cancelled: 3")
    await asyncio.sleep(WHILE)
    assert await asked_of_meta(desk) == 41


async def confirmed(desk: Desk) -> None:
    trial: dict[str, Any] = await desk.top_view(desk.ana, callback_id="import_trial")
    assert not (await desk.submit(desk.ana, trial, {}))["errors"]
