"""The mail server itself: it takes every letter, unless it was told to do wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.clock import Clock

STEPS = ("mail", "rcpt", "data")
KINDS = ("answer", "lost", "hold")
TAKEN = "250 2.0.0 taken"


@dataclass(frozen=True)
class Letter:
    """A letter that came in."""

    at: float
    sender: str
    recipients: list[str]
    message: EmailMessage = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """Tell of it in JSON."""
        return {
            "at": self.at,
            "envelope_from": self.sender,
            "envelope_to": self.recipients,
            "from": str(self.message["from"]),
            "to": str(self.message["to"]),
            "reply_to": str(self.message["reply-to"] or ""),
            "subject": str(self.message["subject"]),
            "message_id": str(self.message["message-id"]),
            "text": self.text,
        }

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.message.get_content()).strip()


@dataclass
class Fault:
    """What goes wrong next: at which step, how, and what is answered."""

    on: str
    kind: str
    answer: str
    times: int


class Box:
    """What came in, what is to go wrong, and the lines that are held."""

    def __init__(self, *, clock: Clock) -> None:
        self.letters: list[Letter] = []
        self.held: list[str] = []
        self._clock = clock
        self._faults: list[Fault] = []
        self._go_on = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._starting = asyncio.Lock()

    async def port(self) -> int:
        """Return where it listens; it begins to with the first who asks."""
        async with self._starting:
            if self._server is None:
                self._server = await asyncio.get_running_loop().create_server(self._line, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def order(self, fault: Fault) -> None:
        """Let this go wrong from now on, after what was ordered before."""
        self._faults.append(fault)

    def release(self) -> None:
        """Let what is held go on."""
        self._go_on.set()
        self._go_on = asyncio.Event()

    def clear(self) -> None:
        """Forget everything."""
        self.letters.clear()
        self._faults.clear()
        self.release()

    def _line(self) -> SMTP:
        return SMTP(self, enable_SMTPUTF8=True, hostname="mail.sandbox", loop=asyncio.get_running_loop())

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        envelope.mail_from = address
        return await self._answered("mail", server, then=lambda: None) or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient."""
        answer = await self._answered("rcpt", server, then=lambda: None)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """Take the text. A lost or held answer comes after it was taken."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        letter = Letter(self._clock.now(), envelope.mail_from or "", list(envelope.rcpt_tos), message)
        answer = await self._answered("data", server, then=lambda: self.letters.append(letter))
        if answer is None:
            self.letters.append(letter)
        return answer or TAKEN

    async def _answered(self, step: str, server: SMTP, *, then: Callable[[], None]) -> str | None:
        """Carry out the next fault of a step, if any; None means that all goes well."""
        fault = next((each for each in self._faults if each.on == step), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._faults.remove(fault)
        if fault.kind == "answer":
            return fault.answer
        then()
        if fault.kind == "hold":
            self.held.append(step)
            await self._go_on.wait()
            self.held.remove(step)
            return TAKEN
        if isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return TAKEN
