"""The pages of a sign-in, as a browser meets them: what closes their doors, and a page for every other end."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.connections.confirmation import confirmation_code
from storage.database import connect
from storage.ids import PersonId, WorkspaceId, new_id
from storage.secrets import Secrets
from storage.unit_of_work import Storage
from tests.databases import ready_sqlite
from tests.stories.brand import HOME, SKIN, Brand, a_brand
from tests.stories.visitor import Form, Page, Visitor, query_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def brand(services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Brand]:
    """One brand for the stories of this file."""
    folder = tmp_path_factory.mktemp("brand")
    async with a_brand(services, folder=folder, database_url=ready_sqlite(folder)) as brand:
        await brand.desk.slack.post("limits", enabled=False)
        await brand.start()
        yield brand


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(brand: Brand) -> AsyncIterator[Visitor]:
    """Somebody with a fresh browser."""
    async with Visitor(brand.base) as visitor:
        yield visitor


async def start(brand: Brand, visitor: Visitor) -> Page:
    """Open a fresh link and press its button."""
    page = await visitor.open(await brand.link())
    await visitor.press(page, "Continue with Facebook")
    return page


async def test_every_page_closes_every_door_it_does_not_need(brand: Brand, visitor: Visitor) -> None:
    pages = [await visitor.open(await brand.link())]
    await visitor.press(pages[0], "Continue with Facebook")
    pages.append(await brand.answer(visitor))
    pages.append(await visitor.press(pages[-1], "Connect", ticks=[SKIN]))
    pages.append(await visitor.open("/connect/start/nonsense"))
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script" not in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert page.headers["x-content-type-options"] == "nosniff"


async def test_no_page_and_no_log_holds_a_token_or_a_code(brand: Brand, visitor: Visitor) -> None:
    seen: list[str] = []

    async def note(answer: httpx.Response) -> None:
        await answer.aread()
        seen.append(f"{answer.request.url}\n{answer.headers}\n{answer.text}")

    visitor.client.event_hooks["response"] = [note]
    await start(brand, visitor)
    back = await brand.desk.meta.post("login", person="nora", redirect=visitor.dialog, answer="accept")
    code = query_of(back["location"])["code"]
    choose = await visitor.open(back["location"])
    assert "code" not in choose.url
    await visitor.press(choose, "Connect", ticks=[SKIN])
    tokens = [call for call in await brand.desk.meta.calls("oauth") if call["status"] == 200]
    assert len(tokens) >= 2
    for secret in ("EAA", brand.desk.meta.world["app_secret"]):
        assert not any(secret in each for each in seen)
        assert secret not in brand.bot.log
    assert code not in brand.bot.log
    assert not any(code in each for each in seen if "/connect/back" not in each.splitlines()[0])


async def test_a_login_is_sealed_in_every_byte_of_the_database(brand: Brand) -> None:
    await brand.connect(SKIN)
    file = Path(brand.desk.environment["GREENLIGHT_DATABASE_URL"].removeprefix("sqlite:///"))
    secrets = Secrets([SecretStr(brand.desk.environment["GREENLIGHT_SECRET_KEYS"])])
    with closing(sqlite3.connect(file)) as database:
        sealed = [row[0] for row in database.execute("SELECT sealed_token FROM connections")]
    tokens = [secrets.open(each).get_secret_value() for each in sealed]
    assert tokens
    for kept in file.parent.iterdir():
        assert not any(token.encode() in kept.read_bytes() for token in tokens), kept.name


async def test_the_cookie_is_for_this_site_alone_and_out_of_reach_for_scripts(brand: Brand, visitor: Visitor) -> None:
    page = await visitor.open(await brand.link())
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


@pytest.mark.parametrize("key", ["", "nonsense", "0" * 64])
async def test_a_form_that_another_site_sends_does_nothing(brand: Brand, visitor: Visitor, key: str) -> None:
    page = await visitor.open(await brand.link())
    forged = Form(page.form("Continue").action, hidden={"form_key": key})
    refused = await visitor.send(forged)
    assert refused.status == 403
    assert visitor.dialog == ""
    await visitor.press(page, "Continue with Facebook")  # and the link is not used up by it
    assert visitor.dialog


async def test_a_browser_that_keeps_no_cookies_is_told_so(brand: Brand) -> None:
    async with Visitor(brand.base) as visitor:
        page = await visitor.open(await brand.link())
        visitor.client.cookies.clear()
        refused = await visitor.press(page, "Continue with Facebook")
    assert refused.status == 403
    assert "with cookies allowed" in refused.words


async def test_the_way_back_in_another_browser_connects_nothing(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    back = await brand.desk.meta.post("login", person="nora", redirect=visitor.dialog, answer="accept")
    async with Visitor(brand.base) as other:
        refused = await other.open(back["location"])
        assert (refused.status, refused.title) == (403, "This sign-in was begun in another browser.")
    assert (await visitor.open(back["location"])).title == "Choose accounts to connect"


async def test_a_foreign_state_is_refused(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    refused = await visitor.open("/connect/back?code=AQx&state=made-up")
    assert (refused.status, refused.title) == (403, "This sign-in was not begun here.")
    assert "From Slack: type /partnership profiles" in refused.words


async def test_declining_has_its_page_with_a_way_to_do_it_over(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    declined = await brand.answer(visitor, answer="decline")
    assert declined.title == "You did not let Greenlight in."
    assert "nothing was connected" in declined.words
    await visitor.press(declined, "Sign in again")
    assert query_of(visitor.dialog)["auth_type"] == "rerequest"
    assert (await brand.answer(visitor)).title == "Choose accounts to connect"


async def test_one_declined_permission_is_named_and_asked_for_again(brand: Brand, visitor: Visitor) -> None:
    await brand.desk.meta.post("person", person="nora", event="app_removed")  # else she is asked for nothing new
    await start(brand, visitor)
    page = await brand.answer(visitor, answer="decline:instagram_branded_content_ads_brand")
    assert SKIN not in page.form("Connect").boxes  # a Page can be picked without it
    assert "1 permission was not given." in page.words
    assert "to send, read and revoke requests of an Instagram account" in page.words
    await visitor.press(page, "Ask me again at Facebook")
    again = await brand.answer(visitor)
    assert "was not given" not in again.words
    assert SKIN in again.form("Connect").boxes


async def test_somebody_without_any_account_is_told_what_may_be_the_matter(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    page = await brand.answer(visitor, person="pat")
    assert page.title == "No account can be connected yet"
    assert "lists no Page and no Instagram account for you" in page.words
    assert page.form("Sign in again")


async def test_what_is_missing_stands_beside_each_account_with_its_mend(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    page = await brand.answer(visitor, person="ben")
    assert "The role on it does not include ads." in page.words
    assert "Ask whoever manages it in Meta Business Suite" in page.words


async def test_a_used_link_and_one_that_is_none_have_their_pages(brand: Brand, visitor: Visitor) -> None:
    link = await brand.link()
    await visitor.press(await visitor.open(link), "Continue with Facebook")
    async with Visitor(brand.base) as other:
        used = await other.open(link)
    assert (used.status, used.title) == (410, "This link was used already.")
    assert "Type /partnership profiles in Slack" in used.words
    foreign = await visitor.open("/connect/start/gAAAAAB")
    assert (foreign.status, foreign.title) == (400, "This link does not work.")


async def test_going_back_from_facebook_and_pressing_the_button_again_goes_on(brand: Brand, visitor: Visitor) -> None:
    link = await brand.link()
    await visitor.press(await visitor.open(link), "Continue with Facebook")
    back = await visitor.open(link)
    assert (back.status, back.title) == (200, "Connect your accounts")
    await visitor.press(back, "Continue with Facebook")
    page = await brand.answer(visitor)
    assert (await visitor.press(page, "Connect", ticks=[HOME])).title == "1 account is connected"


async def test_pressing_connect_without_a_tick_says_so_and_keeps_the_page(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    page = await visitor.press(await brand.answer(visitor), "Connect", ticks=[])
    assert (page.status, page.title) == (422, "No account was ticked")
    assert (await visitor.press(page, "Connect", ticks=[HOME])).title == "1 account is connected"


async def test_going_back_after_it_is_done_and_pressing_twice_show_what_was_done(
    brand: Brand, visitor: Visitor
) -> None:
    await start(brand, visitor)
    choose = await brand.answer(visitor)
    for _press in range(2):
        assert (await visitor.press(choose, "Connect", ticks=[SKIN])).title == "1 account is connected"
    assert (await visitor.open(choose.url)).title == "1 account is connected"


async def test_meta_being_down_has_its_page_and_loading_it_again_goes_on(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    await brand.desk.meta.post("fault", on="debug_token", kind="status", status=503)
    page = await brand.answer(visitor)
    assert page.status == 502
    assert "Meta" in page.title
    (again,) = page.links
    assert (await visitor.open(again)).title == "Choose accounts to connect"


async def test_meta_failing_over_the_code_offers_another_sign_in(brand: Brand, visitor: Visitor) -> None:
    await start(brand, visitor)
    await brand.desk.meta.post("fault", on="oauth", kind="garbage")
    page = await brand.answer(visitor)
    assert page.form("Sign in again")
    await visitor.press(page, "Sign in again")
    assert (await brand.answer(visitor)).title == "Choose accounts to connect"


async def test_nonsense_that_is_sent_meets_a_page_or_a_plain_refusal(brand: Brand, visitor: Visitor) -> None:
    for url in ("/connect/choose/x", "/connect/done/x", "/connect/back", "/connect/back?state=%00&code=%ff"):
        assert (await visitor.open(url)).status in (403, 410)
    sent = await visitor.client.post(f"{brand.base}/connect/again/x", content=b"\xff" * 100)
    assert sent.status_code == 403
    long = await visitor.client.post(f"{brand.base}/connect/again/x", content=b"a" * 200_000)
    assert long.status_code == 413
    assert (
        await visitor.client.post(f"{brand.base}/meta/deauthorize", content=b"signed_request=x.y")
    ).status_code == 400
    assert (await visitor.client.get(f"{brand.base}/meta/deauthorize")).status_code == 405


async def test_taking_the_app_off_at_facebook_is_heard_from_meta_itself(brand: Brand) -> None:
    await brand.connect(SKIN)
    await brand.desk.meta.post("app", deauthorize_url=f"{brand.base}/meta/deauthorize")
    await brand.desk.meta.post("person", person="nora", event="app_removed")
    await brand.written_to(brand.ana, "taken off the list of apps at Facebook")

    async def is_said() -> bool:
        return "Login no longer works" in str((await brand.inspect("skin"))["blocks"])

    await brand.desk.eventually(is_said, about="the window saying so")
    await brand.connect(SKIN)


async def test_who_may_connect_is_named_on_the_page_as_people_are_called(brand: Brand, visitor: Visitor) -> None:
    chloe = brand.desk.slack.user("chloe")
    link = await brand.link(user=chloe)
    workspace_id = WorkspaceId(brand.desk.slack.world["team_id"])
    storage = Storage(connect(brand.desk.environment["GREENLIGHT_DATABASE_URL"]), enqueue=lambda *_work: None)
    async with storage.write(workspace_id) as uow:
        given, now = {brand.ana: "manager", chloe: "viewer"}, datetime.now(UTC)
        await uow.roles.let_everybody("viewer")
        await uow.roles.give(given, campaign_id=None, by=PersonId(brand.ana), at=now, new_id=new_id)

    page = await visitor.press(await visitor.open(link), "Continue with Facebook")

    async with storage.write(workspace_id) as uow:
        await uow.roles.let_everybody("requester")
        await uow.roles.give({}, campaign_id=None, by=PersonId(brand.ana), at=now, new_id=new_id)
    await storage.close()
    assert page.status == 403
    assert "You cannot connect a profile here" in page.words
    assert "Ask @ana to do it" in page.words


async def test_asking_at_facebook_to_be_forgotten_is_done_and_has_its_page(brand: Brand, visitor: Visitor) -> None:
    await brand.connect(SKIN)
    await brand.desk.meta.post("app", deletion_url=f"{brand.base}/meta/data-deletion")
    await brand.desk.meta.post("person", person="nora", event="deletion_asked")

    async def is_forgotten() -> bool:
        return "Nora Lind" not in str((await brand.inspect("skin"))["blocks"])

    await brand.desk.eventually(is_forgotten, about="the name gone from the window")
    nonsense = await visitor.client.post(f"{brand.base}/meta/data-deletion", content=b"signed_request=x.y")
    assert nonsense.status_code == 400
    page = await visitor.open(f"{brand.base}/connect/deleted/nobody")
    assert page.status == 404
    assert "There is no wish with this code." in page.title
    code = confirmation_code(
        datetime(2026, 3, 1, tzinfo=UTC), keys=[SecretStr(brand.desk.environment["GREENLIGHT_SECRET_KEYS"])]
    )
    page = await visitor.open(f"{brand.base}/connect/deleted/{code}")
    assert (page.status, page.title) == (200, "You were forgotten")
    assert "On 2026-03-01 at 00:00 UTC" in page.words
    await brand.connect(SKIN)


async def test_the_style_sheet_is_ours_and_nothing_else_is_loaded(brand: Brand, visitor: Visitor) -> None:
    page = await visitor.client.get(await brand.link())
    assert page.text.count("<link ") == 1
    assert "<script" not in page.text
    assert "<img" not in page.text
    style = await visitor.client.get(f"{brand.base}/connect/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
