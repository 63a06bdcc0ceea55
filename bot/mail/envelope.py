"""One e-mail as it goes over the wire; pure. https://www.rfc-editor.org/rfc/rfc5322 https://www.rfc-editor.org/rfc/rfc6531"""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who writes what to whom."""

    sender: str
    """An address; also who gets the server's complaints."""
    sender_name: str
    reply_to: str
    """An address; empty: answers go to the sender."""
    to: str
    subject: str
    text: str
    message_id: str
    """Without the angle brackets; the same for every try, so that two copies can be told to be one."""
    written_at: datetime

    @property
    def needs_utf8(self) -> bool:
        """Whether a name before an @ has letters beyond ASCII, which takes a server that speaks SMTPUTF8."""
        return not all(local_of(address).isascii() for address in (self.sender, self.to, self.reply_to))

    def to_bytes(self) -> bytes:
        """Write it out. Raises ValueError for what would break out of its header."""
        message = EmailMessage(policy=email.policy.SMTPUTF8 if self.needs_utf8 else email.policy.SMTP)
        message["From"] = address_header(self.sender, name=self.sender_name)
        message["To"] = address_header(self.to)
        if self.reply_to:
            message["Reply-To"] = address_header(self.reply_to)
        message["Subject"] = one_line(self.subject)
        message["Date"] = self.written_at
        message["Message-ID"] = f"<{one_line(self.message_id)}>"
        message.set_content(self.text)
        return message.as_bytes()


def address_header(address: str, *, name: str = "") -> Address:
    """Return an address for a header; its domain in ASCII, as every server reads it. Raises ValueError for none."""
    at_wire = wire_address(address)
    return Address(display_name=one_line(name), username=local_of(at_wire), domain=at_wire.rpartition("@")[2])


def wire_address(address: str) -> str:
    """Return an address with its domain in ASCII. Raises ValueError where it is no address."""
    local, _at, domain = address.rpartition("@")
    if not local or not domain or any(character.isspace() or not character.isprintable() for character in address):
        raise ValueError("no address")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise ValueError("no domain") from None


def local_of(address: str) -> str:
    """Return what stands before the @."""
    return address.rpartition("@")[0]


def one_line(text: str) -> str:
    """Return a text as one line without characters that steer anything: no header can be smuggled in with it."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
