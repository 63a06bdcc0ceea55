"""What must stay secret of a creator's side: the link's token, the creator's login, an ad code; in no log and in no address."""

from __future__ import annotations

import logging

import pytest

from tests.influencers.house import CreatorsHouse
from tests.influencers.test_own_posts import CODE, AtThePage


async def test_neither_token_nor_login_nor_code_stands_in_a_log_an_address_or_in_plain_in_the_database(
    house: CreatorsHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with house.web() as web:
        maya = AtThePage(house, web)
        await maya.connect()
        made = await maya.press("make")
        (code,) = CODE.findall(made.text)
        await house.meta.post("fault", on="partnership_ad_code", kind="error", code=10, times=1)
        failed = await maya.press("take_back")
        assert "That did not work" in failed.text
        await house.told()
    connection = await house.connection()
    login = house.secrets.open(connection.sealed_token).get_secret_value()
    ours = [each.getMessage() for each in caplog.records if house.base not in each.getMessage()]
    assert ours
    kept = await everything_kept(house)
    for secret in (maya.token, login, code):
        assert [line for line in ours if secret in line] == []
        assert secret not in kept
        assert secret not in maya.address
    assert not any(secret in str(answer.url) for answer in (made, failed) for secret in (maya.token, login, code))


async def everything_kept(house: CreatorsHouse) -> str:
    """Return all that stands in the tables of the creator's side, the history and the work under way."""
    async with house.storage.read(house.here) as uow:
        rows: list[object] = [*await uow.invites.of_campaign(house.campaign.id), *await house.connections()]
        rows += await uow.codes.of_campaign(house.campaign.id)
        rows += await uow.assets.seen(await house.means.people.sight(house.ana))
    return " ".join([*(str(vars(each)) for each in rows), *await house.history(), *map(str, house.engine.jobs)])
