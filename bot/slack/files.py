"""Files that people hand over in Slack: read with the bot's token, from Slack's own file host and nowhere else.

https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import io
from typing import BinaryIO
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr

from bot.slack.errors import SlackBusy, SlackRefused
from bot.words import say

PIECE = 64 * 1024


class SlackFiles:
    """The files of one workspace."""

    def __init__(self, session: aiohttp.ClientSession, *, token: SecretStr, host: str) -> None:
        """`host` is the only place the token is ever sent to, for example https://files.slack.com."""
        self._session = session
        self._token = token
        self._origin = _origin(host)

    async def read(self, url: str, *, most: int) -> BinaryIO:
        """Return a file's bytes, never more than one beyond `most`: whoever reads it sees that it is too large.

        Raises SlackRefused for an address that is not on Slack's file host, and where Slack wants somebody to sign in;
        SlackBusy where it does not answer.
        """
        if _origin(url) != self._origin or "@" in urlsplit(url).netloc:
            raise SlackRefused("file_host_unknown", method="files")
        headers = {"Authorization": f"Bearer {self._token.get_secret_value()}"}
        content = io.BytesIO()
        try:
            # A redirect would carry the token on, or lead to the page where people sign in.
            async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status >= 500 or answer.status == 429:
                    raise SlackBusy(wait_seconds=5.0, why=say("slack.busy.trouble", code=str(answer.status)))
                if answer.status != 200:
                    raise SlackRefused(f"http_{answer.status}", method="files")
                async for piece in answer.content.iter_chunked(PIECE):
                    content.write(piece[: most + 1 - content.tell()])
                    if content.tell() > most:
                        break
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackBusy(wait_seconds=5.0, why=say("slack.busy.lost", error=type(error).__name__)) from None
        content.seek(0)
        return content


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Read where an address leads to; None for one that is none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return None
