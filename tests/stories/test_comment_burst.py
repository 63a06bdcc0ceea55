"""A monitored ad from the invite to the end: Meta delivers to a running Greenlight, and no comment is lost or doubled."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.comments.batching import SHOWN
from bot.comments.gathering import PACE
from storage.comments import Comment
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Storage
from tests.comments.deliveries import MAYA, a_body, on_ad, signature
from tests.stories.brand import Brand, a_brand
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.story, pytest.mark.timeout(150)]

WORD = "a-word-for-meta"
REEL = "17895695668004553"
MANY = 200


async def test_a_monitored_ad_from_its_invite_to_its_end_with_a_kill_in_the_middle_of_a_burst(
    services: tuple[str, str], tmp_path: Path, ready_url: str
) -> None:
    async with a_brand(services, folder=tmp_path, database_url=ready_url) as brand, Visitor(brand.base) as maya:
        desk = brand.desk
        desk.environment["GREENLIGHT_META_VERIFY_TOKEN"] = WORD
        await brand.start()
        await desk.create_campaign()
        subscribed = await desk.command("webhooks")
        assert subscribed.returncode == 0, subscribed.stderr

        await maya.press(await maya.open(await brand.invite()), "Sign in with Facebook")
        assert (
            await maya.press(await brand.answer(maya, person="maya"), "Connect")
        ).title == "@maya.makes is connected"
        await desk.eventually(lambda: _pages(brand), about="the app is on Maya's Page")
        brands_account = desk.meta.profile()["ig_id"]
        ad = await desk.meta.post("ad", post_id=REEL, profile_ig_id=brands_account)
        await desk.meta.post("comment", on=ad["ad_id"], text="Where is this from?", username="passing.reader")
        first = await desk.eventually(lambda: _told(brand, "Where is this from?"), about="the comment in its thread")
        assert "on an ad" in json.dumps(first["blocks"])

        storage = Storage(connect(ready_url), enqueue=lambda *_work: None)
        async with storage.read(WorkspaceId(desk.slack.world["team_id"])) as uow:
            (asset,) = await uow.assets.of_account(MAYA)
        await _let_pace_pass(storage, asset)
        await _burst_with_a_kill(brand)

        async def are_all_told() -> bool:
            stored = await _stored(storage, asset)
            if len(stored) < MANY or await _waiting(storage):
                return False
            await _let_pace_pass(storage, asset)
            told = [count for count, _shown in await _news(brand, asset)]
            return sum(told) >= MANY + 1 and all(each.told_in is not None for each in stored)

        await desk.eventually(are_all_told, seconds=90, about="every comment")
        assert {each.texts[-1][1] for each in await _stored(storage, asset)} == {"Lovely!"}
        news = await _news(brand, asset)
        assert sum(count for count, _shown in news) == MANY + 1, "the channel was told of a comment twice"
        assert len(news) > 1
        shown = [comment_id for _count, ids in news for comment_id in ids]
        assert len(shown) == len(set(shown)), "a comment stands in two messages"
        assert len(shown) == sum(min(count, SHOWN) for count, _shown in news)

        async with storage.write(asset.workspace_id) as uow:  # its days are over
            standing = await uow.assets.get(asset.id, lock=True)
            assert standing is not None
            standing.ends_at = standing.connected_at
        end = await desk.eventually(
            lambda: _told(brand, "no more comments are followed"), about="the end in its thread"
        )
        assert end["thread_ts"] == first["thread_ts"]

        async def is_off() -> bool:
            return not await _pages(brand)

        await desk.eventually(is_off, about="the app is off Maya's Page")
        await storage.close()


async def _burst_with_a_kill(brand: Brand) -> None:
    """Deliver many comments, and kill the bot while they come; what was not taken comes again, and some comes twice."""
    address, secret = f"{brand.base}/meta/webhooks", brand.desk.meta.world["app_secret"]
    bodies = [a_body(on_ad(str(number)), time=int(time.time())) for number in range(MANY)]
    async with httpx.AsyncClient(timeout=20) as meta:
        asked = {"hub.mode": "subscribe", "hub.challenge": "77", "hub.verify_token": WORD}
        assert (await meta.get(address, params=asked | {"hub.verify_token": "guess"})).status_code == 403
        assert (await meta.post(address, content=bodies[0])).status_code == 403
        too_long = await meta.post(address, content=b"x" * 10_000_001, headers={"X-Hub-Signature-256": "sha256=0"})
        assert too_long.status_code == 413

        async def deliver(body: bytes) -> bool:
            try:
                signed = {"X-Hub-Signature-256": signature(body, secret=secret)}
                sent = await meta.post(address, content=body, headers=signed)
            except httpx.TransportError:
                return False
            return sent.status_code == 200

        burst = [asyncio.create_task(deliver(body)) for body in bodies]
        for number, answered in enumerate(asyncio.as_completed(burst)):
            await answered
            if number == MANY // 8:
                break
        await brand.bot.kill()
        taken = await asyncio.gather(*burst)
        assert not all(taken), "the kill came too late to cut anything"
        assert any(taken)

        await brand.start()
        again = [body for body, was_taken in zip(bodies, taken, strict=True) if not was_taken]
        assert all(await asyncio.gather(*(deliver(body) for body in [*again, *bodies[::7]])))


async def _pages(brand: Brand) -> dict[str, Any]:
    """Return the Pages that the app is on."""
    return dict((await brand.desk.meta.get("app"))["installs"])


async def _told(brand: Brand, words: str) -> dict[str, Any] | None:
    """Return the message in a thread that has these words."""
    messages = await brand.desk.slack.messages(brand.desk.spring)
    found = [each for each in messages if each.get("thread_ts") and words in json.dumps(each)]
    assert len(found) <= 1, found
    return found[0] if found else None


async def _news(brand: Brand, asset: Asset) -> list[tuple[int, set[str]]]:
    """Return of each message of new comments how many it says there are, and which it shows with their buttons."""
    found = []
    for each in await brand.desk.slack.messages(brand.desk.spring):
        if said := re.match(r"(\d+) new comments? on", each["text"]):
            shown = set(re.findall(rf"\b{asset.id}:(\w+)", json.dumps(each["blocks"])))
            found.append((int(said[1]), shown))
    return found


async def _let_pace_pass(storage: Storage, asset: Asset) -> None:
    """Have the last message of new comments be so old that the next may follow."""
    async with storage.write(asset.workspace_id) as uow:
        await uow.assets.get(asset.id, lock=True)
        last = await uow.comment_notes.last_news(asset.id)
        if last is not None and last.ts is not None:
            last.created_at -= PACE


async def _stored(storage: Storage, asset: Asset) -> list[Comment]:
    async with storage.read(asset.workspace_id) as uow:
        return list((await uow.comments.known(asset.id, [str(number) for number in range(MANY)])).values())


async def _waiting(storage: Storage) -> bool:
    async with storage.incoming(to_write=False) as incoming:
        return bool(await incoming.arrivals.oldest(count=1, size=1))
