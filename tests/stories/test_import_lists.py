"""A list is imported: every row gets its verdict, what is no list is told, every creator is asked once. One office for all."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.stories.campaigning import new_campaign, new_channel
from tests.stories.importing import import_file, import_list
from tests.stories.killing import held_at, hold
from tests.stories.office import Office, an_office, words_of

pytestmark = [pytest.mark.story, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all stories of this file."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


async def a_place(office: Office, name: str) -> str:
    """Make a channel with a campaign of its own, so that each story counts its own cards."""
    channel = await new_channel(office, name)
    assert not (await new_campaign(office, name.capitalize(), channel=channel))["errors"]
    return channel


async def crowd(office: Office, count: int) -> list[str]:
    return [await office.creator() for _ in range(count)]


async def test_every_row_has_its_verdict_before_anybody_is_asked_and_then_the_ready_ones_are_asked_once(
    office: Office,
) -> None:
    desk, place = office.desk, await a_place(office, "verdicts")
    names = await crowd(office, 3)
    assert not (await desk.ask(names[2], channel=place))["errors"]
    await desk.card(f"@{names[2]}:", "Waiting", channel=place)

    tried = await import_list(
        desk,
        channel=place,
        text=f"handle;term\n@{names[0]};\n{names[0].upper()};\nhttps://instagram.com/{names[1]}/;\n@@@;\n{names[2]};\n=1+1;",
    )
    trial = tried["view"]

    assert "2 creators will be asked once you confirm" in words_of(trial)
    assert "2 rows cannot be used" in words_of(trial)
    assert "stands in row 2 already" in words_of(trial)
    assert "need not be asked: waiting" in words_of(trial)
    assert await desk.meta.on_phone(names[0]) == []

    accepted = await desk.submit(desk.ana, trial, {})
    assert "Asking 2 creators" in words_of(accepted["view"])
    card = await desk.card("A list of 2 creators", "2 of 2 sent", "Waiting", channel=place)
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1
    await desk.meta.answer(names[0], "approve")
    await desk.told(card, "Approved", f"@{names[0]}", f"<@{desk.ana}>", channel=place)
    await desk.card("A list of 2 creators", "Approved: 1", "Waiting for the creator: 1", channel=place)
    assert len(await desk.cards(channel=place)) == 2


async def test_the_same_creator_in_five_spellings_stands_in_the_window_once_and_is_asked_once(office: Office) -> None:
    desk, place = office.desk, await a_place(office, "spellings")
    (name,) = await crowd(office, 1)
    spellings = [
        f"@{name}",
        f" {name.upper()} ",
        f"https://www.instagram.com/{name}/?igsh=MzRl",
        f"instagram.com/{name}",
        f'"@{name.title()}"',
    ]

    trial = (await import_list(desk, "\n".join(spellings), channel=place))["view"]

    assert "1 creator will be asked once you confirm" in words_of(trial)
    assert "4 rows name creators for the second time" in words_of(trial)
    assert words_of(trial).count("stands in row 1 already") == 4
    accepted = await desk.submit(desk.ana, trial, {})
    assert "Asking 1 creator" in words_of(accepted["view"])
    await desk.card("A list of 1 creator", "1 of 1 sent", "Waiting", channel=place)
    assert len(await desk.meta.on_phone(name)) == 1


async def test_the_same_list_brought_again_while_it_runs_asks_nobody_twice(office: Office) -> None:
    desk, place = office.desk, await a_place(office, "twice")
    names = await crowd(office, 3)
    first = (await import_list(desk, channel=place, text="\n".join(names)))["view"]
    ben = desk.slack.user("ben")
    await desk.type(ben, place, "import")
    form = await desk.top_view(ben, callback_id="import_form")
    second = (await desk.submit(ben, form, {"import_paste": {"import_paste": " ".join(reversed(names))}}))["view"]
    await hold(desk, "meta", "request", "before")

    await desk.submit(desk.ana, first, {})
    told = await desk.submit(ben, second, {})
    assert "The very same list is on its way already" in words_of(told["view"])
    await held_at(desk, "meta", "request")
    await desk.meta.post("release", drop=False)

    await desk.card("A list of 3 creators", "3 of 3 sent", channel=place)
    assert len(await desk.cards(channel=place)) == 1
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1


async def test_what_is_no_list_is_told_beside_the_field(office: Office) -> None:
    desk = office.desk

    for typed, words in (
        ('handle\n"@maya.makes', "Row 2: A quotation mark opens a cell there"),
        ("handle,handle\nmaya.makes,juno.skates", "Two columns have the same heading"),
        ("\u200b \n", "There are no creators in it"),
    ):
        answered = await import_list(desk, typed)
        assert words in answered["errors"]["import_paste"]


async def test_a_list_whose_channel_is_closed_is_asked_all_the_same_and_told_once_it_opens(office: Office) -> None:
    desk, place = office.desk, await a_place(office, "closed")
    (name,) = await crowd(office, 1)
    trial = (await import_list(desk, channel=place, text=name))["view"]
    await desk.slack.post("join", user=desk.slack.world["bot_user_id"], channel=place, member=False)
    await desk.submit(desk.ana, trial, {})

    async def asked() -> Any:
        return await desk.meta.on_phone(name)

    await desk.eventually(asked, about="the creator is asked")
    await desk.meta.answer(name, "approve")
    await desk.slack.post("join", user=desk.slack.world["bot_user_id"], channel=place, member=True)

    card = await desk.card("A list of 1 creator", "1 of 1 sent", "Approved: 1", channel=place)
    await desk.told(card, "Approved", f"@{name}", channel=place)


async def test_a_file_is_read_in_whatever_way_it_was_saved(office: Office) -> None:
    desk, place = office.desk, await a_place(office, "ways")
    names = await crowd(office, 2)
    saved = f"note;handle\r\nJos\u00e9;{names[0]}\r\nRen\u00e9e;'@{names[1]}\r\n"

    for encoding in ("utf-8", "utf-16", "cp1252"):
        shown = words_of((await import_file(desk, "list.csv", saved.encode(encoding), channel=place))["view"])
        assert "2 creators will be asked once you confirm" in shown, encoding
        assert ("read as Windows text" in shown) is (encoding == "cp1252")

    top = await desk.top_view(desk.ana, callback_id="import_trial")
    await desk.submit(desk.ana, top, {})
    await desk.card("A list of 2 creators", "2 of 2 sent", channel=place)


async def test_a_file_that_is_no_list_is_told_beside_its_field(office: Office) -> None:
    desk = office.desk
    many = "\n".join(f"creator.{number}" for number in range(5_001)).encode()

    for name, content, words in (
        ("list.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "It is a picture"),
        ("list.csv", b"", "There are no creators in it"),
        ("list.csv", b"x" * 50 * 1024 * 1024, "It is larger than 10 MB"),
        ("list.csv", many, "It has more than 5,000 creators"),
    ):
        answered = await import_file(desk, name, content)
        assert words in answered["errors"]["import_file"], (name, answered)


async def test_five_thousand_rows_have_their_verdicts_before_slack_gives_up(office: Office) -> None:
    desk = office.desk
    many = "\n".join(f"creator.{number}" for number in range(5_000)).encode()

    answered = await import_file(desk, "list.csv", many)

    assert answered["ok"], answered
    await office.view("5,000 creators will be asked once you confirm", "and 4,940 more rows")


async def test_a_list_in_both_fields_or_in_none_is_asked_for_once_more(office: Office) -> None:
    desk = office.desk

    assert "There is no list yet" in (await import_list(desk, ""))["errors"]["import_paste"]
    both = await import_file(desk, "list.csv", b"maya.makes", import_paste={"import_paste": "juno.skates"})
    assert "Keep one of the two" in both["errors"]["import_file"]


async def test_what_failed_is_handed_back_as_a_file_that_can_be_mended_and_imported_again(office: Office) -> None:
    desk, place = office.desk, await a_place(office, "failures")
    names = await crowd(office, 1)
    listed = f'handle,message,note\n{names[0]},Hello,\nnobody.there,"=1+1, please",top\n@@@,,\n'
    trial = (await import_file(desk, "list.csv", listed.encode(), channel=place))["view"]
    await desk.submit(desk.ana, trial, {})
    card = await desk.card("A list of 2 creators", "2 of 2 sent", "Failed: 1", seconds=90, channel=place)

    await desk.press(desk.ana, card, "import_failures", channel=place)

    told = await desk.told(card, "2 rows that failed", channel=place)
    async with httpx.AsyncClient() as http:
        address = f"{desk.slack.url}/files-pri/T-{told['files'][0]['id']}/download/failed.csv"
        answer = await http.get(address, headers={"Authorization": f"Bearer {desk.slack.world['bot_token']}"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["handle"] for row in rows] == ["nobody.there", "'@@@"]
    assert rows[0]["message"] == "'=1+1, please"
    assert rows[0]["note"] == "top"
    assert rows[0]["result"] == "Failed"
    assert "not a handle" in rows[1]["why"]

    mended = answer.content.replace(b"nobody.there", b"maya.makes").replace(b"'@@@", b"juno.skates")
    again = words_of((await import_file(desk, "mended.csv", mended, channel=place))["view"])
    assert "2 creators will be asked once you confirm" in again


async def test_a_list_that_is_slow_to_arrive_is_read_on_in_a_window_and_a_wrong_one_keeps_the_form(
    office: Office,
) -> None:
    desk = office.desk
    for content, words in (
        (b"maya.makes", "1 creator will be asked once you confirm"),
        (b"", "There are no creators in it"),
    ):
        await desk.slack.post("fault", on="files.info", kind="slow", seconds=4, times=1)
        reading = await import_file(desk, "list.csv", content)

        assert "Reading the list" in words_of(reading["view"])
        await office.view(words)
        form, _shown = await desk.slack.views(desk.ana)
        assert form["callback_id"] == "import_form"
