"""A small answer that unpacks to a huge one is refused before it fills the memory."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.graph.errors import GraphUnanswered
from bot.graph.signing import Signed
from bot.graph.transport import pooled_http, send

MB = 1024 * 1024


@pytest.mark.parametrize("layers", [1, 2])
async def test_what_is_packed_to_burst_is_refused(layers: int) -> None:
    body = gzip.compress(bytes(64 * MB))
    for _layer in range(1, layers):
        body = gzip.compress(body)

    async def answer(_request: httpx.Request) -> httpx.Response:
        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 4096):
                yield body[start : start + 4096]

        headers = {"Content-Encoding": ", ".join(["gzip"] * layers)}
        return httpx.Response(200, headers=headers, content=pieces())

    signed = Signed(
        method="GET", url="https://graph.example/me", query={}, body=None, headers={}, writes=False, secrets=()
    )
    async with pooled_http(transport=httpx.MockTransport(answer)) as http:
        tracemalloc.start()
        with pytest.raises(GraphUnanswered):
            await send(http, signed, deadline=10)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 32 * MB
