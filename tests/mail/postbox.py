"""A mail server on this machine, with what it shall do wrong."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from bot.mail.server import MailServer, Security


class Postbox:
    """What came in, and what is answered."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.answers: dict[str, str] = {}
        """By command, in place of a yes."""
        self.is_answer_lost = False
        """The text is kept, and the line is cut before anything is said of it."""
        self.meanwhile: Any = None
        """What happens once the text has come in, before it is answered."""
        self.login: tuple[str, str] | None = None
        self.speaks_utf8 = True
        self.tls: ssl.SSLContext | None = None
        """Nothing is taken before the line is sealed with it."""
        self.port = 0

    def read(self, number: int = -1) -> EmailMessage:
        """Read one letter."""
        content = self.letters[number].content
        assert isinstance(content, bytes)
        read = message_from_bytes(content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read

    def server(self, **given: Any) -> MailServer:
        """Describe it as the settings do."""
        usual: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": Security.NONE,
            "username": "",
            "password": SecretStr(""),
            "sender": "team@northlight.example",
            "sender_name": "",
            "reply_to": "",
        }
        return MailServer(**{**usual, **given})

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        if self.login is not None and not session.authenticated:
            return "530 sign in"
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"].format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        """Take the text."""
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.letters.append(envelope)
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.is_answer_lost:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 taken"

    def _signed_in(self, mechanism: str, login: bytes, password: bytes) -> bool:
        """Check a password, as the library asks for it."""
        return self.login == (login.decode(), password.decode())

    def session(self) -> SMTP:
        """Begin to serve one line."""
        return SMTP(
            self,
            enable_SMTPUTF8=self.speaks_utf8,
            auth_require_tls=False,
            tls_context=self.tls,
            require_starttls=self.tls is not None,
            auth_callback=self._signed_in,
            loop=asyncio.get_running_loop(),
        )


@asynccontextmanager
async def a_postbox() -> AsyncIterator[Postbox]:
    """Run a mail server."""
    postbox = Postbox()
    server = await asyncio.get_running_loop().create_server(postbox.session, "127.0.0.1", 0)
    postbox.port = server.sockets[0].getsockname()[1]
    async with server:
        yield postbox
