"""A list is imported: every row gets its verdict, every creator is asked once, whatever dies or is pressed twice."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any

import httpx
import pytest

from tests.stories.desk import Desk
from tests.stories.killing import drop, held_at, hold

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]

CROWD = 90
"""Three pieces."""


async def import_list(desk: Desk, text: str) -> dict[str, Any]:
    """Bring a list, everything else as it is offered; returns what the submission answered."""
    await desk.close_windows(desk.ana)
    await desk.type(desk.ana, desk.spring, "import")
    view = await desk.top_view(desk.ana, callback_id="import_form")
    return await desk.submit(desk.ana, view, {"import_paste": {"import_paste": text}})


async def import_file(desk: Desk, name: str, content: bytes, **values: dict[str, Any]) -> dict[str, Any]:
    """Hand a file over; returns what the submission answered."""
    await desk.close_windows(desk.ana)
    await desk.type(desk.ana, desk.spring, "import")
    view = await desk.top_view(desk.ana, callback_id="import_form")
    picked = await desk.slack.post("file", user=desk.ana, name=name, content=base64.b64encode(content).decode())
    return await desk.submit(desk.ana, view, {"import_file": {"import_file": [picked["file"]]}, **values})


async def begin(desk: Desk) -> None:
    await desk.connect_profile()
    await desk.start_bot()
    await desk.create_campaign()


async def crowd(desk: Desk, count: int) -> list[str]:
    names = [f"creator.{number}" for number in range(count)]
    for name in names:
        await desk.meta.post("creator", username=name, behaviour="manual")
    return names


def words_of(view: dict[str, Any]) -> str:
    return str(view["blocks"])


async def test_every_row_has_its_verdict_before_anybody_is_asked_and_then_the_ready_ones_are_asked_once(
    desk: Desk,
) -> None:
    await begin(desk)
    names = await crowd(desk, 3)
    assert not (await desk.ask(names[2]))["errors"]
    await desk.card(f"@{names[2]}:", "Waiting")

    tried = await import_list(
        desk, f"handle;term\n@{names[0]};\nCREATOR.0;\nhttps://instagram.com/{names[1]}/;\n@@@;\n{names[2]};\n=1+1;"
    )
    trial = tried["view"]

    assert "2 creators will be asked once you confirm" in words_of(trial)
    assert "2 rows cannot be used" in words_of(trial)
    assert "stands in row 2 already" in words_of(trial)
    assert "need not be asked: waiting" in words_of(trial)
    assert await desk.meta.on_phone(names[0]) == []

    accepted = await desk.submit(desk.ana, trial, {})
    assert "Asking 2 creators" in words_of(accepted["view"])
    card = await desk.card("A list of 2 creators", "2 of 2 sent", "Waiting")
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1
    await desk.meta.answer(names[0], "approve")
    await desk.told(card, "Approved", f"@{names[0]}", f"<@{desk.ana}>")
    await desk.card("A list of 2 creators", "Approved: 1", "Waiting for the creator: 1")
    assert len(await desk.cards()) == 2


async def test_a_list_that_was_killed_in_the_middle_goes_on_where_it_was_and_asks_each_creator_once(desk: Desk) -> None:
    await begin(desk)
    names = await crowd(desk, CROWD)
    trial = (await import_list(desk, "\n".join(names)))["view"]
    await hold(desk, "meta", "request", "before")

    assert "Asking 90 creators" in words_of((await desk.submit(desk.ana, trial, {}))["view"])
    await held_at(desk, "meta", "request")
    await desk.kill_all()
    await drop(desk, "meta")
    bot = await desk.start_bot()
    await hold(desk, "slack", "chat.update", "before")
    await held_at(desk, "slack", "chat.update")
    await bot.kill()
    await drop(desk, "slack")
    await desk.start_bot()

    await desk.card(
        f"A list of {CROWD} creators", f"{CROWD} of {CROWD} sent", f"Waiting for the creator: {CROWD}", seconds=120
    )
    assert len(await desk.cards()) == 1
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1, name


async def test_the_same_list_brought_again_while_it_runs_asks_nobody_twice(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)
    names = await crowd(desk, 3)
    first = (await import_list(desk, "\n".join(names)))["view"]
    ben = desk.slack.user("ben")
    await desk.type(ben, desk.spring, "import")
    form = await desk.top_view(ben, callback_id="import_form")
    second = (await desk.submit(ben, form, {"import_paste": {"import_paste": " ".join(reversed(names))}}))["view"]
    await hold(desk, "meta", "request", "before")

    await desk.submit(desk.ana, first, {})
    told = await desk.submit(ben, second, {})
    assert "The very same list is on its way already" in words_of(told["view"])
    await held_at(desk, "meta", "request")
    await desk.meta.post("release", drop=False)

    await desk.card("A list of 3 creators", "3 of 3 sent")
    assert len(await desk.cards()) == 1
    for name in names:
        assert len(await desk.meta.on_phone(name)) == 1


async def test_what_is_no_list_is_told_beside_the_field(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)

    for typed, words in (
        ('handle\n"@maya.makes', "Row 2: A quotation mark opens a cell there"),
        ("handle,handle\nmaya.makes,juno.skates", "Two columns have the same heading"),
        ("\u200b \n", "There are no creators in it"),
    ):
        answered = await import_list(desk, typed)
        assert words in answered["errors"]["import_paste"]


async def test_a_list_whose_channel_is_closed_is_asked_all_the_same_and_told_once_it_opens(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)
    (name,) = await crowd(desk, 1)
    trial = (await import_list(desk, name))["view"]
    await desk.slack.post("join", user=desk.slack.world["bot_user_id"], channel=desk.spring, member=False)
    await desk.submit(desk.ana, trial, {})

    async def asked() -> Any:
        return await desk.meta.on_phone(name)

    await desk.eventually(asked, about="the creator is asked")
    await desk.meta.answer(name, "approve")
    await desk.slack.post("join", user=desk.slack.world["bot_user_id"], channel=desk.spring, member=True)

    card = await desk.card("A list of 1 creator", "1 of 1 sent", "Approved: 1")
    await desk.told(card, "Approved", f"@{name}")


async def test_a_file_is_read_in_whatever_way_it_was_saved(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)
    names = await crowd(desk, 2)
    saved = f"note;handle\r\nJos\u00e9;{names[0]}\r\nRen\u00e9e;'@{names[1]}\r\n"

    for encoding in ("utf-8", "utf-16", "cp1252"):
        shown = words_of((await import_file(desk, "list.csv", saved.encode(encoding)))["view"])
        assert "2 creators will be asked once you confirm" in shown, encoding
        assert ("read as Windows text" in shown) is (encoding == "cp1252")

    top = await desk.top_view(desk.ana, callback_id="import_trial")
    await desk.submit(desk.ana, top, {})
    await desk.card("A list of 2 creators", "2 of 2 sent")


async def test_a_file_that_is_no_list_is_told_beside_its_field(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)
    many = "\n".join(f"creator.{number}" for number in range(5_001)).encode()

    for name, content, words in (
        ("list.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "It is a picture"),
        ("list.csv", b"", "There are no creators in it"),
        ("list.csv", b"x" * 50 * 1024 * 1024, "It is larger than 10 MB"),
        ("list.csv", many, "It has more than 5,000 creators"),
    ):
        answered = await import_file(desk, name, content)
        assert words in answered["errors"]["import_file"], (name, answered)


async def test_five_thousand_rows_have_their_verdicts_before_slack_gives_up(desk: Desk) -> None:
    await begin(desk)
    many = "\n".join(f"creator.{number}" for number in range(5_000)).encode()

    shown = words_of((await import_file(desk, "list.csv", many))["view"])

    assert "5,000 creators will be asked once you confirm" in shown
    assert "and 4,940 more rows" in shown


async def test_a_file_elsewhere_is_not_read_and_the_token_is_sent_nowhere(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.environment["GREENLIGHT_SLACK_FILES_URL"] = "https://files.slack.test"
    await begin(desk)

    answered = await import_file(desk, "list.csv", b"maya.makes")

    assert "file_host_unknown" in answered["errors"]["import_file"]


async def test_a_list_in_both_fields_or_in_none_is_asked_for_once_more(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    await begin(desk)

    assert "There is no list yet" in (await import_list(desk, ""))["errors"]["import_paste"]
    both = await import_file(desk, "list.csv", b"maya.makes", import_paste={"import_paste": "juno.skates"})
    assert "Keep one of the two" in both["errors"]["import_file"]


async def test_what_failed_is_handed_back_as_a_file_that_can_be_mended_and_imported_again(desk: Desk) -> None:
    await begin(desk)
    names = await crowd(desk, 1)
    listed = f'handle,message,note\n{names[0]},Hello,\nnobody.there,"=1+1, please",top\n@@@,,\n'
    trial = (await import_file(desk, "list.csv", listed.encode()))["view"]
    await desk.submit(desk.ana, trial, {})
    card = await desk.card("A list of 2 creators", "2 of 2 sent", "Failed: 1", seconds=90)

    await desk.press(desk.ana, card, "import_failures")

    told = await desk.told(card, "2 rows that failed")
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
    again = words_of((await import_file(desk, "mended.csv", mended))["view"])
    assert "2 creators will be asked once you confirm" in again
