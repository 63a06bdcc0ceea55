"""The sandbox's mail server, spoken to by Python's own SMTP client."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from tests.nursery import running_sandbox
from tests.running import until


class Mail:
    """The mail server and its control API."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> Any:
        return httpx.get(f"{self.url}/_control/{path}").raise_for_status().json()

    def post(self, path: str, **body: Any) -> httpx.Response:
        return httpx.post(f"{self.url}/_control/{path}", json=body)

    def send(self, *, text: str = "Hi", subject: str = "Hello") -> None:
        world = self.get("world")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@b.example", "maya@example.com", subject
        message["Message-ID"] = "<1@b.example>"
        message.set_content(text)
        with smtplib.SMTP(world["smtp_host"], world["smtp_port"], timeout=10) as smtp:
            smtp.send_message(message)


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with running_sandbox("mail") as url:
        yield url


@pytest.fixture
def mail(running: str) -> Mail:
    mail = Mail(running)
    assert mail.post("reset").status_code == 200
    return mail


def test_a_letter_that_comes_in_is_listed_and_shown_on_the_page_as_it_is(mail: Mail) -> None:
    mail.send(text="<script>alert(1)</script> é", subject="<b>Hello</b>")

    (letter,) = mail.get("letters")["letters"]
    assert letter["envelope_to"] == ["maya@example.com"]
    assert letter["text"] == "<script>alert(1)</script> é"
    page = httpx.get(f"{mail.url}/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; é" in page.text
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    styles = httpx.get(f"{mail.url}/_css/login.css")
    assert styles.status_code == 200


@pytest.mark.parametrize("on", ["mail", "rcpt", "data"])
def test_it_refuses_with_the_words_it_was_told(mail: Mail, on: str) -> None:
    mail.post("fault", on=on, kind="answer", answer="550 5.1.1 no such mailbox")

    with pytest.raises(smtplib.SMTPException, match="no such mailbox"):
        mail.send()
    assert mail.get("letters")["letters"] == []
    mail.send()
    assert len(mail.get("letters")["letters"]) == 1


def test_a_lost_answer_leaves_a_letter_that_was_taken(mail: Mail) -> None:
    mail.post("fault", on="data", kind="lost")

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        mail.send()
    assert len(mail.get("letters")["letters"]) == 1


async def test_a_held_answer_waits_until_it_is_released(mail: Mail) -> None:
    mail.post("fault", on="data", kind="hold")
    sending = asyncio.create_task(asyncio.to_thread(mail.send))

    async def held() -> bool:
        return bool(mail.get("held")["held"])

    await until(held)
    assert not sending.done()

    mail.post("release")
    await sending


def test_a_fault_that_makes_no_sense_is_refused(mail: Mail) -> None:
    for body in ({"on": "data", "kind": "explode"}, {"on": "x", "kind": "lost"}, {"kind": "answer", "answer": "yes"}):
        assert mail.post("fault", **body).status_code == 400
