"""The bot's token goes to Slack's file host and nowhere else, whatever a file's address says."""

from __future__ import annotations

import aiohttp
import pytest
from pydantic import SecretStr

from bot.slack.errors import SlackRefused
from bot.slack.files import SlackFiles


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://files.slack.com/a",
        "https://files.slack.com.evil.example/a",
        "https://files.slack.com@evil.example/a",
        "https://somebody@files.slack.com/a",
        "https://files.slack.com:99999/a",
        "https://[files.slack.com/a",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//files.slack.com/a",
    ],
)
async def test_an_address_that_leads_elsewhere_or_nowhere_is_refused_in_words(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        files = SlackFiles(session, token=SecretStr("xoxb-1"), host="https://files.slack.com")
        with pytest.raises(SlackRefused):
            await files.read(url, most=10)
