"""A confirmed list, one piece at a time: the power is cut after every piece and every edit, and each creator is asked once."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest

from bot.batches.carrying import PIECE, Carrying
from bot.batches.trying import Trying, Wish
from bot.bulk.table import read_paste
from bot.slack.calls import SlackCalls, Words, slack_session, web_client
from handlers.bulk.card import draw_batch
from storage.batches import Stage
from storage.ids import BatchId, ChannelId
from storage.repositories.messages import card_key
from storage.unit_of_work import Job
from tests.running import Slack
from tests.storage.builders import ANA, NORTHLIGHT
from tests.stories.hands import PERSON, Hands, PowerCut
from tests.stories.office import words_of

PIECES = 3
CROWD = PIECE * (PIECES - 1) + 5


class List:
    """A list that was confirmed, and the hands that carry it."""

    def __init__(self, hands: Hands, slack: Slack, calls: SlackCalls, *, batch_id: BatchId, channel: str) -> None:
        self.hands, self.batch_id = hands, batch_id
        self._slack, self._calls, self._channel = slack, calls, channel

    def jobs(self, workflow: str) -> list[Job]:
        """Return the work of a kind there is."""
        return [job for job in self.hands.engine.jobs if job.workflow == workflow]

    async def cut_and_repeat(self, job: Job, *, after: str) -> None:
        """Do a piece of work whose end is never written down, and do it again as the engine would."""
        self.hands.engine.cut_after = after
        with pytest.raises(PowerCut):
            await self.hands.engine.do(job)
        await self.hands.engine.do(job)

    async def post_card(self) -> None:
        """Have the card there, as delivering does."""
        async with self.hands.storage.write(NORTHLIGHT) as uow:
            card = await uow.messages.get(card_key(self.batch_id), lock=True)
            assert card is not None
            card.ts = await self._calls.post(
                Words(text="A list"), channel_id=self._channel, key=card.key, thread_ts=None
            )

    async def card(self) -> str:
        """Return what the card says."""
        (shown,) = await self._slack.messages(self._channel)
        return words_of(shown)


@pytest.fixture
async def a_list(hands: Hands, services: tuple[str, str]) -> AsyncIterator[List]:
    """A list of three pieces, confirmed, on SQLite and on PostgreSQL."""
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        session = slack_session()
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=False)
        channel = (await slack.post("channel", name="a-list", members=["ana", "greenlight"]))["id"]
        await hands.rule(channel_id=ChannelId(channel))
        calls = SlackCalls(client)
        carrying = Carrying(hands.means, asking=hands.asking, slack=calls, draw_batch=draw_batch)
        carrying.register()
        wish = Wish(
            campaign_id=hands.campaign.id,
            profile_id=hands.profile.id,
            message=None,
            made_by=ANA,
            sender="Ana",
            by_mail=False,
        )
        table = read_paste("\n".join(f"creator.{number:03}" for number in range(CROWD)))
        trial = await Trying(hands.means).look_through(NORTHLIGHT, table, wish, person=PERSON)
        for _press in range(2):
            await carrying.confirm(NORTHLIGHT, trial.batch_id, person=PERSON)
        yield List(hands, slack, calls, batch_id=trial.batch_id, channel=channel)
        await session.close()


async def test_the_power_is_cut_after_every_piece_and_each_creator_is_asked_once_on_one_card(a_list: List) -> None:
    for number in itertools.count():
        if number == len(a_list.jobs("take-in")):
            break
        await a_list.cut_and_repeat(a_list.jobs("take-in")[number], after="take in")

    asks = [job.args for job in a_list.jobs("ask")]
    assert len(asks) == len(set(asks)) == CROWD
    assert {job.args[1] for job in a_list.jobs("deliver")} == {card_key(a_list.batch_id)}
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        rows = await uow.batches.rows(a_list.batch_id)
    assert len({request.id for _row, request in rows if request is not None}) == CROWD


async def test_the_power_is_cut_while_the_card_is_edited_and_in_the_end_it_says_what_is_so(a_list: List) -> None:
    await a_list.hands.engine.do(a_list.jobs("take-in")[0])
    await a_list.post_card()
    await a_list.cut_and_repeat(a_list.jobs("show-batch")[-1], after="show")
    assert f"A list of {CROWD} creators" in await a_list.card()

    for number in range(1, PIECES):
        await a_list.hands.engine.do(a_list.jobs("take-in")[number])
    async with a_list.hands.storage.write(NORTHLIGHT) as uow:
        for _row, request in await uow.batches.rows(a_list.batch_id):
            assert request is not None
            request.state = "waiting"
    a_list.hands.wait(seconds=3)
    await a_list.cut_and_repeat(a_list.jobs("show-batch")[-1], after="show")

    assert f"{CROWD} of {CROWD} sent" in await a_list.card()
    async with a_list.hands.storage.read(NORTHLIGHT) as uow:
        batch = await uow.batches.get(a_list.batch_id)
    assert batch is not None
    assert batch.stage is Stage.DONE
