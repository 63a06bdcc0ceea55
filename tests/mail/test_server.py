"""Handing a letter to a real mail server: what is certain is told apart from what is not."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from bot.mail.errors import MailBusy, MailRefused, MailUnsure
from bot.mail.server import MailServer, Security
from tests.mail.postbox import Postbox, a_postbox
from tests.mail.test_envelope import envelope


@pytest_asyncio.fixture
async def postbox() -> AsyncIterator[Postbox]:
    async with a_postbox() as running:
        yield running


async def sent(server: MailServer, **given: Any) -> None:
    async with server.offered(envelope(**given)) as send:
        await send()


async def test_a_letter_arrives_as_it_was_written(postbox: Postbox) -> None:
    await sent(postbox.server(), text="Hi Maya,\n.\n..dots, é and 🎬")

    (letter,) = postbox.letters
    assert (letter.mail_from, letter.rcpt_tos) == ("team@northlight.example", ["maya@example.com"])
    assert postbox.read().get_content().splitlines() == ["Hi Maya,", ".", "..dots, é and 🎬"]
    assert postbox.read()["message-id"] == "<1@northlight.example>"


async def test_nothing_leaves_before_the_text_is_asked_for(postbox: Postbox) -> None:
    async with postbox.server().offered(envelope()):
        pass

    assert postbox.letters == []


@pytest.mark.parametrize(
    ("command", "answer", "kind"),
    [
        ("MAIL", "451 later", MailBusy),
        ("MAIL", "550 not yours", MailBusy),
        ("RCPT", "450 greylisted", MailBusy),
        ("RCPT", "550 5.1.1 <{address}> unknown", MailRefused),
        ("DATA", "452 disk full", MailBusy),
        ("DATA", "554 looks like spam", MailRefused),
    ],
)
async def test_an_answer_of_the_server_is_certain(
    postbox: Postbox, command: str, answer: str, kind: type[Exception]
) -> None:
    postbox.answers[command] = answer

    with pytest.raises(kind) as told:
        await sent(postbox.server())

    assert answer.split()[0] in str(told.value)
    assert "maya@example.com" not in str(told.value)
    assert postbox.letters == []


async def test_an_answer_that_never_came_leaves_it_open(postbox: Postbox) -> None:
    postbox.is_answer_lost = True

    with pytest.raises(MailUnsure):
        await sent(postbox.server())

    assert len(postbox.letters) == 1


async def test_a_server_that_is_not_there_may_come_back() -> None:
    async with a_postbox() as postbox:
        server = postbox.server()
    with pytest.raises(MailBusy):
        await sent(server)


async def test_a_server_without_encryption_gets_no_letter_where_encryption_is_asked_for(postbox: Postbox) -> None:
    for security in (Security.STARTTLS, Security.TLS):
        with pytest.raises(MailBusy):
            await sent(postbox.server(security=security))

    assert postbox.letters == []


async def test_the_line_is_sealed_with_a_certificate_that_is_trusted_and_with_no_other(
    postbox: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    postbox.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    postbox.tls.load_cert_chain(certificate)
    with pytest.raises(MailBusy):
        await sent(postbox.server(security=Security.STARTTLS))
    assert postbox.letters == []

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await sent(postbox.server(security=Security.STARTTLS))
    assert len(postbox.letters) == 1


def a_certificate(folder: Path) -> Path:
    """Make a certificate for this machine, with its key, that nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return file


async def test_the_password_signs_in_and_a_wrong_one_sends_nothing_and_is_not_repeated(postbox: Postbox) -> None:
    postbox.login = ("greenlight", "correct horse")
    await sent(postbox.server(username="greenlight", password=SecretStr("correct horse")))
    with pytest.raises(MailBusy) as told:
        await sent(postbox.server(username="greenlight", password=SecretStr("battery staple")))

    assert "535" in str(told.value)
    assert "battery" not in str(told.value)
    assert "battery" not in repr(postbox.server(password=SecretStr("battery staple")))
    assert len(postbox.letters) == 1


async def test_an_address_of_other_letters_goes_to_a_server_that_reads_it_and_to_no_other(postbox: Postbox) -> None:
    await sent(postbox.server(), to="mäya@example.com")
    assert postbox.letters[0].rcpt_tos == ["mäya@example.com"]

    postbox.speaks_utf8 = False
    with pytest.raises(MailRefused):
        await sent(postbox.server(), to="mäya@example.com")
    assert len(postbox.letters) == 1
