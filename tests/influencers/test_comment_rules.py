"""A campaign's rules about comments: tried over what was heard, kept by who may, and followed by what is told."""

from __future__ import annotations

import pytest

from bot.comments.ruling import KEYWORDS, MINUTES, MOST_KEYWORDS, Rules, RulingComments
from bot.errors import NotAllowed, WrongInput
from storage.ids import new_id
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import Monitoring


async def test_keywords_are_tried_over_the_last_week_and_what_is_kept_alarms_the_channel(house: CreatorsHouse) -> None:
    monitoring, ruling = Monitoring(house), RulingComments(house.creators.campaigns)
    await monitoring.begin()
    async with house.storage.write(house.here) as uow:
        given: dict[str, str] = {house.ana: "manager"}
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    await monitoring.write("What a scám!")
    await monitoring.write("Lovely")
    await monitoring.hear()
    campaign_id, rules = house.campaign.id, Rules.read(keywords=" scam \n\nscam\n", most=None, minutes=None)
    tried = await ruling.try_out(house.here, campaign_id, rules, by=house.ana)
    assert (tried.looked_at, tried.caught, [each.text for each in tried.shown]) == (2, 1, ["What a scám!"])
    assert (await ruling.get(house.here, campaign_id, by=house.ana)).rules == Rules()
    await ruling.keep(house.here, campaign_id, rules, by=house.ana)
    await ruling.keep(house.here, campaign_id, rules, by=house.ana)
    assert (await ruling.get(house.here, campaign_id, by=house.ana)).rules == Rules(keywords=["scam"])
    async with house.storage.read(house.here) as uow:
        history = [each for each in await uow.audit.of(campaign_id) if each.tag == "person:campaign:comment-rules"]
    assert len(history) == 1
    await monitoring.tell()
    assert "keyword" in (await monitoring.told())[1]["text"]


async def test_requesters_try_and_do_not_keep(house: CreatorsHouse) -> None:
    ruling = RulingComments(house.creators.campaigns)
    async with house.storage.write(house.here) as uow:
        given: dict[str, str] = {house.chloe: "requester"}
        await uow.roles.give(given, campaign_id=None, by=house.ana, at=house.now(), new_id=new_id)
    await ruling.try_out(house.here, house.campaign.id, Rules(keywords=["x"]), by=house.chloe)
    with pytest.raises(NotAllowed):
        await ruling.keep(house.here, house.campaign.id, Rules(), by=house.chloe)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"keywords": "***", "most": None, "minutes": None}, KEYWORDS),
        ({"keywords": "x" * 81, "most": None, "minutes": None}, KEYWORDS),
        ({"keywords": "\n".join(map(str, range(MOST_KEYWORDS + 1))), "most": None, "minutes": None}, KEYWORDS),
        ({"keywords": "", "most": 3, "minutes": None}, MINUTES),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(typed: dict[str, object], field: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        Rules.read(**typed)  # type: ignore[arg-type] # the cases have the right types
    assert wrong.value.field == field
