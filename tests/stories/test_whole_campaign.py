"""A whole campaign: thirty creators with every answer, two people who sign, two power cuts, and figures that agree."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ready_sqlite
from tests.stories.campaigning import fill, opened, pressed
from tests.stories.desk import Desk, a_desk
from tests.stories.importing import import_list
from tests.stories.office import Office
from tests.stories.test_signing import an_office_with_rules, confirmed

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

SEED = 20261122
LISTED = {"yes": 8, "no": 6, "silent": 6, "later": 1, "personal": 1}
SINGLE = {"fine": 2, "nope": 1, "quiet": 1, "ended": 1, "moving": 1, "turned": 1, "private": 1}
"""How many creators of each kind there are. The first part of a handle is what becomes of its creator."""
SAY_YES = ("yes", "later", "fine", "ended", "moving")
SAY_NO = ("no", "nope")
NOT_SENT = ("personal", "private", "turned")
PLAYED = {"Asked": 30, "Sent": 27, "Answered": 20, "Said yes": 13, "Said no": 7}
"""What the story below comes to, counted by hand."""


def named(kinds: dict[str, int]) -> list[str]:
    return [f"{kind}.{number:02}.makes" for kind, count in kinds.items() for number in range(count)]


def kind_of(creator: str) -> str:
    return creator.split(".")[0]


EVERYBODY = named(LISTED | SINGLE)
MOVED = "moved.00.makes"


@pytest.fixture
async def office(services: tuple[str, str], tmp_path: Path) -> AsyncIterator[Office]:
    """A campaign that Ana and Ben manage, where a second person signs; rate limits are another story's."""
    async with a_desk(services, folder=tmp_path, database_url=ready_sqlite(tmp_path)) as desk:
        await desk.slack.post("limits", enabled=False)
        for creator in EVERYBODY:
            is_professional = kind_of(creator) not in ("personal", "private")
            await desk.meta.post("creator", username=creator, behaviour="manual", professional=is_professional)
        office, _bot = await an_office_with_rules(desk, signed=["request", "revoke"], undo=0)
        yield office


async def test_a_campaign_of_thirty_is_asked_once_heard_once_and_counted_right_through_two_power_cuts(
    office: Office,
) -> None:
    desk, chance = office.desk, random.Random(SEED)  # noqa: S311 - to have the same moments again
    listed = await _asked_and_signed(office)
    await _power_cut(office, after=chance.uniform(0, 1.5))
    await desk.card("A list of 22 creators", "22 of 22 sent", seconds=60)
    for creator in named(SINGLE):
        await desk.card(f"@{creator}:", _first_state(creator))

    again = await office.submit("@quiet.00.makes\nhttps://www.instagram.com/FINE.00.makes/")
    assert again["ok"], again
    await office.view("Nothing was sent", "@quiet.00.makes", "@fine.00.makes", "Asked already")
    for creator in EVERYBODY:
        if kind_of(creator) in SAY_YES + SAY_NO and kind_of(creator) != "moving":
            await desk.meta.answer(creator, "approve" if kind_of(creator) in SAY_YES else "decline")
    await _power_cut(office, after=chance.uniform(0, 6))
    await desk.card("A list of 22 creators", "Approved: 9", "Declined: 6", "Waiting for the creator: 6", "Failed: 1")

    await _ended_by_us_and_by_the_creator(office, listed)
    await _called_otherwise(office)
    await _nudged(office)
    await _everything_once(office)
    await _digest_told(office)
    await _figures_agree(office)


async def _asked_and_signed(office: Office) -> dict[str, Any]:
    """Bring a list, ask eight by the form, and have Ben decide; returns the list's card once it is signed."""
    desk = office.desk
    rows = [f"@{creator}" for creator in named(LISTED)]
    twice = ["YES.00.makes", "https://instagram.com/yes.01.makes/"]
    assert not (await import_list(desk, "\n".join([*rows, *twice])))["errors"]
    await confirmed(desk)
    listed = await desk.card("A list of 22 creators", "Waiting for sign-off: 22")
    await office.asked("\n".join(named(SINGLE)))
    for creator in named(SINGLE):
        card = await desk.card(f"@{creator}:", "Waiting for sign-off")
        if kind_of(creator) != "turned":
            await desk.press(office.ben, card, "request_sign")
            continue
        await desk.press(office.ben, card, "request_refuse")
        window = await desk.top_view(office.ben, callback_id="signing_refusal")
        assert not (await fill(office, window, user=office.ben, signing_reason="not this season"))["errors"]
    assert await desk.meta.on_phone("yes.00.makes") == []
    await desk.press(office.ben, listed, "request_sign")
    await desk.told(listed, "was signed off")
    return listed


async def _power_cut(office: Office, *, after: float) -> None:
    await asyncio.sleep(after)  # the moment is what the story is about
    await office.bot.kill()
    office.bot = await office.desk.start_bot()


def _first_state(creator: str) -> str:
    match kind_of(creator):
        case "turned":
            return "Not signed off"
        case "private":
            return "Failed"
    return "Waiting for the creator"


async def _ended_by_us_and_by_the_creator(office: Office, listed: dict[str, Any]) -> None:
    """Ana revokes what Ben signs; a creator of the list takes it back in Instagram."""
    desk = office.desk
    card = await desk.card("@ended.00.makes:", "Approved")
    await desk.press(office.ana, card, "request_revoke")
    card = await desk.card("@ended.00.makes:", "Approved", "waits for sign-off")
    assert [each["status"] for each in await desk.meta.on_phone("ended.00.makes")] == ["APPROVED"]
    await desk.press(office.ben, card, "request_sign")
    await desk.card("@ended.00.makes:", "Revoked")
    await desk.meta.answer("later.00.makes", "revoke")
    await desk.told(listed, "Revoked", "@later.00.makes", f"<@{office.ana}>")


async def _called_otherwise(office: Office) -> None:
    desk = office.desk
    await desk.meta.post("creator", username="moving.00.makes", rename_to=MOVED)
    card = await desk.card(f"@{MOVED}:", "Waiting for the creator")
    await desk.told(card, "@moving.00.makes", f"is called @{MOVED} now")
    await desk.meta.answer(MOVED, "approve")
    await desk.card(f"@{MOVED}:", "Approved")
    await desk.told(card, "Approved", f"<@{office.ana}>")


async def _nudged(office: Office) -> None:
    """Ana nudges who has not answered; pressed twice, the creator is written to once."""
    desk = office.desk
    card = await desk.card("@quiet.00.makes:", "Waiting for the creator")
    for _press in range(2):
        await desk.press(office.ana, card, "request_nudge")
    await desk.told(card, "quiet.00.makes", "Just a reminder", f"<@{office.ana}>")
    await office.whispered("was nudged within the last day")


async def _everything_once(office: Office) -> None:
    """See that each creator was asked once, has one card, and that each answer was told once."""
    desk = office.desk
    entries = [entry["text"] for entry in await desk.thread_in(desk.spring)]
    for creator in EVERYBODY:
        name = MOVED if kind_of(creator) == "moving" else creator
        assert len(await desk.meta.on_phone(name)) == (kind_of(creator) not in NOT_SENT), creator
        for kinds, word in ((SAY_YES, "Approved"), (SAY_NO, "Declined"), (("ended", "later"), "Revoked")):
            told = [text for text in entries if word in text and f"@{name}" in text]
            assert len(told) == (kind_of(creator) in kinds), (creator, word, told)
    assert len(await desk.cards()) == len(named(SINGLE)) + 1


async def _digest_told(office: Office) -> None:
    """Ana sends a digest now, and its figures are those of the play."""
    desk = office.desk
    seen = {each["ts"] for each in await desk.cards()}
    window = await opened(office, channel=desk.spring)
    form = await pressed(office, window, "campaign_show_telling", then="campaign_telling")
    await office.press_in(form, "campaign_send_digest")
    await office.view("The digest is on its way")

    async def posted() -> list[str]:
        return [each["text"] for each in await desk.cards() if each["ts"] not in seen]

    (digest,) = await desk.eventually(posted, about="a digest")
    assert "what has happened so far" in digest
    for stage, count in PLAYED.items():
        assert f"{stage}: *{count}*" in digest, (stage, digest)
    assert "Half of the answers came within " in digest


async def _figures_agree(office: Office) -> None:
    """Compare the report, the files, and what the command line takes away, with what was played."""
    desk = office.desk
    seen = {each["ts"] for each in await desk.cards()}
    await office.close_windows(office.ana)
    await desk.type(office.ana, desk.spring, "report 30d")
    form = await desk.top_view(office.ana, callback_id="report_form")
    assert (await fill(office, form, report_files=["requests.csv", "audit.json"]))["ok"]
    await office.view("The report is there", seconds=40)
    (report,) = [each for each in await desk.cards() if each["ts"] not in seen]
    charts = [block["chart"] for block in report["blocks"] if block["type"] == "data_visualization"]
    counted = {point["label"]: point["value"] for point in charts[0]["series"][0]["data"]}
    assert {label: counted.get(label) for label in PLAYED} == PLAYED
    assert sum(point["value"] for point in charts[1]["series"][0]["data"]) == PLAYED["Answered"]

    requests = list(csv.DictReader(io.StringIO(await _taken(desk, "requests", "csv"))))
    states = Counter(row["state"] for row in requests)
    assert states == {"approved": 11, "declined": 7, "revoked": 2, "waiting": 7, "failed": 2, "unsigned": 1}
    assert sorted(row["creator"] for row in requests) == sorted({*EVERYBODY, MOVED} - {"moving.00.makes"})

    history = [json.loads(line) for line in (await _taken(desk, "audit", "json")).splitlines()]
    deeds = Counter(line["what"] for line in history)
    assert deeds["meta:request:approved"] == PLAYED["Said yes"]
    assert deeds["meta:request:declined"] == PLAYED["Said no"]
    assert deeds["person:list:confirmed"] == deeds["person:list:signed"] == 1
    assert deeds["person:request:revoke-signed"] == deeds["meta:creator:renamed"] == 1
    (refused,) = [line for line in history if line["what"] == "person:request:refused"]
    assert (refused["who"], "not this season" in str(refused)) == (office.ben, True)


async def _taken(desk: Desk, what: str, form: str) -> str:
    done = await desk.command("export", "--what", what, "--format", form)
    assert done.returncode == 0, done.stderr
    return done.stdout
