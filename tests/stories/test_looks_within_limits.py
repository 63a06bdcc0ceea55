"""Looks within Meta's limits: who has to wait is looked at later, everybody else on time, and nobody is alarmed."""

from __future__ import annotations

from datetime import timedelta

from pydantic import SecretStr

from bot.profiles.profiles import NewProfile
from storage.tables import Health
from tests.storage.builders import NORTHLIGHT, NOW
from tests.stories.hands import TOKEN, Hands

OTHER = "17841400000000002"


def throttle(hands: Hands, *, minutes: int) -> None:
    hands.meta.usage[hands.profile.ig_id] = {"call_count": 100, "estimated_time_to_regain_access": minutes}


def refreshed(hands: Hands) -> int:
    return sum(job.workflow == "refresh" for job in hands.engine.jobs)


async def an_open_request(hands: Hands) -> None:
    await hands.ask()
    await hands.attempt()
    hands.meta.looked_at.clear()


async def test_a_throttled_profile_is_looked_at_when_meta_says_and_the_others_on_time(hands: Hands) -> None:
    await an_open_request(hands)
    other = await hands.connect(ig_id=OTHER)
    throttle(hands, minutes=20)
    for profile in (hands.profile, other):
        async with hands.storage.write(profile.workspace_id) as uow:
            row = await uow.profiles.get(profile.id, lock=True)
            assert row is not None
            row.next_look_at = NOW
    await hands.tick()
    assert sorted(hands.meta.looked_at) == [hands.profile.ig_id, OTHER]
    waiting, read = await hands.read_profile(), await hands.read_profile(other)
    assert waiting.next_look_at == NOW + timedelta(minutes=20)
    assert (waiting.health, waiting.failed_looks, waiting.unreadable_since) == (Health.OK, 0, None)
    assert read.last_read_at == NOW

    hands.wait(minutes=19)
    await hands.tick()
    assert hands.meta.looked_at.count(hands.profile.ig_id) == 1
    hands.meta.usage.clear()
    hands.wait(minutes=1)
    await hands.tick()
    assert hands.meta.looked_at.count(hands.profile.ig_id) == 2
    again = await hands.read_profile()
    assert (again.last_read_at, again.health_words) == (hands.now, None)


async def test_while_the_limit_stands_a_look_sends_nothing_whoever_asks_for_it(hands: Hands) -> None:
    await an_open_request(hands)
    throttle(hands, minutes=20)
    await hands.look()
    hands.wait(minutes=5)
    await hands.look()
    assert len(hands.meta.looked_at) == 1
    profile = await hands.read_profile()
    assert profile.next_look_at == NOW + timedelta(minutes=20)
    assert profile.health_words is not None
    assert "15 minutes" in profile.health_words


async def test_a_short_wait_is_no_news_on_the_cards_and_a_long_one_is_told_once(hands: Hands) -> None:
    await an_open_request(hands)
    await hands.look()
    shown = refreshed(hands)

    throttle(hands, minutes=25)
    await hands.look()
    assert refreshed(hands) == shown
    hands.wait(minutes=25)
    throttle(hands, minutes=40)
    await hands.look()
    told = await hands.read_profile()
    assert (told.health, told.unreadable_since) == (Health.UNREADABLE, hands.now)
    assert refreshed(hands) == shown + 1
    hands.wait(minutes=40)
    await hands.look()
    assert refreshed(hands) == shown + 1

    hands.meta.usage.clear()
    hands.wait(minutes=40)
    await hands.look()
    assert (await hands.read_profile()).health is Health.OK
    assert refreshed(hands) == shown + 2


async def test_a_profile_that_is_seldom_looked_at_is_not_late_for_a_wait_that_ends_before_its_next_look(
    hands: Hands,
) -> None:
    await hands.look()
    hands.wait(minutes=40)
    throttle(hands, minutes=45)
    await hands.look()
    assert (await hands.read_profile()).health is Health.OK
    hands.wait(minutes=45)
    throttle(hands, minutes=10)
    await hands.look()
    assert (await hands.read_profile()).health is Health.UNREADABLE


async def test_a_dead_login_stays_what_the_cards_show_while_a_limit_stands(hands: Hands) -> None:
    async with hands.storage.write(hands.profile.workspace_id) as uow:
        row = await uow.profiles.get(hands.profile.id, lock=True)
        assert row is not None
        row.health, row.health_words = Health.LOGIN_DEAD, "The login has ended."
    throttle(hands, minutes=90)
    await hands.look()
    profile = await hands.read_profile()
    assert (profile.health, profile.health_words) == (Health.LOGIN_DEAD, "The login has ended.")


async def test_once_a_dead_login_was_replaced_and_tried_the_cards_say_no_more_that_it_is_dead(hands: Hands) -> None:
    await an_open_request(hands)
    await hands.look()
    before = refreshed(hands)
    hands.meta.dead_tokens.add(TOKEN)
    await hands.look()
    assert ((await hands.read_profile()).health, refreshed(hands) - before) == (Health.LOGIN_DEAD, 1)
    await _connected_again(hands)
    await hands.look()
    assert ((await hands.read_profile()).health, refreshed(hands) - before) == (Health.OK, 2)


async def test_a_login_that_is_renewed_in_time_edits_no_card(hands: Hands) -> None:
    await an_open_request(hands)
    await hands.look()
    before = refreshed(hands)
    await _connected_again(hands)
    await hands.look()
    assert ((await hands.read_profile()).health, refreshed(hands) - before) == (Health.OK, 0)


async def _connected_again(hands: Hands) -> None:
    profile = hands.profile
    fresh = NewProfile(ig_id=profile.ig_id, username=profile.username, token=SecretStr("EAAFRESH"))
    assert not (await hands.pasting.connect(NORTHLIGHT, fresh)).is_new


async def test_looks_by_themselves_leave_the_last_of_a_limit_to_whoever_presses_check_now(hands: Hands) -> None:
    hands.meta.usage[hands.profile.ig_id] = {"call_count": 70}
    await hands.look()
    async with hands.storage.write(hands.profile.workspace_id) as uow:
        row = await uow.profiles.get(hands.profile.id, lock=True)
        assert row is not None
        row.next_look_at = hands.now
    await hands.tick()
    assert len(hands.meta.looked_at) == 1
    waiting = await hands.read_profile()
    assert waiting.next_look_at is not None
    assert waiting.next_look_at > hands.now + timedelta(hours=1)

    await hands.look()
    assert len(hands.meta.looked_at) == 2
    assert (await hands.read_profile()).last_read_at == hands.now


async def test_an_ask_is_kept_until_the_limit_lifts_and_then_sent_once(hands: Hands) -> None:
    request_id = await hands.ask()
    throttle(hands, minutes=20)
    await hands.attempt()
    hands.wait(minutes=10)
    await hands.attempt()
    request = await hands.request(request_id)
    assert request.state_words is not None
    assert "Greenlight asks again in 10 minutes." in request.state_words
    assert len(hands.meta.looked_at) == 1

    hands.meta.usage.clear()
    hands.wait(minutes=10)
    await hands.attempt()
    assert hands.meta.asked == ["900"]
