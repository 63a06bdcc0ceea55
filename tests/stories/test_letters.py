"""Letters by e-mail, through the real processes and a real mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.nursery import running_sandbox
from tests.running import until
from tests.stories.desk import Desk
from tests.stories.office import Office, block_of, words_of

pytestmark = pytest.mark.story

MAYA = "maya@example.com"


@pytest.fixture
async def mail() -> AsyncIterator[httpx.AsyncClient]:
    with running_sandbox("mail") as url:
        async with httpx.AsyncClient(base_url=f"{url}/_control") as client:
            yield client


async def letters(mail: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await mail.get("/letters")).json()["letters"]
    return found


async def opened(desk: Desk, mail: httpx.AsyncClient) -> Office:
    """Set everything up, with the mail server among the settings."""
    world = (await mail.get("/world")).json()
    desk.environment |= {
        "GREENLIGHT_SMTP_HOST": world["smtp_host"],
        "GREENLIGHT_SMTP_PORT": str(world["smtp_port"]),
        "GREENLIGHT_SMTP_SECURITY": "none",
        "GREENLIGHT_SMTP_FROM": "team@northlight.example",
        "GREENLIGHT_SMTP_REPLY_TO": "inbox@northlight.example",
    }
    await desk.connect_profile()
    bot = await desk.start_bot()
    await desk.create_campaign()
    return Office(desk, bot)


async def ask_by_mail(office: Office, creator: str, *, email: str) -> None:
    """Fill the form as a person does: the toggle, the preview, the address."""
    await office.close_windows(office.ana)
    view = await office.open_form(f"@{creator}")
    await office.view("Ready to ask")
    await office.press_in(view, "request_wants_message", value=["yes"])
    view = await office.view(f"Preview for @{creator}", "How it travels")
    typed = {block_of(view, "request_email"): {"request_email": email}}
    if email != MAYA:
        refused = await office.desk.submit(office.ana, view, typed)
        assert "is no e-mail address" in refused["errors"]["email"]
        return
    answered = await office.desk.submit(office.ana, view, typed)
    assert answered["ok"], answered
    assert not answered["errors"], answered


async def test_a_message_goes_out_by_e_mail_and_its_entry_follows_it(
    sqlite_desk: Desk, mail: httpx.AsyncClient
) -> None:
    office = await opened(sqlite_desk, mail)
    creator = await office.creator()
    await ask_by_mail(office, creator, email="maya at example")
    await ask_by_mail(office, creator, email=MAYA)
    card = await office.desk.card(f"@{creator}", "Waiting")
    told = await office.desk.told(card, "Sent by e-mail", "m…@example.com")

    (letter,) = await letters(mail)
    assert letter["envelope_to"] == [MAYA]
    assert letter["reply_to"] == "inbox@northlight.example"
    assert f"Hi {creator}!" in letter["text"]

    async def on_card() -> bool:
        return "Sent by e-mail" in words_of(await office.desk.card(f"@{creator}", "Waiting"))

    await office.desk.eventually(on_card, about="the state of the message on the card")
    assert MAYA not in str(await office.desk.slack.messages(office.desk.spring))

    await office.desk.press(office.ben, told, "letter_mark_bounced")
    entry = await office.desk.told(card, "Came back", f"<@{office.ana}>")
    assert f"<@{office.ben}> says that it came back" in words_of(entry)
    told = await office.desk.told(card, "Came back: The message", "Hi ")
    await office.desk.press(office.ana, told, "letter_mark_sent")
    await office.desk.told(card, "Marked as sent")
    assert len(await letters(mail)) == 1


async def test_killed_while_the_mail_server_has_the_text_it_is_never_sent_twice_and_says_that_it_does_not_know(
    desk: Desk, mail: httpx.AsyncClient
) -> None:
    office = await opened(desk, mail)
    creator = await office.creator()
    await mail.post("/fault", json={"on": "data", "kind": "hold"})
    await ask_by_mail(office, creator, email=MAYA)

    async def held() -> bool:
        return bool((await mail.get("/held")).json()["held"])

    await until(held)
    await office.bot.kill()
    await mail.post("/release")
    await desk.start_bot()

    card = await desk.card(f"@{creator}", "Waiting")
    news = await desk.told(card, f"<@{office.ana}>", "Sent or not: unknown")
    assert "does not send it a second time by itself" in words_of(news)
    assert len(await letters(mail)) == 1


async def test_the_rows_of_a_list_are_written_to_by_e_mail_where_they_bring_an_address(
    sqlite_desk: Desk, mail: httpx.AsyncClient
) -> None:
    office = await opened(sqlite_desk, mail)
    first, second, third = [await office.creator() for _one in range(3)]
    long = "é" * 501
    listed = (
        "handle,email,message,note\n"
        f"{first},{MAYA},{{sender}} asks {{creator}},met in Oslo\n{second},,{long},\n{third},juno@example.com,{long},\n"
    )
    await sqlite_desk.type(office.ana, sqlite_desk.spring, "import")
    form = await sqlite_desk.top_view(office.ana, callback_id="import_form")
    tried = await sqlite_desk.submit(office.ana, form, {"import_paste": {"import_paste": listed}})
    shown = words_of(tried["view"])
    assert "2 creators will be asked" in shown
    assert "longer than a direct message takes" in shown
    await sqlite_desk.submit(office.ana, tried["view"], {})

    async def arrived() -> bool:
        return len(await letters(mail)) == 2

    await sqlite_desk.eventually(arrived, about="two letters")
    texts = {letter["envelope_to"][0]: letter["text"] for letter in await letters(mail)}
    assert texts[MAYA].endswith(f" asks {first}")
    assert not texts[MAYA].startswith("{")
    assert texts["juno@example.com"] == long


async def test_the_checkup_says_how_letters_go_out(sqlite_desk: Desk, mail: httpx.AsyncClient) -> None:
    await opened(sqlite_desk, mail)
    assert "letters go out from team@northlight.example" in (await sqlite_desk.command("check")).stdout

    sqlite_desk.environment["GREENLIGHT_SMTP_PORT"] = "1"
    assert "The mail server does not answer" in (await sqlite_desk.command("check")).stdout
    sqlite_desk.environment["GREENLIGHT_SMTP_HOST"] = ""
    assert "no mail server is set up" in (await sqlite_desk.command("check")).stdout
