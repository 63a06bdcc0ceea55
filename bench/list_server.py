"""Serves one long list, whose pages were taken from the sandbox before, in next to no time.

The sandbox cuts each page out of the whole list and writes it anew; here a page is bytes, found by its cursor, so that
what is measured is who reads. Started as `python -m bench.list_server`, with where the list is in the environment (see
`ListAt`); says `ready <address>` once it has all pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from bench.bare_list import ListAt, bare_pages

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Connection(asyncio.Protocol):
    """Answers each GET with the page behind its cursor `after`, whatever else is asked."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages
        self._come = b""

    def connection_made(self, transport: Any) -> None:
        """Remember where to write."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer the requests that are whole: a GET ends where its head does."""
        *heads, self._come = (self._come + data).split(b"\r\n\r\n")
        for head in heads:
            address = head.split(b" ", 2)[1].decode("ascii")
            (cursor,) = parse_qs(urlsplit(address).query).get("after", [""])
            page = self._pages.get(cursor)
            self._transport.write(MISSING if page is None else OK % len(page) + page)


async def serve() -> None:
    """Take the pages, and serve them until the process is ended."""
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        pages = {page.cursor: page.content async for page in bare_pages(http, ListAt.from_environment())}
    server = await asyncio.get_running_loop().create_server(lambda: Connection(pages), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"ready http://{host}:{port}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve())
