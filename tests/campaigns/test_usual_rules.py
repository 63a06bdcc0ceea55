"""What new campaigns begin with: as an admin has set it, and nothing that is there changes."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.campaigns.pace import Pace
from bot.campaigns.rules import Often, rules_of
from bot.campaigns.ruling import Ruling
from bot.campaigns.usual_rules import UsualRules
from bot.digests.planning import DigestPlan
from bot.errors import NotAllowed, WrongInput
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.undoing import Undo
from tests.campaigns.office import Office
from tests.storage.builders import a_profile, a_request

PARIS = ZoneInfo("Europe/Paris")
PACE = Pace(nudge_days="2, 5, 9", nudge_template="", quiet_begins=time(20), quiet_ends=time(8, 30), weekdays_off=(5, 6))
RULING = Ruling(signed=(Matter.REVOKE,), undo=Undo(seconds=30), term_days=90, zone=PARIS, pace=PACE)
WEEKLY = DigestPlan(often=Often.WEEKLY, hour=time(9, 15), weekday=2)


async def test_new_campaigns_begin_with_the_rules_that_an_admin_has_set_and_others_keep_theirs(office: Office) -> None:
    usual, channel = UsualRules(office.means), await office.channel("launch")
    before = await office.kept(await office.campaign("Before", channel=channel))
    await usual.change(office.here, RULING, WEEKLY, by=office.ben)
    after = await office.kept(await office.campaign("After", channel=channel))

    rules = rules_of(after)
    assert (rules.signing.matters, rules.undo.seconds, rules.term_days) == ({Matter.REVOKE}, 30, 90)
    assert (rules.quiet.zone, rules.quiet.begins, rules.quiet.ends) == (PARIS, time(20), time(8, 30))
    assert (rules.plan.days, set(rules.quiet.weekdays_off)) == ((2, 5, 9), {5, 6})
    assert after.digest_at is not None
    due = after.digest_at.astimezone(PARIS)
    assert (due.weekday(), due.time()) == (2, time(9, 15))
    assert (rules_of(before).undo.seconds, before.digest_at) == (0, None)
    assert (await office.kept(before)).version == 1


async def test_the_form_shows_again_what_was_set_and_before_that_what_greenlight_brings(office: Office) -> None:
    usual = UsualRules(office.means)
    own = await usual.get(office.here, by=office.ben)
    assert (own.undo_seconds, own.term_days, own.digest.often) == (0, None, Often.OFF)

    await usual.change(office.here, RULING, WEEKLY, by=office.ben)
    shown = await usual.get(office.here, by=office.ben)
    assert shown.digest == WEEKLY
    assert (shown.nudge_days, shown.quiet_begins, shown.quiet_ends) == ([2, 5, 9], time(20), time(8, 30))
    assert shown.signed_matters == {Matter.REVOKE}


async def test_only_admins_see_and_set_them_and_wrong_days_are_said_beside_their_field(office: Office) -> None:
    usual = UsualRules(office.means)
    with pytest.raises(NotAllowed):
        await usual.get(office.here, by=office.chloe)
    with pytest.raises(NotAllowed):
        await usual.change(office.here, RULING, WEEKLY, by=office.chloe)
    odd = Pace(nudge_days="soon", nudge_template="", quiet_begins=None, quiet_ends=None, weekdays_off=())
    ruling = Ruling(signed=(), undo=Undo(seconds=0), term_days=None, zone=PARIS, pace=odd)
    with pytest.raises(WrongInput) as error:
        await usual.change(office.here, ruling, WEEKLY, by=office.ben)
    assert error.value.field == "nudge_days"
    assert (await usual.get(office.here, by=office.ben)).undo_seconds == 0


async def test_new_rules_have_what_is_to_be_told_of_terms_thought_about_anew(office: Office) -> None:
    campaign = await office.campaign("Launch", channel=await office.channel("launch"))
    later = office.now() + timedelta(days=30)
    async with office.storage.write(office.here) as uow:
        profile = a_profile()
        uow.profiles.add(profile)
        await uow.flush()
        request = a_request(
            profile, campaign, state="approved", until=later.date(), term_set_at=office.now(), term_at=later
        )
        uow.requests.add(request)

    await office.editing.rule(office.here, campaign.id, RULING, version=campaign.version, by=office.ben)

    async with office.storage.read(office.here) as uow:
        kept = await uow.requests.get(request.id)
    assert kept is not None
    assert kept.term_at is not None
    assert kept.term_at <= office.now()
