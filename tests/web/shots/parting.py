"""Where a creator's page ends without a connection, as a phone shows it: days pass here, so the pages have a house of their own."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, expect

from bot.influencers.links import AT
from bot.web.site import listen
from tests.connections.conftest import _same_time
from tests.databases import ready_sqlite
from tests.influencers.house import CreatorsHouse
from tests.nursery import running_sandbox
from tests.running import Slack
from tests.stories.meta import Meta
from tests.web.shots.camera import PICTURES, Camera

PHONE = {"width": 390, "height": 320}
"""Low: a picture is as high as what the page says."""


async def take(camera: Camera) -> None:
    """Come to each of the ends."""
    async with _house() as house:
        phone = await camera.browser.new_page(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
        await _met_at_meta(house, phone)
        await _ended(house, phone)
        await _links_over(house, phone)
        await phone.close()


async def _met_at_meta(house: CreatorsHouse, phone: Page) -> None:
    """Sign in as somebody without such an account, with another one, and without saying yes to everything."""
    await _sign_in(phone, f"{house.base}{AT}/{await house.invite()}", "Iris Vale")
    await _picture(phone, "invite-none.png", "no professional")
    await _sign_in(phone, f"{house.base}{AT}/{await house.invite(handle='juno.skates')}", "Maya Ferreira")
    await _picture(phone, "invite-wrong.png", "invited account is not among yours")
    await _sign_in(phone, f"{house.base}{AT}/{await house.invite()}", "Pat Moreno", keeps=False)
    await _picture(phone, "invite-left-out.png", "left out")


async def _ended(house: CreatorsHouse, phone: Page) -> None:
    """Connect, and look again once the team has ended it."""
    await _sign_in(phone, f"{house.base}{AT}/{await house.invite(name='Juno Park')}", "Juno Park")
    await phone.get_by_role("button", name="Connect", exact=True).click()
    await phone.get_by_role("link", name="Make ad codes for your posts").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Ad codes of @juno.skates")
    (asset,) = await house.assets()
    await house.ending.stop(house.here, asset.id, by=house.ana)
    await phone.reload()
    await _picture(phone, "invite-ended.png", "This connection has ended.")


async def _links_over(house: CreatorsHouse, phone: Page) -> None:
    """Open a link that was declined, one that was taken back, and one whose time is over."""
    declined, revoked, expired = [f"{house.base}{AT}/{await house.invite(name=name)}" for name in ("A", "B", "C")]
    await phone.goto(declined)
    await phone.get_by_role("button", name="Decline the invite").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("You have declined")
    await phone.goto(declined)
    await _picture(phone, "invite-declined.png", "This invite was declined.")
    invites = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    (open_one,) = [each.id for each in invites if each.name == "B"]
    await house.inviting.revoke(house.here, open_one, by=house.ana)
    await phone.goto(revoked)
    await _picture(phone, "invite-revoked.png", "This invite was taken back.")
    await house.wait(days=15)
    await phone.goto(expired)
    await _picture(phone, "invite-expired.png", "The time of this invite is over.")


@asynccontextmanager
async def _house() -> AsyncIterator[CreatorsHouse]:
    listening = listen(0)
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with running_sandbox() as url, TemporaryDirectory() as folder:
        async with Slack(f"{url}/slack") as slack, Meta(f"{url}/graph") as meta:
            skew = await _same_time(slack, meta) - time.time()
            house = CreatorsHouse(ready_sqlite(Path(folder)), slack=slack, meta=meta, skew=skew, base=base)
            await house.set_up()
            async with house.served(listening):
                yield house
            await house.close()


async def _sign_in(phone: Page, link: str, who: str, *, keeps: bool = True) -> None:
    await phone.goto(link)
    await phone.get_by_role("button", name="Sign in with Facebook").click()
    await phone.get_by_role("button", name=who).click()
    if not keeps:
        for tick in await phone.get_by_role("group", name="may").get_by_role("checkbox").all():
            await tick.uncheck()
    await phone.get_by_role("button", name=f"Continue as {who.split()[0]}").click()


async def _picture(phone: Page, name: str, words: str) -> None:
    await expect(phone.get_by_role("heading", level=1)).to_contain_text(words)
    await phone.screenshot(path=PICTURES / name, full_page=True)
