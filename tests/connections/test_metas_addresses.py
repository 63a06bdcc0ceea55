"""Meta's own addresses over HTTP: strangers change nothing there, and what cannot be kept now is to be sent again."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.comments.arriving import Arriving
from bot.connections.removed import Removing
from bot.languages import Languages
from bot.web.answers import Answers
from bot.web.meta import DEAUTHORIZE, FORGET, MOST_DELIVERED, WEBHOOKS, routes
from storage.database import connect
from storage.logins import Life
from storage.unit_of_work import Storage
from tests.comments.deliveries import a_body, a_value, signature
from tests.connections.house import SKIN, House
from tests.connections.test_leaving import removal, signed

WORD = "a-word-for-meta"
BODY = a_body(a_value("1"))


@asynccontextmanager
async def addresses(house: House, *, storage: Storage | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Serve what Meta calls, over the house's storage or another."""
    kept, secret = storage or house.storage, SecretStr(house.meta.world["app_secret"])
    served = routes(
        Removing(replace(house.means, storage=kept), app_secret=secret),
        Arriving(storage=kept, app_secret=secret, verify_token=SecretStr(WORD), now=house.now),
        answers=Answers(public_url=house.base, login_url=house.meta.url),
        languages=Languages(),
    )
    transport = httpx.ASGITransport(Starlette(routes=served), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=house.base) as meta:
        yield meta


def hub(**query: str) -> str:
    """The address of a handshake."""
    return str(httpx.URL(WEBHOOKS, params={f"hub.{name}": value for name, value in query.items()}))


async def test_strangers_get_nothing_at_metas_addresses(house: House) -> None:
    await house.connect(SKIN)
    await house.check()
    secret = house.meta.world["app_secret"]
    right = signature(BODY, secret=secret)
    claims: dict[str, object] = {"user_id": "1", "algorithm": "HMAC-SHA256"}
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", WEBHOOKS, {}),
        ("GET", hub(mode="subscribe", challenge="1"), {}),
        ("GET", hub(mode="subscribe", challenge="1", verify_token=""), {}),
        ("GET", hub(mode="subscribe", challenge="1", verify_token=WORD.upper()), {}),
        ("GET", hub(mode="unsubscribe", challenge="1", verify_token=WORD), {}),
        ("GET", hub(mode="subscribe", verify_token=WORD), {}),
        ("GET", hub(mode="subscribe", challenge="1", verify_token="\ufffd") + "%ff", {}),
        ("POST", WEBHOOKS, {"content": BODY}),
        ("POST", WEBHOOKS, {"content": BODY, "headers": {"X-Hub-Signature": right.replace("sha256", "sha1")}}),
        *(
            ("POST", WEBHOOKS, {"content": BODY, "headers": {"X-Hub-Signature-256": each}})
            for each in (
                "",
                "sha256=",
                right.removeprefix("sha256="),
                right[:-1],
                f"{right}0",
                signature(BODY),
                b"sha256=\xb2",
            )
        ),
        ("POST", WEBHOOKS, {"content": BODY + b" ", "headers": {"X-Hub-Signature-256": right}}),
        (
            "POST",
            WEBHOOKS,
            {"content": gzip.compress(BODY), "headers": {"X-Hub-Signature-256": right, "Content-Encoding": "gzip"}},
        ),
        ("POST", WEBHOOKS, {"content": b"", "headers": {"X-Hub-Signature-256": right}}),
        ("POST", WEBHOOKS, {"content": b"x" * (MOST_DELIVERED + 1), "headers": {"X-Hub-Signature-256": right}}),
        ("PUT", WEBHOOKS, {"content": BODY, "headers": {"X-Hub-Signature-256": right}}),
    ]
    for at in (DEAUTHORIZE, FORGET):
        good = await removal(house)
        name, _, payload = good.partition(".")
        asked += [
            ("GET", f"{at}?signed_request={good}", {}),
            ("POST", f"{at}?signed_request={good}", {}),
            ("POST", at, {"json": {"signed_request": good}}),
            ("POST", at, {"files": {"signed_request": (None, good)}}),
            *(
                ("POST", at, {"data": {"signed_request": each}})
                for each in (
                    "",
                    f".{payload}",
                    f"{name}.",
                    f"{name}.{payload}A",
                    f"{name}.{payload}.{payload}",
                    signed(claims, secret="guessed"),
                    signed(claims | {"algorithm": "none"}, secret=secret),
                    signed({"algorithm": "HMAC-SHA256"}, secret=secret),
                )
            ),
            ("POST", at, {"data": {"signed_request": "x" * 100_000}}),
        ]
    async with addresses(house) as meta:
        answers = [await meta.request(method, at, **more) for method, at, more in asked]
    for (method, at, _more), answer in zip(asked, answers, strict=True):
        assert answer.status_code in (400, 403, 405, 413), (method, at, answer.status_code)
        assert WORD not in answer.text
        assert secret not in answer.text
    async with house.storage.incoming() as incoming:
        assert not await incoming.arrivals.oldest(count=9, size=10**6)
    connection = await house.connection()
    assert (connection.life, connection.name) == (Life.ALIVE, "Nora Lind")
    assert connection.next_check_at is not None
    assert connection.next_check_at > house.now()


async def test_meta_is_told_to_come_again_while_nothing_can_be_kept(house: House, tmp_path: Path) -> None:
    gone = Storage(connect(f"sqlite:///{tmp_path}/nowhere/greenlight.db"), enqueue=lambda *_work: None)
    form = {"signed_request": await removal(house)}
    headers = {"X-Hub-Signature-256": signature(BODY, secret=house.meta.world["app_secret"])}
    async with addresses(house, storage=gone) as meta:
        answers = [
            await meta.post(DEAUTHORIZE, data=form),
            await meta.post(FORGET, data=form),
            await meta.post(WEBHOOKS, content=BODY, headers=headers),
        ]
    await gone.close()
    assert [each.status_code for each in answers] == [503] * 3


@pytest.mark.parametrize("challenge", ["1158201444", "<script>alert(1)</script>"])
async def test_the_handshake_gives_the_challenge_back_as_plain_text(house: House, challenge: str) -> None:
    async with addresses(house) as meta:
        answer = await meta.get(hub(mode="subscribe", challenge=challenge, verify_token=WORD))
    assert (answer.status_code, answer.text) == (200, challenge)
    assert answer.headers["content-type"].startswith("text/plain")
