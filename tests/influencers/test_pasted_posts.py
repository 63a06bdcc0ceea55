"""Addresses of a connected creator's posts, as people paste them: the post is found by each, and what is none says why."""

from __future__ import annotations

import pytest

from bot.errors import WrongInput
from bot.graph import Access
from bot.influencers.access import creator_access
from bot.posts.facts import Connected, PostFacts
from tests.connections.house import SKIN
from tests.influencers.house import CreatorsHouse
from tests.influencers.test_own_posts import CAROUSEL, JAR, PART, REEL, STORY

MAYA = "17841412345678901"


class Pasting:
    """Somebody at a brand who has connected it, beside Maya, who has connected her account."""

    def __init__(self, house: CreatorsHouse) -> None:
        self.house = house

    async def set_up(self, *, answer: str = "accept") -> Access:
        """Connect both; return what Maya's own connection reads with."""
        house = self.house
        await house.connect(SKIN)
        self.profile = await house.profile(SKIN)
        await house.join(await house.invite(), answer=answer)
        async with house.storage.read(house.here) as uow:
            return await creator_access(
                uow, MAYA, secrets=house.secrets, now=house.now(), campaign_id=house.campaign.id
            )

    async def paste(self, typed: str, *, creator: str | None = "maya.makes") -> PostFacts:
        """Paste an address."""
        return await self.house.finding_posts.by_address(
            self.house.here,
            typed,
            profile_id=self.profile.id,
            campaign_id=self.house.campaign.id,
            person_id=self.house.ana,
            creator=creator,
        )


async def test_a_post_is_found_by_every_address_that_apps_give(sqlite_house: CreatorsHouse) -> None:
    pasting = Pasting(sqlite_house)
    access = await pasting.set_up()
    media = {each.id: each async for each in sqlite_house.means.graph.media.listed(access, with_parts=True)}
    names = {each: (media[each].permalink or "").rstrip("/").rsplit("/", 1)[1] for each in (REEL, CAROUSEL, JAR)}
    for post, name in names.items():
        for typed in (
            f"https://www.instagram.com/p/{name}/?img_index=2",
            f"https://www.instagram.com/reel/{name}/?igsh=MzRlODBiNWFlZA==",
            f"https://www.instagram.com/reels/{name}",
            f"instagram.com/tv/{name}/?utm_source=ig_web_copy_link",
            f"<https://www.instagram.com/maya.makes/p/{name}/?img_index=3&igsh=abc|instagram.com>",
        ):
            assert (await pasting.paste(typed)).media_id == post, typed
    (part,) = [part for part in media[CAROUSEL].parts if part.id == PART]
    assert part.permalink
    with pytest.raises(WrongInput, match="one picture of a carousel"):
        await pasting.paste(part.permalink)


async def test_what_is_no_post_of_theirs_says_so_beside_the_field(sqlite_house: CreatorsHouse) -> None:
    pasting = Pasting(sqlite_house)
    access = await pasting.set_up()
    media = {each.id: each async for each in sqlite_house.means.graph.media.listed(access)}
    for typed, why in (
        (f"https://www.instagram.com/stories/maya.makes/{STORY}/?igsh=abc", "This is a story"),
        (PART, "a number of Meta"),
        (STORY, "a number of Meta"),
        ("https://www.instagram.com/share/reel/BAJx0YzAbc/?igsh=abc", "a link for sharing"),
        ("https://www.instagram.com/p/NoSuchPost1/", "Meta shows no such post"),
    ):
        with pytest.raises(WrongInput, match=why) as refused:
            await pasting.paste(typed)
        assert refused.value.field == "post"
    jar = media[JAR].permalink or ""
    with pytest.raises(WrongInput, match="by another account than"):
        await pasting.paste(jar, creator="juno.skates")
    await sqlite_house.meta.post("post", post_id=JAR, state="deleted")
    with pytest.raises(WrongInput, match="Meta shows no such post"):
        await pasting.paste(jar)


@pytest.mark.parametrize(("answer", "may_code"), [("accept", True), ("decline:business_management", False)])
async def test_it_is_told_whether_the_creators_sign_in_is_enough_for_codes(
    sqlite_house: CreatorsHouse, answer: str, may_code: bool
) -> None:
    pasting = Pasting(sqlite_house)
    access = await pasting.set_up(answer=answer)
    media = {each.id: each async for each in sqlite_house.means.graph.media.listed(access)}
    jar = media[JAR].permalink or ""
    (asset,) = await sqlite_house.assets()
    assert (await pasting.paste(jar)).connected == Connected(asset_id=asset.id, may_code=may_code)

    made = await sqlite_house.inviting.again(sqlite_house.here, asset.id, by=sqlite_house.ana)
    await sqlite_house.join(made.link.rsplit("/", 1)[1])  # everything is left ticked
    assert (await pasting.paste(jar)).connected == Connected(asset_id=asset.id, may_code=True)
    await sqlite_house.ending.stop(sqlite_house.here, asset.id, by=sqlite_house.ana)
    assert (await pasting.paste(jar)).connected is None
