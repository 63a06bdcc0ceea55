"""An e-mail on the wire: nothing that people type can become a header, and every letter and address arrives whole."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.envelope import Envelope, wire_address

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADERS = ["content-transfer-encoding", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"]


def envelope(**given: Any) -> Envelope:
    usual: dict[str, Any] = {
        "sender": "team@northlight.example",
        "sender_name": "Northlight",
        "reply_to": "",
        "to": "maya@example.com",
        "subject": "Hello",
        "text": "Hi Maya",
        "message_id": "1@northlight.example",
        "written_at": NOON,
    }
    return Envelope(**{**usual, **given})


def read(written: Envelope) -> EmailMessage:
    found = message_from_bytes(written.to_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@given(text=st.text(), subject=st.text(max_size=200), name=st.text(max_size=100))
def test_whatever_people_type_stays_in_its_place(text: str, subject: str, name: str) -> None:
    letter = read(envelope(text=text, subject=subject, sender_name=name))

    assert sorted(key.lower() for key in letter.keys()) == HEADERS  # noqa: SIM118 - a mail may have a header twice
    assert letter["to"] == "maya@example.com"


@pytest.mark.parametrize(
    "evil", ["Hi\r\nBcc: all@example.com", "Hi\nBcc: x@y.zz\n\nbody", "Hi\x0bBcc: x", "Hi\x85Bcc:x"]
)
def test_a_line_break_in_a_subject_or_name_begins_no_header(evil: str) -> None:
    letter = read(envelope(subject=evil, sender_name=evil))

    assert "bcc" not in letter
    assert letter["subject"].startswith("Hi Bcc:")


@pytest.mark.parametrize("evil", ["a@b.cc\r\nRCPT TO:<x@y.zz>", "a b@c.dd", "@c.dd", "a@", "a\x00@c.dd", "a@b\nc.dd"])
def test_an_address_that_would_break_the_dialogue_is_none(evil: str) -> None:
    with pytest.raises(ValueError, match="no "):
        envelope(to=evil).to_bytes()


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_every_letter_of_every_alphabet_arrives(text: str) -> None:
    assert read(envelope(text=text)).get_content().strip() == text.strip()


def test_a_name_beside_the_address_is_quoted_where_it_must_be() -> None:
    letter = read(envelope(sender_name='Añ"a, <b> @northlight'))

    assert letter["from"].addresses[0].display_name == 'Añ"a, <b> @northlight'
    assert letter["from"].addresses[0].addr_spec == "team@northlight.example"


def test_a_domain_of_other_letters_is_written_as_every_server_reads_it() -> None:
    assert wire_address("maya@bücher.example") == "maya@xn--bcher-kva.example"
    assert not envelope(to="maya@bücher.example").needs_utf8


def test_a_name_of_other_letters_needs_a_server_that_speaks_utf8() -> None:
    written = envelope(to="mäya@example.com")

    assert written.needs_utf8
    assert "\r\nTo: mäya@example.com\r\n".encode() in written.to_bytes()


def test_answers_go_to_the_teams_inbox() -> None:
    assert read(envelope(reply_to="inbox@northlight.example"))["reply-to"] == "inbox@northlight.example"
