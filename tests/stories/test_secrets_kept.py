"""No secret is written anywhere, and no name or text of others can call people or hide a link."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.stories.office import Office, an_office, block_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]

KEY = "a-key-for-stories-of-enough-characters"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office, on SQLite, for the stories of this file that need no other."""
    async with an_office(services, folder=tmp_path_factory.mktemp("office")) as office:
        yield office


def secrets_of(office: Office) -> dict[str, str]:
    slack, meta, profile = office.desk.slack.world, office.desk.meta.world, office.desk.meta.profile()
    token, app_secret = profile["access_token"], meta["app_secret"]
    return {
        "bot token": slack["bot_token"],
        "app token": slack["app_token"],
        "signing secret": slack["signing_secret"],
        "app secret": app_secret,
        "access token": token,
        "proof": hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest(),
        "key": KEY,
    }


async def _live_through_everything(office: Office) -> None:
    """Ask, be answered, and meet the errors whose texts might carry a secret."""
    creator, other = await office.creator(), await office.creator()
    await office.asked(f"@{creator}")
    card = await office.desk.card(f"@{creator}", "Waiting")
    for fault in ({"kind": "garbage"}, {"kind": "lost"}, {"kind": "status", "status": 500}, {"kind": "expired"}):
        # One may be met by a look that comes by itself meanwhile.
        await office.desk.meta.post("fault", on="list", times=2, **fault)
        assert "Meta could not be read" in await _checked(office, card)
    while "still waiting" not in await _checked(office, card):
        pass  # what is left over is met once
    await office.desk.slack.post("fault", on="chat.postMessage", kind="garbage")
    await office.asked(f"@{other}")
    await office.desk.card(f"@{other}", "Waiting", seconds=30)
    assert "still waiting" in await _checked(office, card)


async def _checked(office: Office, card: dict[str, Any]) -> str:
    await office.desk.press(office.ana, card, "request_check_now")
    return await office.whispered()


async def test_no_secret_is_in_a_log_or_in_a_byte_of_the_sqlite_database(office: Office) -> None:
    await _live_through_everything(office)
    folder = Path(office.desk.environment["GREENLIGHT_DATABASE_URL"].removeprefix("sqlite:///")).parent
    files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    assert {"greenlight.sqlite", "greenlight.sqlite-wal", "bot-0.log"} <= set(files)
    assert b"creator.1.of.stories" in files["greenlight.sqlite"] + files["greenlight.sqlite-wal"]
    for what, secret in secrets_of(office).items():
        assert [name for name, content in files.items() if secret.encode() in content] == [], what


async def test_names_and_messages_of_others_call_nobody_and_hide_no_link(office: Office) -> None:
    evil = f"<!channel> <@{office.ben}> <https://evil.example|click> &lt;!here&gt;"
    await office.close_windows(office.ana)
    await office.desk.create_campaign(name=evil)
    creator = await office.creator()
    view = await office.open_form(f"@{creator}")
    await office.view("Ready to ask")
    await office.press_in(view, "request_wants_message", value=["yes"])
    view = await office.view("Message to the creator")
    message = {block_of(view, "request_message"): {"request_message": f"{evil}\n```<!everyone>```"}}
    assert (await office.desk.submit(office.ana, view, message))["ok"]
    card = await office.desk.card(f"@{creator}", "Waiting")
    prepared = await office.desk.told(card, "is prepared, not sent")
    await office.desk.type(office.ana, office.desk.spring, "status")
    await office.whispered("of this channel's campaigns")
    await office.close_windows(office.ana)
    await office.desk.type(office.ana, office.desk.spring, "campaign new")
    shown = await office.desk.top_view(office.ana, callback_id="campaign_form")

    whispers = await office.desk.slack.messages(office.desk.spring, user=office.ana)
    parsed = "\n".join(text for each in (card, prepared, shown, *whispers) for text in _parsed_by_slack(each))
    assert "&lt;!channel&gt;" in parsed
    for call in ("<!channel", "<!here", "<!everyone", f"<@{office.ben}>", "<https://evil"):
        assert call not in parsed, call


def _parsed_by_slack(shown: Any) -> Iterator[str]:
    """Give every text in which Slack reads mentions and links: mrkdwn, and the text of a message."""
    match shown:
        case {"type": "plain_text" | "rich_text"}:
            return
        case {"type": "mrkdwn", "text": text}:
            yield str(text)
        case dict():
            if "ts" in shown:
                yield str(shown["text"])
            for each in shown.values():
                yield from _parsed_by_slack(each)
        case list():
            for each in shown:
                yield from _parsed_by_slack(each)


async def test_what_is_typed_behind_the_command_calls_nobody_when_it_is_quoted(office: Office) -> None:
    for text in ("<!channel>", "status <!channel>", "manage <!channel>"):
        await office.desk.type(office.ana, office.desk.spring, text)
        said = await office.whispered("&lt;!channel&gt;")
        assert "<!channel" not in said
