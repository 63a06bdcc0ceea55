"""Meta delivers comments to a running Greenlight: none is lost and none is doubled, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from storage.comments import Comment
from storage.database import connect
from storage.ids import WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Storage
from tests.comments.deliveries import MAYA, a_body, a_value, signature
from tests.databases import ready_sqlite
from tests.storage.builders import NOW, a_campaign
from tests.storage.test_influencers import an_asset
from tests.stories.brand import a_brand

pytestmark = [pytest.mark.story]

WORD = "a-word-for-meta"
MANY = 400


async def test_a_burst_is_cut_by_a_kill_and_every_comment_is_there_once(
    services: tuple[str, str], tmp_path: Path
) -> None:
    url = ready_sqlite(tmp_path)
    async with a_brand(services, folder=tmp_path, database_url=url) as brand:
        brand.desk.environment["GREENLIGHT_META_VERIFY_TOKEN"] = WORD
        await brand.start()
        workspace_id = WorkspaceId(brand.desk.slack.world["team_id"])
        storage = Storage(connect(url), enqueue=lambda *_work: None)
        asset = await _monitored(storage, workspace_id)
        address, secret = f"{brand.base}/meta/webhooks", brand.desk.meta.world["app_secret"]
        bodies = [a_body(a_value(str(number))) for number in range(MANY)]

        async with httpx.AsyncClient(timeout=20) as meta:
            asked = {"hub.mode": "subscribe", "hub.challenge": "77", "hub.verify_token": WORD}
            assert (await meta.get(address, params=asked)).text == "77"
            assert (await meta.get(address, params=asked | {"hub.verify_token": "guess"})).status_code == 403
            assert (await meta.post(address, content=bodies[0])).status_code == 403
            too_long = await meta.post(address, content=b"x" * 10_000_001, headers={"X-Hub-Signature-256": "sha256=0"})
            assert too_long.status_code == 413

            async def deliver(body: bytes) -> bool:
                try:
                    sent = await meta.post(
                        address, content=body, headers={"X-Hub-Signature-256": signature(body, secret=secret)}
                    )
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

        async def are_all_there() -> bool:
            return len(await _stored(storage, asset)) == MANY and not await _waiting(storage)

        await brand.desk.eventually(are_all_there, seconds=90, about="every comment, once")
        assert {each.texts[-1][1] for each in await _stored(storage, asset)} == {"Lovely!"}
        await storage.close()


async def _monitored(storage: Storage, workspace_id: WorkspaceId) -> Asset:
    campaign = a_campaign()
    async with storage.write(workspace_id) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        asset = an_asset(campaign, ig_id=MAYA, hears_organic=True, ends_at=NOW.replace(year=NOW.year + 10))
        uow.assets.add(asset)
    return asset


async def _stored(storage: Storage, asset: Asset) -> list[Comment]:
    async with storage.read(asset.workspace_id) as uow:
        return list((await uow.comments.known(asset.id, [str(number) for number in range(MANY)])).values())


async def _waiting(storage: Storage) -> bool:
    async with storage.incoming(to_write=False) as incoming:
        return bool(await incoming.arrivals.oldest(count=1, size=1))
