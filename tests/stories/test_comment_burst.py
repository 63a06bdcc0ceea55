"""A creator is monitored from the invite to the end: no comment is lost or doubled, here or in the channel, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from storage.comments import Comment
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Storage
from tests.comments.deliveries import MAYA, a_body, a_value, signature
from tests.databases import ready_sqlite
from tests.stories.brand import Brand, a_brand
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.story]

WORD = "a-word-for-meta"
MANY = 400
ALARM = "What a scam!"


class Delivering:
    """Meta, which delivers bodies, signed."""

    def __init__(self, brand: Brand, http: httpx.AsyncClient) -> None:
        self._http, self._secret = http, brand.desk.meta.world["app_secret"]
        self.address = f"{brand.base}/meta/webhooks"

    async def deliver(self, body: bytes) -> bool:
        """Deliver one; tell whether it was taken."""
        headers = {"X-Hub-Signature-256": signature(body, secret=self._secret)}
        try:
            sent = await self._http.post(self.address, content=body, headers=headers)
        except httpx.TransportError:
            return False
        return sent.status_code == 200

    async def burst(self, bodies: Sequence[bytes], *, brand: Brand) -> list[bytes]:
        """Deliver many at once, with the bot killed in the middle; returns those that were not taken."""
        burst = [asyncio.create_task(self.deliver(body)) for body in bodies]
        for number, answered in enumerate(asyncio.as_completed(burst)):
            await answered
            if number == len(bodies) // 8:
                break
        await brand.bot.kill()
        taken = await asyncio.gather(*burst)
        assert not all(taken), "the kill came too late to cut anything"
        assert any(taken)
        return [body for body, was_taken in zip(bodies, taken, strict=True) if not was_taken]

    async def try_what_is_no_delivery(self) -> None:
        """Shake hands, and try what is none of Meta's."""
        asked = {"hub.mode": "subscribe", "hub.challenge": "77", "hub.verify_token": WORD}
        assert (await self._http.get(self.address, params=asked)).text == "77"
        assert (await self._http.get(self.address, params=asked | {"hub.verify_token": "guess"})).status_code == 403
        assert (await self._http.post(self.address, content=b"{}")).status_code == 403
        headers = {"X-Hub-Signature-256": "sha256=0"}
        too_long = await self._http.post(self.address, content=b"x" * 10_000_001, headers=headers)
        assert too_long.status_code == 413


async def test_from_invite_to_expiry_with_a_kill_in_a_burst_every_comment_is_kept_and_told_once(
    services: tuple[str, str], tmp_path: Path
) -> None:
    url = ready_sqlite(tmp_path)
    async with a_brand(services, folder=tmp_path, database_url=url) as brand, httpx.AsyncClient(timeout=20) as http:
        desk, meta = brand.desk, Delivering(brand, http)
        desk.environment["GREENLIGHT_META_VERIFY_TOKEN"] = WORD
        await brand.start()
        await desk.create_campaign()
        await _keyword(brand, "scam")
        link = await brand.invite(invite_hears={"invite_hears": ["organic"]})
        async with Visitor(brand.base) as maya:
            await maya.press(await maya.open(link), "Sign in with Facebook")
            account = await brand.answer(maya, person="maya")
            assert (await maya.press(account, "Connect")).title == "@maya.makes is connected"
        await meta.try_what_is_no_delivery()

        bodies = [a_body(a_value(str(number))) for number in range(MANY)]
        lost = await meta.burst(bodies, brand=brand)
        await brand.start()
        assert all(await asyncio.gather(*(meta.deliver(body) for body in [*lost, *bodies[::7]])))

        storage = Storage(connect(url), enqueue=lambda *_work: None)
        asset = await _asset(storage, WorkspaceId(desk.slack.world["team_id"]))

        async def are_all_there() -> bool:
            return len(await _stored(storage, asset)) == MANY and not await _waiting(storage)

        await desk.eventually(are_all_there, seconds=60, about="every comment, once")
        assert {each.texts[-1][1] for each in await _stored(storage, asset)} == {"Lovely!"}

        # What has a keyword does not wait for its turn, and takes along whatever is left to be told.
        assert await meta.deliver(a_body(a_value("the-last", ALARM)))
        await desk.eventually(lambda: _are_told(brand, MANY + 1), seconds=45, about="each told once")

        async with storage.write(asset.workspace_id) as uow:
            ending = await uow.assets.get(asset.id, lock=True)
            assert ending is not None
            ending.ends_at = datetime.now(UTC)
        await desk.eventually(lambda: _is_told(brand, "has ended"), seconds=45, about="that it has ended")
        assert await meta.deliver(a_body(a_value("too-late")))

        async def is_read() -> bool:
            return not await _waiting(storage)

        await desk.eventually(is_read, about="what came too late is read")
        assert not await _stored(storage, asset, "too-late")
        await storage.close()


async def _keyword(brand: Brand, word: str) -> None:
    desk = brand.desk
    await desk.type(desk.ana, desk.spring, "comments")
    listed = await desk.top_view(desk.ana, callback_id="comments_list")
    await brand.press(listed, "comments_rules")
    rules = await desk.top_view(desk.ana, callback_id="comments_rules_form")
    done = await desk.submit(desk.ana, rules, {"comments_keywords": {"comments_keywords": word}})
    assert not done["errors"], done
    await desk.close_windows(desk.ana)


async def _are_told(brand: Brand, count: int) -> bool:
    """Tell whether so many comments were told; raises where it is more."""
    told = [int(each) for text in await _texts(brand) for each in re.findall(r"^(\d+) new comments? on", text)]
    assert sum(told) <= count, told
    return sum(told) == count


async def _is_told(brand: Brand, words: str) -> bool:
    return sum(words in text for text in await _texts(brand)) == 1


async def _texts(brand: Brand) -> list[str]:
    messages: list[dict[str, Any]] = await brand.desk.slack.messages(brand.desk.spring)
    return [each["text"] for each in messages]


async def _asset(storage: Storage, workspace_id: WorkspaceId) -> Asset:
    async with storage.read(workspace_id) as uow:
        (asset,) = await uow.assets.of_account(MAYA)
    return asset


async def _stored(storage: Storage, asset: Asset, *ids: str) -> list[Comment]:
    async with storage.read(asset.workspace_id) as uow:
        known = await uow.comments.known(asset.id, ids or [str(number) for number in range(MANY)])
    return list(known.values())


async def _waiting(storage: Storage) -> bool:
    async with storage.incoming(to_write=False) as incoming:
        return bool(await incoming.arrivals.oldest(count=1, size=1))
