"""HTTP/2 where it is offered, over a real TLS socket, with the same silence about the token."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import ipaddress
import json
import logging
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.graph import pooled_http
from tests.graph.desk import ACCESS, BRAND, TOKEN, client_with


def write_certificate(folder: Path) -> Path:
    """A key and a certificate of its own for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "graph.test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return pem


@contextlib.asynccontextmanager
async def http2_server(pem: Path, *, seen: list[dict[str, str]]) -> AsyncIterator[str]:
    """A server that answers every HTTP/2 request with the brand's account, and notes its headers."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        wire.initiate_connection()
        writer.write(wire.data_to_send())
        while data := await reader.read(65536):
            for event in wire.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    seen.append({str(name): str(value) for name, value in event.headers or []})
                    body = json.dumps({"id": BRAND, "username": "brand"}).encode()
                    wire.send_headers(event.stream_id, [(":status", "200")])
                    wire.send_data(event.stream_id, body, end_stream=True)
            writer.write(wire.data_to_send())
        writer.close()
        await writer.wait_closed()

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    context.set_alpn_protocols(["h2", "http/1.1"])
    running = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield f"https://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    finally:
        running.close()


async def test_http2_is_used_where_offered_and_its_logs_hold_no_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pem, seen = write_certificate(tmp_path), list[dict[str, str]]()
    trusting = httpx.AsyncHTTPTransport(http2=True, verify=ssl.create_default_context(cafile=str(pem)))

    async with http2_server(pem, seen=seen) as url, pooled_http(transport=trusting) as http:
        client = client_with(http, url=url)
        for _ in range(2):
            assert (await client.accounts.own(ACCESS)).username == "brand"

    assert [headers["authorization"] for headers in seen] == [f"Bearer {TOKEN}"] * 2
    assert "HTTP/2" in caplog.text
    assert TOKEN not in caplog.text
    # hpack's DEBUG lines hold whole header blocks, the token's among them, in a code anybody can undo.
    assert not [record for record in caplog.records if record.name.startswith("hpack")]
