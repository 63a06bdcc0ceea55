"""The power is cut between any two steps of a creator's connecting: one asset, one message, and the token kept once."""

from __future__ import annotations

import pytest

from bot.connections.refused import NotSignedIn
from bot.influencers.refused import InviteOver
from tests.influencers.house import CreatorsHouse

MINE = "b" * 40


async def tell(house: CreatorsHouse) -> None:
    """Do the work of telling, be it for the second time: a process that died has noted nothing."""
    for job in [each for each in house.engine.jobs if each.workflow == "notify"]:
        await house.engine.do(job)


async def count_sealed(house: CreatorsHouse, sign_in_ids: set[str]) -> int:
    return sum(
        row is not None and row.sealed_token is not None for row in [await house.sign_in(each) for each in sign_in_ids]
    )


@pytest.mark.parametrize("stride", [1, 2])
async def test_whoever_opens_the_link_again_after_each_cut_connects_once_and_is_told_of_once(
    house: CreatorsHouse, stride: int
) -> None:
    token = await house.invite()
    begun: set[str] = set()

    async def connects() -> None:
        sign_in_id = await house.returned(token)
        begun.add(sign_in_id)
        if not await house.returning.recognise(sign_in_id, browser=MINE):
            candidates = await house.joining.candidates(sign_in_id, browser=MINE)
            await house.joining.connect(sign_in_id, browser=MINE, picked=candidates.accounts[0].key)
        await tell(house)

    assert await house.through_cuts(connects, stride=stride) > 5

    (asset,) = await house.assets()
    connection = await house.connection()
    told = [each for each in await house.told() if "connected an account" in each]
    assert (asset.username, len(told)) == ("maya.makes", 1)
    assert house.secrets.open(connection.sealed_token).get_secret_value()
    await house.wait(hours=2)
    await house.engine.tick("tend")
    assert await count_sealed(house, begun) == 0
    assert [each.id for each in await house.connections()] == [connection.id]


async def test_whoever_loads_the_same_page_again_after_each_cut_goes_on_where_it_was(house: CreatorsHouse) -> None:
    sign_in_id = await house.returned(await house.invite())

    async def reads() -> None:
        await house.joining.candidates(sign_in_id, browser=MINE)

    async def connects() -> None:
        if not await house.returning.recognise(sign_in_id, browser=MINE):
            await house.joining.connect(sign_in_id, browser=MINE, picked="instagram:17841412345678901")

    for step in (reads, connects, lambda: tell(house)):
        assert await house.through_cuts(step) > 0

    assert len(await house.assets()) == 1
    assert len(await house.connections()) == 1
    assert await count_sealed(house, {sign_in_id}) == 0
    assert sum("connected an account" in each for each in await house.told()) == 1


async def test_a_code_whose_trade_was_cut_is_traded_no_second_time_and_the_next_round_connects(
    house: CreatorsHouse,
) -> None:
    token = await house.invite()
    dialog = await house.visiting.begin(token, browser=MINE)
    query = await house.answered(dialog, who="maya")
    lost: list[NotSignedIn] = []

    async def comes_back() -> None:
        try:
            await house.signing_in.come_back(query, browser=MINE)
        except NotSignedIn as error:
            lost.append(error)

    await house.through_cuts(comes_back)
    assert len(lost) == 1  # it says that this way back was used, and offers another round
    again = await house.answered(await house.signing_in.again(lost[0].sign_in_id, browser=MINE), who="maya")
    sign_in_id = await house.signing_in.come_back(again, browser=MINE)
    candidates = await house.joining.candidates(sign_in_id, browser=MINE)
    await house.joining.connect(sign_in_id, browser=MINE, picked=candidates.accounts[0].key)
    with pytest.raises(InviteOver):
        await house.visiting.welcome(token, counts=True)
    assert len(await house.assets()) == 1


async def test_an_asset_that_ends_through_cuts_ends_once_and_its_token_is_forgotten(house: CreatorsHouse) -> None:
    await house.join(await house.invite(days=7))
    await house.wait(days=8)

    async def ends() -> None:
        await house.engine.tick("expire")
        for job in [each for each in house.engine.jobs if each.workflow == "give-back"]:
            await house.engine.do(job)
        await tell(house)

    assert await house.through_cuts(ends) > 3
    assert await house.connections() == []
    assert sum("its time is over" in each for each in await house.told()) == 1
