"""The part of a campaign's rules that says when creators are nudged, and when nobody is disturbed; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from bot.campaigns.facts import RuleFacts
from bot.campaigns.pace import Pace
from bot.campaigns.quiet import WEEKDAYS
from bot.letters.template import all_places
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action, Block
from handlers.views import Element

LONGEST_TYPED = 3000


def pace_fields(facts: RuleFacts) -> list[blocks.Block]:
    """Draw the fields, filled in as the campaign has it."""
    days: blocks.Block = {"type": "plain_text_input", "action_id": Action.NUDGE_DAYS, "max_length": 40}
    if facts.nudge_days:
        days["initial_value"] = ", ".join(str(day) for day in facts.nudge_days)
    template: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.NUDGE_TEMPLATE,
        "multiline": True,
        "max_length": LONGEST_TYPED,
    }
    if facts.nudge_template:
        template["initial_value"] = facts.nudge_template
    places = say("pace.template_hint", places=all_places())
    return [
        blocks.entry(say("pace.days"), days, block_id=Block.NUDGE_DAYS, optional=True, hint=say("pace.days_hint")),
        blocks.entry(say("pace.template"), template, block_id=Block.NUDGE_TEMPLATE, optional=True, hint=places),
        _hour(say("pace.quiet_begins"), facts, at=facts.quiet_begins, action_id=Action.QUIET_BEGINS),
        _hour(say("pace.quiet_ends"), facts, at=facts.quiet_ends, action_id=Action.QUIET_ENDS),
        _weekdays(facts),
    ]


def read_pace(filled: Mapping[str, Element]) -> Pace:
    """Read the fields."""
    return Pace(
        nudge_days=filled[Action.NUDGE_DAYS].value or "",
        nudge_template=filled[Action.NUDGE_TEMPLATE].value or "",
        quiet_begins=filled[Action.QUIET_BEGINS].selected_time,
        quiet_ends=filled[Action.QUIET_ENDS].selected_time,
        weekdays_off=[int(each.value) for each in filled[Action.WEEKDAYS_OFF].selected_options],
    )


def _hour(label: str, facts: RuleFacts, *, at: time, action_id: Action) -> blocks.Block:
    element: blocks.Block = {"type": "timepicker", "action_id": action_id}
    if facts.quiet_begins != facts.quiet_ends:
        element["initial_time"] = f"{at:%H:%M}"
    return blocks.entry(label, element, block_id=Block(action_id.removeprefix("campaign_")), optional=True)


def _weekdays(facts: RuleFacts) -> blocks.Block:
    options = {day: blocks.option(say(f"pace.weekday.{day}"), value=str(day)) for day in WEEKDAYS}
    element: blocks.Block = {
        "type": "checkboxes",
        "action_id": Action.WEEKDAYS_OFF,
        "options": list(options.values()),
    }
    if facts.weekdays_off:
        element["initial_options"] = [options[day] for day in facts.weekdays_off]
    hint = say("pace.weekdays_hint")
    return blocks.entry(say("pace.weekdays"), element, block_id=Block.WEEKDAYS_OFF, optional=True, hint=hint)
