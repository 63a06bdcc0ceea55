"""Files that people hand over: described by `files.info`, read with the bot's token."""

from __future__ import annotations

import base64

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from tests.running import Slack


async def test_a_picked_file_is_described_and_read_with_the_bots_token_only(
    slack: Slack, client: AsyncWebClient
) -> None:
    content = base64.b64encode(b"handle\nmaya.makes\n").decode()
    picked = (await slack.post("file", user=slack.user("ana"), name="list.csv", content=content))["file"]

    told = (await client.files_info(file=picked["id"]))["file"]

    assert told == picked
    assert told["size"] == 18
    async with httpx.AsyncClient() as http:
        url = told["url_private_download"]
        whole = await http.get(url, headers={"Authorization": f"Bearer {slack.world['bot_token']}"})
        assert whole.content == b"handle\nmaya.makes\n"
        assert (await http.get(url)).status_code == 302
        assert (await http.get(url, headers={"Authorization": "Bearer xoxb-other"})).status_code == 302


async def test_a_large_file_is_made_while_it_is_read_and_how_much_was_handed_over_is_told(
    slack: Slack, client: AsyncWebClient
) -> None:
    picked = (
        await slack.post("file", user=slack.user("ana"), name="large.csv", line="abc\n", size=200_001, told_size=7)
    )["file"]

    told = (await client.files_info(file=picked["id"]))["file"]

    assert told["size"] == 7
    assert await slack.get(f"given/{picked['id']}") == {"bytes": 0}
    async with httpx.AsyncClient() as http:
        token = {"Authorization": f"Bearer {slack.world['bot_token']}"}
        whole = await http.get(told["url_private_download"], headers=token)
    assert whole.content == b"abc\n" * 50_000 + b"a"
    assert await slack.get(f"given/{picked['id']}") == {"bytes": 200_001}
