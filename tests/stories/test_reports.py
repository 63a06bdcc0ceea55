"""Reports: posted with charts or pictures, with files that are safe to open, and never of what somebody may not see."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.stories.campaigning import fill, new_campaign, new_channel
from tests.stories.killing import hold, killed_while_held
from tests.stories.office import Office, View, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]

LIVE = '=HYPERLINK("https://evil.example","win")'
PNG = b"\x89PNG\r\n\x1a\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """An office where one creator said yes, one no, and one says nothing; one of them in a private campaign."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yes, no, silent = [await office.creator(behaviour) for behaviour in ("approves:0.2", "declines:0.2", "manual")]
        await _ask(office, yes, message=LIVE)
        await _ask(office, no)
        await office.desk.card(f"@{yes}:", "Approved")
        await office.desk.card(f"@{no}:", "Declined")
        secret = await new_channel(office, "secret", members=("ana", "greenlight"), is_private=True)
        assert (await new_campaign(office, "Secret", channel=secret))["ok"]
        await office.asked(f"@{silent}", channel=secret)
        await office.desk.card(f"@{silent}:", "Waiting", channel=secret)
        yield office


async def _ask(office: Office, creator: str, *, message: str = "") -> None:
    view = await office.open_form(f"@{creator}")
    if message:
        view = await _with_message(office, view)
    values = {"request_message": message} if message else {}
    assert (await fill(office, view, request_handles=f"@{creator}", **values))["ok"]


async def _with_message(office: Office, view: View) -> View:
    await office.press_in(view, "request_wants_message", value=["yes"])

    async def look() -> View | None:
        on_top = (await office.desk.slack.views(office.ana))[-1]
        return on_top if "request_message" in str(on_top["blocks"]) else None

    found: View = await office.desk.eventually(look, about="the field for a message")
    return found


async def _form(office: Office, user: str, text: str = "", *, channel: str | None = None) -> View:
    await office.close_windows(user)
    await office.desk.type(user, channel or office.desk.spring, f"report {text}")
    return await office.desk.top_view(user, callback_id="report_form")


async def _report_in_channel(office: Office) -> dict[str, Any]:
    seen = {each["ts"] for each in await office.desk.slack.messages(office.desk.spring)}
    assert (await fill(office, await _form(office, office.ana, "30d")))["ok"]

    async def look() -> dict[str, Any] | None:
        for each in await office.desk.slack.messages(office.desk.spring):
            if each["ts"] not in seen and "Report on" in each["text"]:
                return each
        return None

    found: dict[str, Any] = await office.desk.eventually(look, about="the report")
    return found


async def _content(office: Office, file: dict[str, Any]) -> bytes:
    address = f"{office.desk.slack.url}/files-pri/T-{file['id']}/download/{file['name']}"
    async with httpx.AsyncClient() as http:
        answer = await http.get(address, headers={"Authorization": f"Bearer {office.desk.slack.world['bot_token']}"})
    return answer.content


async def _sent_to(office: Office, user: str, name: str) -> bytes:
    """Wait for a file in somebody's direct messages."""

    async def look() -> dict[str, Any] | None:
        for message in reversed(await office.direct_messages(user)):
            for file in message.get("files", []):
                if file["name"] == name:
                    return dict(file)
        return None

    return await _content(office, await office.desk.eventually(look, about=name))


async def test_a_report_stands_in_the_channel_with_slacks_own_charts_and_the_window_leads_to_it(office: Office) -> None:
    report = await _report_in_channel(office)

    charts = [block for block in report["blocks"] if block["type"] == "data_visualization"]
    funnel, answers = (each["chart"]["series"][0]["data"] for each in charts)
    counted = {point["label"]: point["value"] for point in funnel}
    assert (counted["Asked"], counted["Answered"], counted["Said yes"], counted["Said no"]) == (2, 2, 1, 1)
    assert sum(point["value"] for point in answers) == 2
    assert "Said yes: *1* (50 %)" in report["text"]
    assert f"For <@{office.ana}>" in words_of(report)
    assert "Secret" not in words_of(report)
    assert "read it" in words_of(await office.view("The report is there"))


async def test_where_slack_has_no_charts_yet_they_come_as_pictures_with_their_words(office: Office) -> None:
    await office.desk.slack.post("charts", taken=False)
    try:
        report = await _report_in_channel(office)
    finally:
        await office.desk.slack.post("charts", taken=True)
    assert {block["type"] for block in report["blocks"]} <= {"section", "context"}

    async def look() -> list[dict[str, Any]] | None:
        later = [each for each in await office.desk.slack.messages(office.desk.spring) if each["ts"] > report["ts"]]
        return next((each["files"] for each in later if each.get("files")), None)

    pictures = await office.desk.eventually(look, about="the pictures")
    assert [each["name"] for each in pictures] == ["chart-1.png", "chart-2.png"]
    assert "Said yes: 1 (50 %)" in pictures[0]["alt_txt"]
    assert "Time to answer" in pictures[1]["alt_txt"]
    for each in pictures:
        assert (await _content(office, each)).startswith(PNG)


async def test_a_private_campaign_is_in_nobodys_report_who_is_not_in_it(office: Office) -> None:
    form = await _form(office, office.ben, "Secret 7d")
    assert "No campaign you can see is called “Secret”" in words_of(form)
    assert "7 days" in str(next(b for b in form["blocks"] if b["block_id"] == "span")["element"]["initial_option"])

    taken = await fill(office, form, user=office.ben, report_files=["requests.csv"])
    assert taken["ok"], taken
    rows = _table(await _sent_to(office, office.ben, "requests.csv"))
    assert {row["campaign"] for row in rows} == {"Spring"}

    everything = await _form(office, office.ana, channel=office.desk.slack.channel("general"))
    assert (await fill(office, everything, report_files=["requests.csv"]))["ok"]
    rows = _table(await _sent_to(office, office.ana, "requests.csv"))
    assert {row["campaign"] for row in rows} == {"Spring", "Secret"}
    assert [row["message"] for row in rows if row["message"]] == [f"'{LIVE}"]


async def test_the_history_is_for_those_who_manage_and_says_who_took_it(office: Office) -> None:
    refused = await fill(office, await _form(office, office.chloe), user=office.chloe, report_files=["audit.json"])
    assert "You cannot take the history of Spring away." in str(refused["errors"])
    assert "@ana" in str(refused["errors"])

    assert (await fill(office, await _form(office, office.ana), report_files=["audit.json"]))["ok"]
    lines = [json.loads(line) for line in (await _sent_to(office, office.ana, "audit.jsonl")).splitlines()]
    assert {line["campaign"] for line in lines} == {"Spring"}
    assert lines[0]["what"] == "person:campaign:created"
    assert lines[-1]["what"] == "person:report:asked"
    assert lines[-1]["after"]["files"] == ["audit.jsonl"]
    assert {line["who"] for line in lines} >= {office.ana, "meta"}
    assert {line["who_name"] for line in lines if line["who"] == office.ana} == {"ana"}


async def test_a_report_of_all_campaigns_has_no_channel_and_the_words_stand_beside_the_field(office: Office) -> None:
    form = await _form(office, office.ana, channel=office.desk.slack.channel("general"))
    refused = await fill(office, form, report_place="channel")

    assert refused["errors"] == {
        "place": "A report of all campaigns has no channel. Choose a campaign above, or have it sent to you alone."
    }


async def _new_reports(office: Office, seen: set[str]) -> list[dict[str, Any]]:
    told = await office.desk.slack.messages(office.desk.spring)
    return [each for each in told if each["ts"] not in seen and "Report on" in each["text"]]


async def _ask_for_one(office: Office) -> set[str]:
    seen = {each["ts"] for each in await office.desk.slack.messages(office.desk.spring)}
    assert (await fill(office, await _form(office, office.ana), report_files=["requests.csv"]))["ok"]
    return seen


async def test_a_report_whose_answer_from_slack_was_lost_is_posted_once(office: Office) -> None:
    await office.desk.slack.post("fault", on="chat.postMessage", kind="lost", when="after", times=1)

    seen = await _ask_for_one(office)

    await office.view("The report is there", seconds=40)
    assert len(await _new_reports(office, seen)) == 1


async def test_a_report_goes_on_after_a_kill_and_is_posted_once_with_its_file(office: Office) -> None:
    await hold(office.desk, "slack", "chat.postMessage", "after")
    seen: set[str] = set()

    async def act() -> None:
        seen.update(await _ask_for_one(office))

    office.bot = await killed_while_held(office.desk, office.bot, "slack", "chat.postMessage", act)

    await office.view("The report is there", seconds=60)
    (report,) = await _new_reports(office, seen)
    thread = [each for each in await office.desk.thread(report) if each.get("files")]
    assert [file["name"] for each in thread for file in each["files"]] == ["requests.csv"]


def _table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
