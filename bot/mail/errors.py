"""What a mail server answers, or fails to answer.

MailError            the words of the server, or of the line to it
├── MailBusy         it did not take the letter now and may later: certainly not sent
├── MailRefused      it will never take this letter: certainly not sent
└── MailUnsure       the text went out and no answer came: sent or not, nobody knows
"""

from __future__ import annotations


class MailError(Exception):
    """`said` is what the server said, in one line and without the address; empty where it said nothing."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


class MailBusy(MailError):
    """It did not take the letter now and may later; it was certainly not sent."""


class MailRefused(MailError):
    """It will never take this letter; it was certainly not sent."""


class MailUnsure(MailError):
    """The text went out and no answer came."""
