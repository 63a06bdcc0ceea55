"""The thin layer that really sends: one httpx client, its failures as our errors, and its logs kept clean."""

from __future__ import annotations

import asyncio
import logging
from functools import cache
from ssl import SSLContext

import httpx

from bot.graph.call import Answer
from bot.graph.errors import GraphError, GraphUnanswered, GraphUnreachable
from bot.graph.signing import Signed
from bot.words import say

# An answer longer than this is none of Meta's: a full page of permissions is under 100 kB.
LARGEST_ANSWER = 8 * 1024 * 1024
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def pooled_http(*, timeout: float = 10.0, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Make the one client a process needs: pooled, HTTP/2 where offered, deaf to the environment.

    `timeout` is in seconds, for each of connect, write, read and the wait for a free connection. Redirects
    are not followed (Graph has none, and one would carry the token elsewhere), proxies and credentials of
    the environment are not used, and the libraries' own logs are kept free of parameters and headers.
    """
    quiet_logs()
    return httpx.AsyncClient(
        http2=True,
        timeout=timeout,
        transport=transport,
        verify=_authorities(),
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": "greenlight", "Accept": "application/json"},
    )


@cache
def _authorities() -> SSLContext:
    """Read whose certificates are trusted: as many milliseconds as ten calls take, so once for all clients."""
    return httpx.create_ssl_context(trust_env=False)


def quiet_logs() -> None:
    """Keep queries out of httpx's INFO line, and HTTP/2 header blocks (the token!) out of hpack's DEBUG."""
    logger = logging.getLogger("httpx")
    if _without_query not in logger.filters:
        logger.addFilter(_without_query)
    logging.getLogger("hpack").setLevel(logging.INFO)


def _without_query(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(arg.copy_with(query=None) if isinstance(arg, httpx.URL) else arg for arg in record.args)
    return True


async def send(http: httpx.AsyncClient, signed: Signed, *, deadline: float) -> Answer:
    """Send a request and bring back what came, of whatever status, within `deadline` seconds.

    Raises GraphUnreachable when it never left and GraphUnanswered when it left and no whole answer came.
    """
    request = http.build_request(
        signed.method,
        signed.url,
        params=signed.query or None,
        content=signed.body,
        headers=dict(signed.headers),
    )
    failure: GraphError
    try:
        async with asyncio.timeout(deadline):
            return await _exchange(http, request)
    except _NEVER_LEFT as error:
        failure = GraphUnreachable(why=_reason(error))
    except (httpx.HTTPError, TimeoutError, _TooLarge) as error:
        failure = GraphUnanswered(why=_reason(error), may_have_happened=signed.writes)
    # Raised out here, so that the failure does not carry httpx's error, whose request holds the token.
    raise failure


class _TooLarge(Exception):
    """The answer is larger than any of Meta's."""


async def _exchange(http: httpx.AsyncClient, request: httpx.Request) -> Answer:
    response = await http.send(request, stream=True)
    try:
        if "," in response.headers.get("Content-Encoding", ""):
            raise _TooLarge  # packed twice: a few kilobytes would unpack to more than any memory holds
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise _TooLarge
    finally:
        await response.aclose()
    return Answer(status=response.status_code, headers=response.headers, body=bytes(body))


def _reason(error: Exception) -> str:
    """Say in plain words what the network did; the library's own text may quote what was sent."""
    match error:
        case httpx.ConnectTimeout():
            return say("graph.why.slow_to_connect")
        case httpx.PoolTimeout():
            return say("graph.why.too_many_calls")
        case httpx.ConnectError() | httpx.UnsupportedProtocol():
            return say("graph.why.no_connection")
        case httpx.TimeoutException() | TimeoutError():
            return say("graph.why.no_answer")
        case httpx.DecodingError() | _TooLarge():
            return say("graph.why.broken_answer")
        case _:
            return say("graph.why.connection_broke")
