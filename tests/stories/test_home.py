"""The Home tab: read in a few questions however much there is, and right without being opened again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine as DatabaseEngine

from bot.connections.means import LoginMeans
from bot.connections.overview import Overview
from bot.homes.keeping import HOMES, Keeping
from bot.homes.morning import Morning
from bot.people import People
from bot.permissions.record import Change
from bot.permissions.status import State
from bot.slack.calls import SlackCalls, slack_session, web_client
from handlers.home.card import draw_home
from storage.ids import PersonId, SignOffId, new_id
from storage.sign_offs import SignOffRow
from storage.tables import Health, Profile
from storage.wanted import Wanted
from tests.handlers.desk import words_of
from tests.running import Slack
from tests.storage.builders import ANA, NORTHLIGHT, NOW, a_campaign, a_profile, a_request, sight
from tests.stories.hands import PERSON, Hands

MOST_STATEMENTS = 20


class Mornings:
    """Home tabs in the sandbox's workspace, with their durable work done by hand."""

    def __init__(self, hands: Hands, slack: Slack, calls: SlackCalls) -> None:
        self.hands, self.slack = hands, slack
        self.ana, self.ben = PersonId(slack.user("ana")), PersonId(slack.user("ben"))
        logins = LoginMeans(
            storage=hands.storage,
            engine=hands.engine,
            graph=hands.syncing.graph,
            secrets=hands.syncing.secrets,
            slack=calls,
            people=(people := People(slack=calls, now=lambda: datetime.now(UTC))),
            app_id="",
            public_url="",
            keys=[],
            now=self.now,
            new_id=new_id,
        )
        morning = Morning(storage=hands.storage, people=people, overview=Overview(logins), now=self.now)
        self.morning = morning
        self.keeping = Keeping(
            storage=hands.storage, engine=hands.engine, slack=calls, morning=morning, draw_home=draw_home, now=self.now
        )
        self.keeping.register()

    def now(self) -> datetime:
        return self.hands.now

    async def crowd(self, size: int, *, state: str = "failed") -> Profile:
        """Make so many requests of Ana's, and as many of Ben's."""
        profile, campaign = a_profile(ig_id=new_id()), a_campaign(name=new_id())
        async with self.hands.storage.write(NORTHLIGHT) as uow:
            uow.profiles.add(profile)
            uow.campaigns.add(campaign)
            await uow.flush()
            for number in range(size):
                for person in (self.ana, self.ben):
                    name = f"{person.lower()}.{number}"
                    uow.requests.add(a_request(profile, campaign, creator_username=name, asked_by=person, state=state))
        return profile

    async def shown(self, person_id: PersonId) -> str:
        """Return what stands on somebody's Home tab in Slack."""
        return words_of((await self.slack.get(f"views/{person_id}"))["home"])

    async def work(self) -> int:
        """Draw every tab that wants it; returns how many times."""
        jobs = [each for each in self.hands.engine.jobs if each.workflow == "home"]
        self.hands.engine.jobs = [each for each in self.hands.engine.jobs if each.workflow != "home"]
        for job in jobs:
            await self.hands.engine.do(job)
        return len(jobs)

    async def published(self) -> int:
        return len(await self.slack.calls("views.publish"))


@pytest.fixture
async def mornings(services: tuple[str, str], hands: Hands) -> AsyncIterator[Mornings]:
    async with Slack(services[0]) as slack:
        await slack.post("limits", enabled=False)
        session = slack_session()
        client = web_client(token=slack.world["bot_token"], url=slack.api_url, session=session, patient=True)
        yield Mornings(hands, slack, SlackCalls(client))
        await session.close()


async def test_home_asks_the_database_as_little_for_hundreds_of_requests_as_for_a_few(mornings: Mornings) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    counts = []
    await mornings.morning.look(NORTHLIGHT, person_id=mornings.ana)
    event.listen(DatabaseEngine, "before_cursor_execute", note)
    try:
        for size, state in ((2, "failed"), (40, "failed"), (40, "waiting")):
            await mornings.crowd(size, state=state)
            asked.clear()
            facts = await mornings.morning.look(NORTHLIGHT, person_id=mornings.ana)
            counts.append(len(asked))
    finally:
        event.remove(DatabaseEngine, "before_cursor_execute", note)

    assert [part.total for part in facts.parts] == [42, 0, 40]
    assert [len(part.rows) for part in facts.parts] == [10, 0, 10]
    assert counts[0] == counts[1]
    assert max(counts) <= MOST_STATEMENTS


async def test_a_change_is_shown_on_the_tab_of_who_asked_and_of_nobody_who_never_opened_theirs(
    mornings: Mornings,
) -> None:
    await mornings.crowd(1, state="waiting")
    view = await mornings.keeping.opened(NORTHLIGHT, mornings.ana)
    assert "Waiting for the creator" in words_of(view)

    async with mornings.hands.storage.write(NORTHLIGHT) as uow:
        for person in (mornings.ana, mornings.ben):
            (found,) = await uow.pages.page(Wanted(asked_by=person, states=["waiting"]), sight=sight(), limit=2)
            change = Change(to=State.FAILED, by="meta", words="Meta said no.")
            await mornings.hands.syncing.recorder.change(uow, found, change)
            await mornings.hands.syncing.recorder.show(uow, found)

    assert await mornings.work() == 1  # two changes at once are drawn once
    assert "My requests that failed" in await mornings.shown(mornings.ana)
    assert await mornings.work() == 0


async def test_what_changes_by_itself_is_found_and_what_is_the_same_is_not_published_again(mornings: Mornings) -> None:
    profile = await mornings.crowd(1)
    await mornings.keeping.opened(NORTHLIGHT, mornings.ana)
    before = await mornings.published()
    mornings.hands.wait(minutes=5)

    await mornings.hands.engine.tick(HOMES)
    assert await mornings.work() == 1
    assert await mornings.published() == before

    async with mornings.hands.storage.write(NORTHLIGHT) as uow:
        stored = await uow.profiles.get(profile.id)
        assert stored is not None
        stored.health = Health.LOGIN_DEAD
    mornings.hands.wait(minutes=5)
    await mornings.hands.engine.tick(HOMES)
    assert await mornings.work() == 1
    assert await mornings.published() == before + 1
    assert "Profiles that need attention" in await mornings.shown(mornings.ana)


async def test_a_tab_that_nobody_opens_any_more_rests(mornings: Mornings) -> None:
    await mornings.keeping.opened(NORTHLIGHT, mornings.ana)
    mornings.hands.wait(days=8)

    await mornings.hands.engine.tick(HOMES)

    assert await mornings.work() == 0


async def test_what_others_put_before_a_manager_and_what_ends_soon_stand_on_their_tabs_only(mornings: Mornings) -> None:
    hands = mornings.hands
    profile, campaign = a_profile(ig_id=new_id()), a_campaign(name=new_id())
    signed, ends = [
        a_request(profile, campaign, creator_username=name, asked_by=mornings.ben, **more)
        for name, more in (
            ("to.sign", {"state": "signing"}),
            ("to.end", {"state": "approved", "until": hands.now.date() + timedelta(days=9)}),
        )
    ]
    later = a_request(
        profile,
        campaign,
        creator_username="much.later",
        asked_by=mornings.ben,
        state="approved",
        until=hands.now.date() + timedelta(days=90),
    )
    async with hands.storage.write(NORTHLIGHT) as uow:
        uow.profiles.add(profile)
        uow.campaigns.add(campaign)
        await uow.flush()
        for each in (signed, ends, later):
            uow.requests.add(each)
        await uow.roles.give({mornings.ana: "manager"}, campaign_id=campaign.id, by=ANA, at=NOW, new_id=new_id)
        await uow.flush()
        uow.sign_offs.add(
            SignOffRow(
                id=SignOffId(new_id()),
                campaign_id=campaign.id,
                request_id=signed.id,
                matter="request",
                content="print",
                asked_by=mornings.ben,
                asked_at=NOW,
                expires_at=NOW + timedelta(days=2),
                stage="open",
                reason="",
            )
        )

    manager = await mornings.morning.look(NORTHLIGHT, person_id=mornings.ana)
    asker = await mornings.morning.look(NORTHLIGHT, person_id=mornings.ben)

    assert [each.request.creator_username for each in manager.to_sign if each.request] == ["to.sign"]
    assert asker.to_sign == []
    assert [each.creator_username for each in asker.ending] == ["to.end"]
    assert manager.ending == []


async def test_what_waits_for_a_signature_is_on_the_signers_tab_with_the_next_turn_and_goes_when_it_is_settled(
    mornings: Mornings,
) -> None:
    hands = mornings.hands
    await hands.rule(signed_matters=["request"])
    async with hands.storage.write(NORTHLIGHT) as uow:
        given: dict[str, str] = {mornings.ben: "manager"}
        await uow.roles.give(given, campaign_id=hands.campaign.id, by=ANA, at=NOW, new_id=new_id)
    for person in (mornings.ana, mornings.ben):
        await mornings.keeping.opened(NORTHLIGHT, person)
    hands.engine.jobs.clear()

    request_id = await hands.ask()
    job = hands.engine.newest("home")
    assert job.delay_seconds <= 10
    await mornings.work()
    assert "@maya.makes" in await mornings.shown(mornings.ben)

    await hands.holding.undo(NORTHLIGHT, request_id, person=PERSON)
    hands.wait(seconds=10)
    await mornings.work()
    assert "@maya.makes" not in await mornings.shown(mornings.ben)
