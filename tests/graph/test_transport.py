"""What the network can do to a call, over real sockets, and what must never leak from it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from pydantic import SecretStr

from bot.graph import (
    Access,
    CreatorById,
    GraphError,
    GraphNonsense,
    GraphUnanswered,
    GraphUnreachable,
    LoginDead,
    pooled_http,
)
from bot.graph.transport import LARGEST_ANSWER
from tests.graph.desk import ACCESS, APP_SECRET, BRAND, PROOF, TOKEN, always, client_over, client_with

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def server(behave: Behaviour) -> AsyncIterator[str]:
    """A server that reads a request's head and then does what the test says."""

    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):  # a caller whose time is up leaves
            await reader.readuntil(b"\r\n\r\n")
            await behave(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    running = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    finally:
        running.close()
        await asyncio.wait_for(asyncio.gather(*under_way), timeout=5)


async def refused_by(url: str, *, patience: float = 5.0, deadline: float = 5.0, writes: bool = True) -> GraphError:
    """The error a call to `url` ends in."""
    async with pooled_http(timeout=patience) as http:
        client = client_with(http, url=url, deadline=deadline)
        asked: Awaitable[object]
        asked = client.permissions.request(ACCESS, CreatorById("1")) if writes else client.accounts.own(ACCESS)
        with pytest.raises(GraphError) as caught:
            await asked
    return caught.value


async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def break_off(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"id":')
    await writer.drain()


async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()  # until the client has had enough
    await reader.read()


async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" " * 65536)
        await writer.drain()


async def garble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SMTP ready\r\n\r\n")
    await writer.drain()


async def bad_gzip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")
    await writer.drain()


@pytest.mark.parametrize("behave", [hang_up, break_off, say_nothing, trickle, flood, garble, bad_gzip])
@pytest.mark.parametrize("writes", [True, False])
async def test_a_call_that_left_and_met_no_answer_says_so(behave: Behaviour, writes: bool) -> None:
    async with server(behave) as url:
        error = await refused_by(url, patience=0.3, deadline=0.6 if behave is not flood else 10, writes=writes)
    assert type(error) is GraphUnanswered
    assert error.may_have_happened is writes
    _assert_clean(error)


async def test_a_flood_is_cut_off_by_its_size() -> None:
    answer = b" " * (LARGEST_ANSWER + 1)
    with pytest.raises(GraphUnanswered, match="not a usable answer"):
        await client_over(always(content=answer)).accounts.own(ACCESS)


async def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = await refused_by(f"http://127.0.0.1:{port}")
    assert type(error) is GraphUnreachable
    assert error.may_have_happened is False
    _assert_clean(error)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectTimeout, GraphUnreachable),
        (httpx.PoolTimeout, GraphUnreachable),
        (httpx.WriteTimeout, GraphUnanswered),
        (httpx.ReadError, GraphUnanswered),
        (httpx.LocalProtocolError, GraphUnanswered),
    ],
)
async def test_each_failure_of_the_library_is_one_of_ours(
    raised: type[httpx.TransportError], kind: type[GraphError]
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise raised(f"while sending Bearer {TOKEN}", request=request)

    with pytest.raises(kind) as caught:
        await client_over(fail).permissions.request(ACCESS, CreatorById("1"))
    _assert_clean(caught.value)


@pytest.mark.parametrize("body", [f"Malformed access token {TOKEN}", f"{TOKEN} {APP_SECRET} {PROOF}"])
@pytest.mark.parametrize("code", [1, 10, 100, 110, 190, 4242])
async def test_a_server_that_echoes_the_secrets_does_not_get_them_into_an_error(body: str, code: int) -> None:
    client = client_over(always(400, json={"error": {"message": body, "code": code}}))
    with pytest.raises(GraphError) as caught:
        await client.accounts.own(ACCESS)
    _assert_clean(caught.value)


async def test_an_unreadable_answer_is_not_quoted() -> None:
    client = client_over(always(200, json={"id": {"deep": TOKEN}, "username": [TOKEN]}))
    with pytest.raises(GraphNonsense) as caught:
        await client.accounts.own(ACCESS)
    _assert_clean(caught.value)


@pytest.mark.parametrize("token", ["", "two\nlines", "spa ce", "höflich", "\ud800"])
async def test_a_token_that_cannot_be_one_is_a_dead_login_and_never_sent(token: str) -> None:
    client = client_over(lambda _request: pytest.fail("sent"))
    with pytest.raises(LoginDead) as caught:
        await client.accounts.own(Access(BRAND, SecretStr(token)))
    assert caught.value.__context__ is None


async def test_a_redirect_is_not_followed() -> None:
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://evil.test/"})

    with pytest.raises(GraphNonsense):
        await client_over(handle).accounts.own(ACCESS)
    assert seen == ["graph.test"]


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = b'{"id":"%s","username":"Brand"}' % BRAND.encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()

    async with server(answer) as url, pooled_http() as http:
        account = await client_with(http, url=url).accounts.own(ACCESS)
    assert account.username == "brand"


async def test_the_logs_name_the_call_and_hold_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with server(break_off) as url:
        await refused_by(url)
    await client_over(always(json={"id": BRAND, "username": "brand"})).accounts.own(ACCESS)

    assert f"GET https://graph.test/v26.0/{BRAND} " in caplog.text
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    for secret in (TOKEN, APP_SECRET, PROOF):
        assert secret not in caplog.text


def _assert_clean(error: GraphError) -> None:
    """Neither the error nor anything hanging on it may show a secret."""
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join([str(error), repr(error), repr(error.args), repr(vars(error)), *traceback.format_exception(error)])
    for secret in (TOKEN, APP_SECRET, PROOF):
        assert secret not in shown
