"""The creator's own page: their posts, an ad code in two taps, taken back again; and nobody else's page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx

from bot.codes.own import Deed
from bot.influencers.links import AT
from storage.codes import CodeStage
from tests.influencers.house import CreatorsHouse
from tests.influencers.test_pages import form_key_of

REEL, CAROUSEL, JAR, STORY = "17895695668004553", "17895695668004561", "17895695668004571", "17895695668004551"
PART, JUNOS = "17895695668004563", "17895695668004575"
CODE = re.compile(r'<input class="code"[^>]* value="([^"]+)"')


class AtThePage:
    """Maya's browser after she has connected, with her page open."""

    def __init__(self, house: CreatorsHouse, web: httpx.AsyncClient) -> None:
        self.house, self.web = house, web
        self.token = ""
        self.address = ""

    async def connect(self, *, answer: str = "accept", **wishes: Any) -> httpx.Response:
        """Connect by a link, and tap the way to her posts."""
        self.token = await self.house.invite(**wishes)
        await self.web.get(f"{AT}/{self.token}")
        browser = next(iter(self.web.cookies.values()))
        sign_in_id = await self.house.join(self.token, browser=browser, answer=answer)
        done = await self.web.get(f"{AT}/account/done/{sign_in_id}")
        (self.address,) = re.findall(r'href="([^"]*/account/posts/[^"]+)"', done.text)
        return await self.web.get(self.address)

    async def press(self, deed: str, post: str = REEL) -> httpx.Response:
        """Press a button of a post; have it done, and see what the browser is sent to."""
        key = form_key_of(await self.web.get(self.address))
        answer = await self.web.post(self.address, data={"form_key": key, "deed": deed, "post": post})
        await self.house.work("make-code", "delete-code")
        return await self.web.get(answer.headers["location"]) if answer.is_redirect else answer

    async def stages(self) -> list[CodeStage]:
        """How far the codes of her posts are."""
        async with self.house.storage.read(self.house.here) as uow:
            return [code.stage for code in await uow.codes.of_campaign(self.house.campaign.id)]


async def test_a_code_is_made_in_two_taps_shown_to_be_copied_and_taken_back(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        page = await maya.connect()
        assert "Morning light, paper cranes" in page.text
        assert page.text.count("Make a code") == 4
        assert "Today only" not in page.text  # a story

        made = await maya.press("make")
        (code,) = CODE.findall(made.text)
        assert "The ad code is made" in made.text
        assert made.text.count("Make a code") == 3
        assert code not in str(made.url)
        again = await maya.press("make")
        assert CODE.findall(again.text) == [code]
        assert await house.told() == [
            "@maya.makes (Maya) connected an account.",
            "@maya.makes made an ad code for one of their posts.",
        ]
        assert not any(code in line for line in await house.history())

        gone = await maya.press("take_back")
        assert "The ad code is taken back" in gone.text
        assert CODE.findall(gone.text) == []
        assert sum("took back the ad code" in each for each in await house.told()) == 1
        assert await maya.stages() == []


async def test_older_posts_are_behind_plain_links_and_have_codes_too(sqlite_house: CreatorsHouse) -> None:
    house = sqlite_house
    maya_id = "17841412345678901"
    for number in range(66):
        await house.meta.post("post", owner_id=maya_id, kind="image", caption=f"Picture {number:02}.")
    async with house.web() as web:
        maya = AtThePage(house, web)
        page = await maya.connect()
        assert page.text.count("Make a code") == 30
        assert ("Newer posts" in page.text, "Picture 65." in page.text, "Picture 36." in page.text) == (
            False,
            True,
            True,
        )
        for expected, oldest, is_last in ((30, "Picture 06.", False), (10, "Morning light, paper cranes", True)):
            (older,) = re.findall(r'href="([^"]+)" rel="next"', page.text)
            page = await web.get(unescape(older))
            assert page.text.count("Make a code") == expected
            assert oldest in page.text
            assert ("Older posts" in page.text, "Newer posts" in page.text) == (not is_last, True)

        maya.address = unescape(older)
        made = await maya.press("make")  # of a post on the last page
        assert len(CODE.findall(made.text)) == 1
        assert "Morning light, paper cranes" in made.text
        assert "The ad code is made" in made.text
        first = maya.address.split("?")[0]
        assert "Picture 65." in (await web.get(f"{first}?from=-3")).text
        assert "Picture 65." in (await web.get(f"{first}?from=²")).text
        beyond = await web.get(f"{first}?from=99999")
        assert (beyond.status_code, "Newer posts" in beyond.text) == (200, True)
        maya.address = first
        assert (await maya.press("make", JUNOS)).status_code == 404


async def test_the_posts_are_listed_to_whoever_has_no_comments_monitored_too(house: CreatorsHouse) -> None:
    async with house.web() as web:
        page = await AtThePage(house, web).connect(hears_ads=False, hears_organic=False)
    assert (page.status_code, page.text.count("Make a code")) == (200, 4)


async def test_a_code_is_made_for_no_post_but_the_creators_own(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        for post in (JUNOS, STORY, PART, "", "1", "../x"):
            answer = await maya.press("make", post)
            assert answer.status_code == 404
            assert "not among your posts" in answer.text
        await house.meta.post("post", post_id=JAR, state="deleted")
        assert (await maya.press("make", JAR)).status_code == 404
    assert await maya.stages() == []


async def test_a_post_that_is_deleted_once_its_code_is_wanted_has_none_and_says_why(house: CreatorsHouse) -> None:
    account = await house.returning.account(await house.join(await house.invite()), browser="b" * 40)
    code_id = await house.own.do(account, Deed.MAKE, media_id=JAR)
    await house.meta.post("post", post_id=JAR, state="deleted")
    await house.work("make-code")
    code = await house.code(code_id)
    assert code.stage is CodeStage.FAILED
    assert code.words
    assert (await house.assets())[0].ending is None


async def test_what_is_no_deed_and_a_code_that_is_gone_are_answered_in_words(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        assert (await maya.press("burn")).status_code == 404
        refused = await maya.press("take_back")
        assert (refused.status_code, "This post has no code any more." in refused.text) == (409, True)


async def test_whoever_left_out_the_permission_for_codes_is_connected_and_reads_that_there_can_be_none(
    house: CreatorsHouse,
) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        assert (await maya.connect(answer="decline:business_management")).status_code == 200
        failed = await maya.press("make")
        assert "That did not work. Nothing was changed." in failed.text
        assert "left out a permission" in failed.text
        assert "profile" not in failed.text
        assert failed.text.count("Make a code") == 4


async def test_whoever_left_out_the_permission_to_list_posts_is_connected_and_reads_how_to_give_it(
    house: CreatorsHouse,
) -> None:
    async with house.web() as web:
        page = await AtThePage(house, web).connect(hears_ads=False, answer="decline:pages_read_engagement")
    assert page.status_code == 409
    assert "You are connected, and left out the permission" in page.text
    assert "open the link of your invite again" in page.text
    assert "profile" not in page.text


async def test_a_lost_answer_is_told_and_a_fresh_code_takes_the_place_of_whatever_there_is(
    house: CreatorsHouse,
) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        await house.meta.post("fault", on="partnership_ad_code", kind="lost", when="after", times=1)
        unsure = await maya.press("make")
        assert "nobody knows whether a code was made" in unescape(unsure.text)
        assert await maya.stages() == [CodeStage.UNSURE]

        made = await maya.press("anew")
        assert len(CODE.findall(made.text)) == 1
        assert await maya.stages() == [CodeStage.LIVE]


async def test_nobody_else_sees_the_page_or_presses_its_buttons(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        page = await maya.connect()
        key = form_key_of(page)
        policy = page.headers["content-security-policy"]
        assert "script" not in policy
        assert "img" not in policy
        assert page.headers["cache-control"] == "no-store"
        for given in ("", "0" * 64, key[:-1]):
            answer = await web.post(maya.address, data={"form_key": given, "deed": "make", "post": REEL})
            assert answer.status_code == 403
        async with house.web() as stranger:
            await stranger.get(f"{AT}/{maya.token}")
            assert (await stranger.get(maya.address)).status_code == 403
            sent = {"form_key": key, "deed": "make", "post": REEL}
            assert (await stranger.post(maya.address, data=sent)).status_code == 403
            assert (await stranger.get(maya.address[:-1])).status_code == 410
    assert await maya.stages() == []


async def test_whoever_connected_comes_back_by_the_same_link_and_nobody_else_does(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
    await house.wait(hours=2)
    for who, status in (("juno", 410), ("maya", 200)):
        async with house.web() as web:
            used = await web.get(f"{AT}/{maya.token}")
            assert used.status_code == 410
            assert "Was it you? Sign in again" in used.text
            browser = next(iter(web.cookies.values()))
            sign_in_id = await house.returned(maya.token, who=who, browser=browser)
            chosen = await web.get(f"{AT}/account/of/{sign_in_id}", follow_redirects=True)
            assert chosen.status_code == status
            assert ("maya.makes" in chosen.text) is (who == "maya")
            posts = await web.get(f"{AT}/account/posts/{sign_in_id}")
            assert posts.status_code == status
    assert len(await house.assets()) == 1
    assert len(await house.told()) == 1


async def test_once_the_connection_has_ended_the_page_says_so_and_the_link_offers_no_way_back(
    house: CreatorsHouse,
) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        key = form_key_of(await web.get(maya.address))
        (asset,) = await house.assets()
        await house.ending.stop(house.here, asset.id, by=house.ana)
        for answer in (
            await web.get(maya.address),
            await web.post(maya.address, data={"form_key": key, "deed": "make", "post": REEL}),
        ):
            assert (answer.status_code, "This connection has ended." in answer.text) == (410, True)
        assert "Was it you?" not in (await web.get(f"{AT}/{maya.token}")).text


async def test_a_creator_who_disconnects_at_facebook_meanwhile_reads_that_it_has_ended(house: CreatorsHouse) -> None:
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        await house.meta.post("person", person="maya", event="app_removed")
        ended = await web.get(maya.address)
    assert (ended.status_code, "This connection has ended." in ended.text) == (410, True)
    assert sum("has ended at Facebook" in each for each in await house.told()) == 1
