"""The windows of profiles in Slack: health, requests, connecting again, disconnecting, and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.databases import ready_sqlite
from tests.stories.brand import SKIN, Brand, a_brand
from tests.stories.office import words_of
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]
IG_ID = SKIN.split(":")[1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def brand(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Brand]:
    """One brand with one profile, for the stories of this file."""
    folder = tmp_path_factory.mktemp("brand")
    async with a_brand(services, folder=folder, database_url=ready_sqlite(folder)) as brand:
        await brand.desk.slack.post("limits", enabled=False)
        for creator, status in (("maya.makes", "APPROVED"), ("juno.skates", "REJECTED")):
            await brand.desk.meta.post("permission", profile_ig_id=IG_ID, creator_username=creator, status=status)
        await brand.start()
        await brand.connect(SKIN)
        await brand.written_to(brand.ana, "2 permissions adopted")
        yield brand


def rows_of(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the requests that a list shows."""
    return [block for block in view["blocks"] if block.get("block_id", "").startswith("row:")]


async def test_a_profiles_window_says_whose_login_it_is_and_until_when(brand: Brand) -> None:
    words = words_of(await brand.inspect())
    assert "Works" in words
    assert f"Nora Lind, connected by <@{brand.ana}>" in words
    assert "Login ends" in words
    assert "*Requests:* 0 open, 1 approved" in words


async def test_the_requests_of_a_profile_are_shown_those_found_at_meta_too(brand: Brand) -> None:
    await brand.press(await brand.inspect(), "profiles_requests")
    view = await brand.desk.top_view(brand.ana, callback_id="manage_list")
    assert "sent as @northlight.skin, those found at Meta too" in words_of(view)
    assert "@maya.makes" in words_of(view)
    (no,) = [row for row in rows_of(view) if "@juno.skates" in words_of({"blocks": [row]})]
    assert "Declined" in words_of({"blocks": [no]})
    assert "found at Meta" in words_of({"blocks": [no]})  # since when, Meta does not say
    (row,) = [row for row in rows_of(view) if "@maya.makes" in words_of({"blocks": [row]})]
    await brand.press(view, row["accessory"]["action_id"], block_id=row["block_id"])
    detail = await brand.desk.top_view(brand.ana, callback_id="manage_detail")
    assert "made outside of Greenlight" in words_of(detail)


async def test_home_tells_what_was_adopted_lately(brand: Brand) -> None:
    await brand.desk.close_windows(brand.ana)
    await brand.desk.slack.post("interact", type="home_opened", user=brand.ana)

    async def home() -> str:
        shown = (await brand.desk.slack.get(f"views/{brand.ana}"))["home"]
        return words_of(shown) if shown else ""

    async def look() -> bool:
        return "2 permissions adopted: 1 approved, 1 declined" in await home()

    await brand.desk.eventually(look, about="what was adopted, on the Home tab")


async def test_connecting_again_leads_to_a_page_about_that_profile(brand: Brand) -> None:
    view = await brand.inspect()
    link = next(
        each["url"]
        for block in view["blocks"]
        for each in block.get("elements", [])
        if each.get("action_id") == "profiles_connect"
    )
    async with Visitor(brand.base) as visitor:
        page = await visitor.open(link)
        assert page.title == "Connect @northlight.skin again"
        await visitor.press(page, "Continue with Facebook")
        choose = await brand.answer(visitor)
        assert [key for key, is_ticked in choose.form("Connect").boxes.items() if is_ticked] == [SKIN]
        assert (await visitor.press(choose, "Connect")).title == "1 account is connected"


async def test_looking_again_makes_a_fresh_link(brand: Brand) -> None:
    view = await brand.window()
    before = await brand.link_in(view)
    await brand.press(view, "profiles_fresh")

    async def look() -> bool:
        return await brand.link_in((await brand.desk.slack.views(brand.ana))[-1]) != before

    await brand.desk.eventually(look, about="a fresh link")


async def test_a_guest_reads_along_and_cannot_disconnect_by_a_button_of_before(brand: Brand) -> None:
    guest = next(each["id"] for each in brand.desk.slack.world["users"] if each["name"] == "chloe")
    view = await brand.inspect(user=guest)
    await brand.desk.slack.post("person", user=guest, is_restricted=True)
    await brand.press(view, "profiles_disconnect", user=guest)

    async def refused() -> bool:
        return "Guests can" in words_of((await brand.desk.slack.views(guest))[-1])

    await brand.desk.eventually(refused, about="a refusal in the window")
    await brand.desk.close_windows(guest)
    view = await brand.window(user=guest)
    assert "Guests can read along only. Ask a member of the workspace." in words_of(view)
    assert "Works" in words_of(view)
    assert "profiles_connect" not in str(view["blocks"])
    await brand.desk.slack.post("person", user=guest, is_restricted=False)


async def test_disconnecting_says_what_stops_and_shows_it_everywhere(brand: Brand) -> None:
    view = await brand.inspect()
    button = next(
        each
        for block in view["blocks"]
        for each in block.get("elements", [])
        if each.get("action_id") == "profiles_disconnect"
    )
    assert "0 open, 1 approved" in button["confirm"]["text"]["text"]
    await brand.press(view, "profiles_disconnect")

    async def look() -> bool:
        stack = await brand.desk.slack.views(brand.ana)
        return "@northlight.skin> is disconnected" in words_of(stack[-1]) and "Disconnected" in words_of(stack[0])

    await brand.desk.eventually(look, about="both windows saying that it is disconnected")
    await brand.written_to(brand.ana, "is removed, here and at Meta")
    await brand.desk.close_windows(brand.ana)
    await brand.desk.type(brand.ana, brand.desk.spring, "request @maya.makes")
    nothing = await brand.desk.top_view(brand.ana, callback_id="request_result")
    assert "No Instagram profile is connected yet" in words_of(nothing)

    await brand.connect(SKIN)

    async def works() -> bool:
        return "Works" in words_of(await brand.inspect())

    await brand.desk.eventually(works, about="the profile working again")
