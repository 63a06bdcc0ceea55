"""The part of a campaign's forms that says when its channel gets a digest; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.campaigns.quiet import WEEKDAYS
from bot.campaigns.rules import Often
from bot.digests.planning import DigestPlan
from bot.words import say, written
from handlers import blocks
from handlers.campaign.ids import Action, Block
from handlers.views import Element


def digest_fields(plan: DigestPlan, *, zone: str | None) -> list[blocks.Block]:
    """Draw the fields, filled in as the plan is; `zone` is None where it is chosen in the same form."""
    often = {each: blocks.option(say(f"digest.often_is.{each}"), value=each.value) for each in Often}
    days = {day: blocks.option(say(f"pace.weekday.{day}"), value=str(day)) for day in WEEKDAYS}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.DIGEST,
        "options": list(often.values()),
        "initial_option": often[plan.often],
    }
    weekday: blocks.Block = {
        "type": "static_select",
        "action_id": Action.DIGEST_WEEKDAY,
        "options": list(days.values()),
        "initial_option": days[plan.weekday],
    }
    hour: blocks.Block = {
        "type": "timepicker",
        "action_id": Action.DIGEST_HOUR,
        "initial_time": f"{plan.hour:%H:%M}",
    }
    at = say("digest.hour_hint", zone=zone) if zone is not None else say("digest.hour_hint_chosen")
    return [
        blocks.entry(say("digest.often"), select, block_id=Block.DIGEST, hint=say("digest.often_hint")),
        blocks.entry(say("digest.weekday"), weekday, block_id=Block.DIGEST_WEEKDAY),
        blocks.entry(say("digest.hour"), hour, block_id=Block.DIGEST_HOUR, hint=at),
    ]


def read_digest(filled: Mapping[str, Element]) -> DigestPlan:
    """Read the fields."""
    often, weekday = filled[Action.DIGEST].selected_option, filled[Action.DIGEST_WEEKDAY].selected_option
    hour = filled[Action.DIGEST_HOUR].selected_time
    assert often is not None, "Slack sends no form without a field that has to be filled"
    assert weekday is not None, "Slack sends no form without a field that has to be filled"
    assert hour is not None, "Slack sends no form without a field that has to be filled"
    return DigestPlan(often=Often(often.value), hour=hour, weekday=int(weekday.value))


def digest_words(plan: DigestPlan) -> str:
    """Say when a digest comes; empty where none does."""
    hour = written(datetime.combine(date.min, plan.hour), say("phrases.time_written"))
    if plan.often is Often.OFF:
        return ""
    if plan.often is Often.DAILY:
        return say("digest.is_daily", hour=hour)
    return say("digest.is_weekly", weekday=say(f"pace.weekday.{plan.weekday}"), hour=hour)
