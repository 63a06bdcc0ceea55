"""Files that Greenlight hands over, by Slack's three steps: announced, sent as they lie on disk, and shared.

https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import done
from bot.slack.errors import SlackBusy, SlackRefused
from bot.words import say

LONGEST = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=60)
"""A large file takes longer than any call."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One file."""

    name: str
    title: str
    content: bytes | IO[bytes]
    alt_text: str | None = None
    """What a picture shows, in words."""


class SlackUploads:
    """Hands files over, by one workspace's bot."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def share(
        self, files: Sequence[Upload], *, comment: str, channel_id: str, thread_ts: str | None = None
    ) -> None:
        """Put files into a channel or a thread, in one message. Raises SlackError; done again it puts them there again."""
        sent: list[dict[str, str | None]] = [{"id": await self._sent(file), "title": file.title} for file in files]
        thread: dict[str, Any] = {"thread_ts": thread_ts} if thread_ts else {}
        await done(
            self._client.files_completeUploadExternal(
                files=sent, channel_id=channel_id, initial_comment=comment, **thread
            ),
            method="files.completeUploadExternal",
            channel_id=channel_id,
        )

    async def _sent(self, file: Upload) -> str:
        content = io.BytesIO(file.content) if isinstance(file.content, bytes) else file.content
        about: dict[str, Any] = {"filename": file.name, "length": content.seek(0, os.SEEK_END)}
        if file.alt_text is not None:
            about["alt_txt"] = file.alt_text
        announced = await done(self._client.files_getUploadURLExternal(**about), method="files.getUploadURLExternal")
        content.seek(0)
        try:
            async with self._session.post(announced["upload_url"], data=content, timeout=LONGEST) as answer:
                if answer.status >= 500 or answer.status == 429:
                    raise SlackBusy(wait_seconds=5.0, why=say("slack.busy.trouble", code=str(answer.status)))
                if answer.status != 200:
                    raise SlackRefused(f"http_{answer.status}", method="files.getUploadURLExternal")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackBusy(wait_seconds=5.0, why=say("slack.busy.lost", error=type(error).__name__)) from None
        return str(announced["file_id"])
