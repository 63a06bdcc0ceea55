"""Disconnecting: tokens go here at once, and at Meta when nothing stands on the same person's grant any more."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from bot.connections.facts import LeftFacts, ReconnectFacts
from bot.connections.leaving import Left
from bot.connections.notices import Ending
from bot.errors import NotAllowed, NotFound
from bot.languages import Languages
from bot.permissions.asking.ask import Ask, Asking
from bot.permissions.durable import Means
from bot.permissions.record import Recorder
from storage.ids import PersonId, ProfileId, new_id
from storage.logins import Life
from storage.tables import Health
from tests.connections.house import ELSEWHERE, HOME, SKIN, House
from tests.storage.builders import a_campaign


async def disconnect(house: House, key: str = SKIN) -> Left:
    return await house.leaving.disconnect(house.here, (await house.profile(key)).id, person_id=house.ana)


def deletes(calls: list[dict[str, str]]) -> int:
    return sum(call["method"] == "DELETE" for call in calls)


async def given_back(house: House) -> bool:
    """Tell whether Meta was asked to take a whole grant back."""
    return deletes(await house.meta.get("calls")) > 0


async def test_a_profile_that_was_disconnected_has_no_token_and_is_looked_at_no_more(house: House) -> None:
    await house.connect(SKIN)
    await house.look()
    await disconnect(house)
    profile = await house.profile(SKIN)
    assert (profile.sealed_token, profile.connection_id) == ("", None)
    assert (profile.health, profile.next_look_at) == (Health.DISCONNECTED, None)
    assert await house.profiles.suggest(house.here) == []
    (facts,) = await house.overview.all(house.here)
    assert facts.login is None


async def test_the_last_profile_of_a_person_gives_their_grant_back_at_meta_and_says_so(house: House) -> None:
    await house.connect(SKIN)
    connection = await house.connection()
    token = house.secrets.open(connection.sealed_token)
    assert await disconnect(house) == Left(is_told=True)
    assert await house.life_of(connection.id) is Life.LEAVING
    await house.work("give-back")
    assert await house.life_of(connection.id) is None
    assert not (await house.means.graph.login.inspect(token)).is_valid
    await house.wait(minutes=3)
    await house.work("notify")
    left = [each for each in house.drawn if isinstance(each, LeftFacts)]
    assert [(each.is_given_back, each.profiles) for each in left] == [(True, ["northlight.skin"])]


async def test_another_profile_of_the_same_person_keeps_their_grant(house: House) -> None:
    await house.connect(SKIN, HOME)
    assert await disconnect(house, SKIN) == Left(is_kept=True)
    await house.work("give-back")
    assert not await given_back(house)
    await house.wait(minutes=3)
    await house.work("notify")
    assert not [each for each in house.drawn if isinstance(each, LeftFacts)]
    await house.look()
    assert (await house.profile(HOME)).health is Health.OK


async def test_the_same_person_in_another_workspace_keeps_their_grant_and_it_is_said(house: House) -> None:
    await house.connect(SKIN)
    await house.connect(SKIN, ws=ELSEWHERE, person=house.ben)
    await disconnect(house)
    await house.work("give-back")
    assert not await given_back(house)
    assert await house.connections() == []
    await house.wait(minutes=3)
    await house.work("notify")
    (left,) = [each for each in house.drawn if isinstance(each, LeftFacts)]
    assert (left.is_given_back, left.is_shared) == (False, True)


async def test_a_pasted_token_that_nobody_knows_the_owner_of_keeps_the_grant(house: House) -> None:
    await house.paste("northlight.home")
    await house.connect(SKIN)
    await disconnect(house)
    await house.work("give-back")
    assert not await given_back(house)


async def test_a_pasted_token_that_is_known_to_be_another_persons_keeps_nothing(house: House) -> None:
    await house.paste("northlight.home")
    await house.check()
    await house.connect(SKIN)
    await disconnect(house)
    await house.work("give-back")
    assert await given_back(house)


async def test_a_pasted_token_is_forgotten_and_never_given_back(house: House) -> None:
    await house.paste()
    await house.check()
    await disconnect(house)
    assert await house.work("give-back") == 0
    assert await house.connections() == []
    assert not await given_back(house)


@pytest.mark.parametrize("fault", [{"kind": "lost"}, {"kind": "status", "status": 500}, {"kind": "error", "code": 2}])
async def test_giving_back_is_tried_again_while_meta_fails(house: House, fault: dict[str, str]) -> None:
    await house.connect(SKIN)
    connection = await house.connection()
    await disconnect(house)
    await house.meta.post("fault", on="me", method="DELETE", **fault)
    await house.engine.do(house.engine.newest("give-back"))
    assert await house.life_of(connection.id) is Life.LEAVING
    await house.work("give-back")
    assert await house.life_of(connection.id) is None


async def test_after_a_day_of_trying_the_token_is_forgotten_all_the_same_and_it_is_said(house: House) -> None:
    await house.connect(SKIN)
    await disconnect(house)
    await house.meta.post("fault", on="me", method="DELETE", kind="status", status=500, times=50)
    tried = await house.work("give-back")
    assert tried > 10
    assert await house.connections() == []
    await house.look()
    await house.wait(minutes=3)
    await house.work("notify")
    assert [each.is_given_back for each in house.drawn if isinstance(each, LeftFacts)] == [False]


async def test_signing_in_again_before_it_was_given_back_keeps_the_new_login(house: House) -> None:
    await house.connect(SKIN)
    connection = await house.connection()
    await disconnect(house)
    await house.connect(SKIN)
    await house.work("give-back")
    assert await house.life_of(connection.id) is Life.ALIVE
    assert not await given_back(house)
    await house.look()
    assert (await house.profile(SKIN)).health is Health.OK


async def test_whoever_is_signing_in_again_meanwhile_loses_nothing_of_it(house: House) -> None:
    await house.connect(SKIN)
    connection = await house.connection()
    await disconnect(house)
    choices = await house.choosing()
    await house.engine.do(house.engine.newest("give-back"))
    assert not await given_back(house)
    await house.picking.connect(choices.sign_in_id, browser="b" * 40, picked=[SKIN])
    await house.engine.do(house.engine.newest("give-back"))
    assert await house.life_of(connection.id) is Life.ALIVE
    await house.look()
    assert (await house.profile(SKIN)).health is Health.OK


async def test_a_sign_in_that_nobody_finishes_puts_it_off_for_a_few_minutes(house: House) -> None:
    await house.connect(SKIN)
    connection = await house.connection()
    await disconnect(house)
    await house.choosing()
    waited = 0.0
    while not await given_back(house):
        job = house.engine.newest("give-back")
        waited += job.delay_seconds
        await house.wait(seconds=job.delay_seconds)
        await house.engine.do(job)
    assert 4 * 60 <= waited < 5 * 60
    assert await house.life_of(connection.id) is None


async def test_what_somebody_else_is_signing_in_for_puts_nothing_off(house: House) -> None:
    await house.connect(SKIN)
    await disconnect(house)
    await house.choosing(who="omar")
    await house.work("give-back")
    assert await given_back(house)


async def test_disconnecting_twice_changes_nothing(house: House) -> None:
    await house.connect(SKIN)
    await disconnect(house)
    assert await disconnect(house) == Left()
    async with house.storage.read(house.here) as uow:
        tags = [entry.tag for entry in await uow.audit.of((await house.profile(SKIN)).id)]
    assert tags.count("person:profile:disconnected") == 1


async def test_a_guest_may_not_and_another_workspaces_profile_is_not_there(house: House) -> None:
    await house.connect(SKIN, ws=ELSEWHERE)
    theirs = await house.profile(SKIN, ws=ELSEWHERE)
    guest = PersonId((await house.slack.post("person", name="gita", is_restricted=True))["id"])
    with pytest.raises(NotFound):
        await house.leaving.disconnect(house.here, theirs.id, person_id=house.ana)
    with pytest.raises(NotAllowed, match="Ask a member"):
        await house.leaving.disconnect(ELSEWHERE, theirs.id, person_id=guest)
    assert (await house.profile(SKIN, ws=ELSEWHERE)).health is not Health.DISCONNECTED


async def test_nothing_can_be_asked_as_a_profile_that_was_disconnected(house: House) -> None:
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    campaign = a_campaign(default_profile_id=profile.id)
    async with house.storage.write(house.here) as uow:
        uow.campaigns.add(campaign)
    await disconnect(house)
    means = Means(
        storage=house.storage,
        engine=house.engine,
        graph=house.means.graph,
        secrets=house.secrets,
        recorder=Recorder(now=house.now, new_id=new_id),
        languages=Languages(),
        now=house.now,
        new_id=new_id,
    )
    ask = Ask(
        submission_id="s",
        profile_id=profile.id,
        campaign_id=campaign.id,
        creators=["maya.makes"],
        message=None,
        asked_by=house.ana,
    )
    with pytest.raises(NotFound, match="not connected any more"):
        await Asking(means).accept(house.here, ask, person=house.person())


async def test_the_cards_of_what_is_open_are_drawn_anew_and_once_more_when_it_is_connected_again(house: House) -> None:
    ig_id = SKIN.split(":")[1]
    await house.connect(SKIN)
    profile = await house.profile(SKIN)
    async with house.storage.write(house.here) as uow:
        uow.campaigns.add(a_campaign(default_profile_id=profile.id))
    await house.look()
    await house.meta.post("permission", profile_ig_id=ig_id, creator_username="maya.makes", status="APPROVED")
    await house.wait(hours=2)
    await house.look()
    (request,) = await house.requests(profile.id)
    await disconnect(house)
    (after,) = await house.requests(profile.id)
    assert after.version == request.version + 1
    await house.connect(SKIN)
    (again,) = await house.requests(profile.id)
    assert again.version == after.version + 1
    assert again.state == "approved"


async def test_a_profile_that_is_connected_again_keeps_its_requests_and_its_history(house: House) -> None:
    await house.connect(SKIN)
    before = await house.profile(SKIN)
    await disconnect(house)
    await house.work("give-back")
    await house.connect(SKIN)
    await house.look()
    after = await house.profile(SKIN)
    assert (after.id, after.health) == (ProfileId(before.id), Health.OK)


# Somebody removes the app at Facebook


def signed(claims: dict[str, object], *, secret: str) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    signature = base64.urlsafe_b64encode(hmac.new(secret.encode(), payload, hashlib.sha256).digest()).rstrip(b"=")
    return f"{signature.decode()}.{payload.decode()}"


async def removal(house: House, *, who: str = "nora", secret: str | None = None, ago: float = 0.0) -> str:
    world = house.meta.world
    user = next(each["id"] for each in world["people"] if each["key"] == who)
    issued = int((house.now() - timedelta(seconds=ago)).timestamp()) + 1
    claims = {"user_id": user, "algorithm": "HMAC-SHA256", "issued_at": issued}
    return signed(claims, secret=secret or world["app_secret"])


async def test_removing_the_app_at_facebook_ends_the_logins_of_every_workspace_and_is_told_once(house: House) -> None:
    await house.connect(SKIN)
    await house.connect(SKIN, ws=ELSEWHERE, person=house.ana)
    await house.meta.post("person", person="nora", event="app_removed")
    for _again in range(2):
        assert await house.removing.hear(await removal(house))
        await house.check()
    for ws in (house.here, ELSEWHERE):
        assert (await house.connection(ws=ws)).life is Life.DEAD
    await house.wait(minutes=3)
    await house.work("notify")
    assert [each.when for each in house.drawn if isinstance(each, ReconnectFacts)] == [Ending.REMOVED] * 2
    await house.look()
    assert (await house.profile(SKIN)).health is Health.LOGIN_DEAD


@pytest.mark.parametrize("text", ["", ".", "a.b", "é", "x" * 9000])
async def test_what_meta_did_not_sign_ends_nothing(house: House, text: str) -> None:
    await house.connect(SKIN)
    assert not await house.removing.hear(text)
    assert not await house.removing.hear(await removal(house, secret="guessed"))
    assert (await house.connection()).life is Life.ALIVE


async def test_an_old_removal_that_is_sent_again_does_not_end_a_newer_grant(house: House) -> None:
    await house.connect(SKIN)
    old = await removal(house, ago=60)
    await house.wait(minutes=5)
    await house.connect(SKIN)
    assert await house.removing.hear(old)
    await house.check()
    assert (await house.connection()).life is Life.ALIVE


async def test_an_old_wish_to_be_forgotten_that_is_sent_again_erases_no_newer_grants_name(house: House) -> None:
    """Whoever was forgotten, and signs in again, has a name again: by what they do now, not by what they did before."""
    old = await removal(house, ago=60)
    await house.wait(minutes=10)
    await house.connect(SKIN)
    assert await house.removing.forget(old) is not None
    connection = await house.connection()
    assert connection.name == "Nora Lind"
    async with house.storage.read(house.here) as uow:
        assert (await uow.names.all())[connection.id] == "Nora Lind"
    assert await house.removing.forget(await removal(house)) is not None
    assert (await house.connection()).name == ""


async def test_a_wish_to_be_forgotten_counts_though_two_clocks_differ_a_little(house: House) -> None:
    await house.connect(SKIN)
    assert await house.removing.forget(await removal(house, ago=120)) is not None
    assert (await house.connection()).name == ""


async def test_an_old_removal_has_no_newer_grant_checked_at_meta(house: House) -> None:
    old = await removal(house, ago=60)
    await house.wait(minutes=10)
    await house.connect(SKIN)
    await house.check()
    due = (await house.connection()).next_check_at
    assert await house.removing.hear(old)
    assert (await house.connection()).next_check_at == due
    assert await house.removing.hear(await removal(house))
    assert (await house.connection()).next_check_at != due


async def test_a_removal_by_somebody_nobody_knows_changes_nothing(house: House) -> None:
    await house.connect(SKIN)
    assert await house.removing.hear(await removal(house, who="maya"))
    await house.check()
    assert (await house.connection()).life is Life.ALIVE


# Somebody asks at Facebook to be forgotten


async def test_whoever_asks_to_be_forgotten_is_named_nowhere_any_more_in_no_workspace(house: House) -> None:
    await house.connect(SKIN)
    await house.connect(SKIN, ws=ELSEWHERE, person=house.ana)
    await house.meta.post("person", person="nora", event="app_removed")
    answer = await house.removing.forget(await removal(house))
    assert answer is not None
    assert answer["url"].endswith(f"/connect/deleted/{answer['confirmation_code']}")
    for ws in (house.here, ELSEWHERE):
        connection = await house.connection(ws=ws)
        assert connection.name == ""
        async with house.storage.read(ws) as uow:
            assert (await uow.names.all())[connection.id] is None
    await house.check()
    assert (await house.connection()).life is Life.DEAD


async def test_the_code_says_when_it_was_done_and_another_says_nothing(house: House) -> None:
    answer = await house.removing.forget(await removal(house))
    assert answer is not None
    code = answer["confirmation_code"]
    assert code.isalnum()
    at = house.removing.deleted_at(code)
    assert at is not None
    assert abs(house.now() - at) < timedelta(seconds=30)
    for other in ("", "x", code[:-1], code + "0", f"{int(code[:10], 16) + 1:010x}{code[10:]}", "é" * 42):
        assert house.removing.deleted_at(other) is None


async def test_a_wish_that_meta_did_not_sign_erases_nothing(house: House) -> None:
    await house.connect(SKIN)
    for text in ("", "a.b", await removal(house, secret="guessed")):
        assert await house.removing.forget(text) is None
    assert (await house.connection()).name == "Nora Lind"
