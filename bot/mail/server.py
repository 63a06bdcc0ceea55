"""Handing one e-mail to the team's mail server, in two acts: the addresses, which can be taken back, and the text, which
cannot. https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPResponseException,
)
from pydantic import SecretStr

from bot.mail.envelope import Envelope, one_line, wire_address
from bot.mail.errors import MailBusy, MailError, MailRefused, MailUnsure
from bot.mail.masking import without_address

ANSWER_SECONDS = 60.0
TEXT_SECONDS = 600.0
"""For the answer to the text, as the standard has it: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2"""
LONGEST_SAID = 300
PERMANENT = range(500, 600)

Answer = TypeVar("Answer")


class Security(StrEnum):
    """How the line to the mail server is kept from being read."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The team's mail server, and who its letters are from."""

    host: str
    port: int
    security: Security
    username: str
    password: SecretStr
    sender: str
    """An address."""
    sender_name: str
    """Left out: the profile that asks."""
    reply_to: str

    @asynccontextmanager
    async def offered(self, envelope: Envelope) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """Offer a letter; gives what sends its text once both addresses were taken.

        Raises MailBusy and MailRefused; what it gives raises MailUnsure too.
        """
        try:
            content, to = envelope.to_bytes(), wire_address(envelope.to)
            sender = wire_address(envelope.sender)
        except ValueError:
            raise MailRefused("") from None
        async with self._line() as smtp:
            options, encoding = [], "ascii"
            if envelope.needs_utf8:
                if not smtp.supports_extension("smtputf8"):
                    raise MailRefused("5.6.7 SMTPUTF8")
                options, encoding = ["SMTPUTF8", "BODY=8BITMIME"], "utf-8"
            # A refused sender is our own setting's fault: it is mended there, and then the letter goes out.
            await _told(smtp.mail(sender, options=options, encoding=encoding), hides=to, never=MailBusy)
            await _told(smtp.rcpt(to, encoding=encoding), hides=to)

            async def send() -> None:
                await _text(smtp, content, hides=to)

            yield send

    async def greet(self) -> None:
        """Sign in and leave again, as `greenlight check` does. Raises MailError."""
        async with self._line():
            pass

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[SMTP]:
        smtp = SMTP(
            hostname=self.host,
            port=self.port,
            timeout=ANSWER_SECONDS,
            use_tls=self.security is Security.TLS,
            start_tls=self.security is Security.STARTTLS,
        )
        try:
            await _told(smtp.connect(), hides="", never=MailBusy)
            await _told(smtp.ehlo(), hides="", never=MailBusy)
            if self.username:
                await _told(smtp.login(self.username, self.password.get_secret_value()), hides="", never=MailBusy)
            yield smtp
        finally:
            with suppress(SMTPException, OSError, TimeoutError):
                await asyncio.wait_for(smtp.quit(), timeout=2)
            smtp.close()


async def _told(call: Awaitable[Answer], *, hides: str, never: type[MailError] = MailRefused) -> Answer:
    """Await an answer; `never` is what a permanent refusal is here."""
    try:
        return await call
    except SMTPResponseException as error:
        is_permanent = error.code in PERMANENT and not isinstance(error, SMTPAuthenticationError)
        raise (never if is_permanent else MailBusy)(_said(error, hides=hides)) from None
    except (SMTPException, ssl.SSLError, OSError, TimeoutError) as error:
        raise MailBusy(_reason(error)) from None


async def _text(smtp: SMTP, content: bytes, *, hides: str) -> None:
    try:
        await smtp.data(content, timeout=TEXT_SECONDS)
    except SMTPDataError as error:
        raise (MailRefused if error.code in PERMANENT else MailBusy)(_said(error, hides=hides)) from None
    except (SMTPException, ssl.SSLError, OSError, TimeoutError) as error:
        raise MailUnsure(_reason(error)) from None


def _said(error: SMTPResponseException, *, hides: str) -> str:
    """Return the server's words without the address, which is nobody's to read in a channel."""
    words = one_line(f"{error.code} {error.message}")
    return without_address(words, hides)[:LONGEST_SAID]


def _reason(error: BaseException) -> str:
    if isinstance(error, SMTPNotSupported):
        return one_line(str(error))[:LONGEST_SAID]
    return type(error).__name__
