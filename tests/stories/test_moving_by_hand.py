"""What is told after a campaign has moved goes to where it is, one piece at a time."""

from __future__ import annotations

from bot.batches.settling import Settling
from bot.permissions.facts import facts_of
from storage.batches import Batch, BatchRow, Stage
from storage.ids import BatchId, ChannelId
from storage.tables import Message
from tests.storage.builders import ANA, NORTHLIGHT
from tests.stories.hands import Hands

VAULT = ChannelId("G0VAULT")


async def test_the_decision_about_a_list_is_told_where_its_campaign_is_and_not_where_its_card_was_left(
    hands: Hands,
) -> None:
    request_id = await hands.ask()
    settling = Settling(hands.means, asking=hands.asking)
    batch = Batch(
        id=BatchId("b1"), campaign_id=hands.campaign.id, profile_id=hands.profile.id, list_id="l1", stage=Stage.RUNNING,
        made_by=ANA, made_at=hands.now,
    )  # fmt: skip
    row = BatchRow(batch_id=batch.id, place=0, number=1, handle="maya.makes", cells={}, verdict="ready", about={})
    async with hands.storage.write(NORTHLIGHT) as uow:
        await uow.batches.add(batch, [row])
        card = Message(
            key="card:b1", request_id=request_id, channel_id=hands.campaign.channel_id, ts="1.1",
            created_at=hands.now, sweep_at=hands.now,
        )  # fmt: skip
        uow.messages.add(card)
    await hands.rule(channel_id=VAULT, is_private=True)

    async with hands.storage.write(NORTHLIGHT) as uow:
        campaign, found = await uow.campaigns.get(hands.campaign.id), await uow.batches.get(batch.id)
        assert campaign is not None
        assert found is not None
        await settling.begin(uow, found, campaign=campaign, deed="refused", by="U0BEN", words="Not this summer.")

    told = hands.engine.newest("deliver")
    async with hands.storage.read(NORTHLIGHT) as uow:
        message = await uow.messages.get(str(told.args[1]))
        assert message is not None
        assert message.channel_id == VAULT


async def test_what_is_known_of_a_request_says_where_it_went_and_whether_others_read_its_card(hands: Hands) -> None:
    request_id = await hands.ask()
    await hands.attempt()
    for is_private in (False, True):
        await hands.rule(channel_id=VAULT, is_private=is_private)
        async with hands.storage.read(NORTHLIGHT) as uow:
            request = await uow.requests.get(request_id)
            assert request is not None
            facts = await facts_of(uow, request)
        assert (facts.moved_to, facts.is_left_behind) == (VAULT, is_private)
