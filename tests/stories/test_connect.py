"""Connecting accounts: from Slack through Facebook's dialog to a profile that requests are sent from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.brand import HOME, SKIN, Brand, a_brand
from tests.stories.office import words_of
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.story]


@pytest.fixture
async def brand(services: tuple[str, str], tmp_path: Path, ready_url: str) -> AsyncIterator[Brand]:
    """A brand's desk, running; on SQLite, then on PostgreSQL."""
    async with a_brand(services, folder=tmp_path, database_url=ready_url) as brand:
        await brand.start()
        yield brand


async def test_a_newcomer_connects_picks_and_asks_and_what_meta_lists_is_taken_in(brand: Brand) -> None:
    for creator, status in (("maya.makes", "APPROVED"), ("juno.skates", "APPROVED"), ("fickle.finch", "PENDING")):
        ig_id = SKIN.split(":")[1]
        await brand.desk.meta.post("permission", profile_ig_id=ig_id, creator_username=creator, status=status)

    async with Visitor(brand.base) as visitor:
        start = await visitor.open(await brand.link())
        assert start.title == "Connect your accounts"
        assert "For ana, in the Slack workspace" in start.words
        await visitor.press(start, "Continue with Facebook")
        choose = await brand.answer(visitor)
        assert choose.title == "Choose accounts to connect"
        assert "You are signed in at Facebook as Nora Lind." in choose.words
        assert {SKIN, HOME} <= set(choose.form("Connect").boxes)
        done = await visitor.press(choose, "Connect", ticks=[SKIN, HOME])

    assert done.title == "2 accounts are connected"
    assert "3 permissions adopted: 1 waiting, 2 approved" in done.words
    assert "Meta lists no permission that Greenlight did not know" in done.words
    letter = await brand.written_to(brand.ana, "2 profiles are connected.")
    assert "3 permissions adopted: 1 waiting, 2 approved." in words_of(letter)
    view = await brand.window()
    assert "2 profiles connected" in words_of(view)
    assert words_of(view).count("Works") == 2


async def test_a_profile_that_was_just_connected_can_ask(brand: Brand) -> None:
    assert (await brand.connect(SKIN)).title == "1 account is connected"
    await brand.desk.close_windows(brand.ana)
    await brand.desk.create_campaign()
    assert not (await brand.desk.ask("@maya.makes"))["errors"]
    await brand.desk.card("@maya.makes", "Waiting")
