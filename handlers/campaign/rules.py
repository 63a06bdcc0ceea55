"""The form for a campaign's rules of asking: who signs, how long it is held back, how long a permission may be used; pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.campaigns.facts import CampaignFacts, RuleFacts
from bot.campaigns.ruling import Ruling
from bot.permissions.signing.rules import Matter
from bot.permissions.signing.undoing import Undo
from bot.permissions.terms.rules import LONGEST
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action, Block, View
from handlers.campaign.modal import EditMemory
from handlers.campaign.pace import pace_fields, read_pace
from handlers.phrases import escaped
from handlers.views import Element

WHILES = (0, 10, 30, 60, 300, 600)
"""Seconds to undo that are offered; 0 is at once."""
MOST_SUGGESTED = 100


def draw_rules(facts: CampaignFacts) -> blocks.Block:
    """Draw the form, filled in as the rules are."""
    return blocks.modal(
        say("campaign.rules_title"),
        [
            blocks.section(say("campaign.rules_of", campaign=escaped(facts.name))),
            *rule_fields(facts),
        ],
        callback_id=View.RULES,
        submit=say("campaign.save"),
        close=say("window.cancel"),
        memory=EditMemory(campaign_id=facts.id, version=facts.version).model_dump_json(),
    )


def rule_fields(facts: RuleFacts) -> list[blocks.Block]:
    """Draw the fields, filled in as the rules are."""
    return [_signed(facts), _undo(facts), _term(facts), _zone(facts), *pace_fields(facts)]


def read_rules(filled: Mapping[str, Element]) -> Ruling:
    """Read the fields."""
    undo, zone = filled[Action.UNDO].selected_option, filled[Action.ZONE].selected_option
    assert undo is not None, "Slack sends no form without a field that has to be filled"
    assert zone is not None, "Slack sends no form without a field that has to be filled"
    term = filled[Action.TERM].value
    return Ruling(
        signed=[Matter(each.value) for each in filled[Action.SIGNED].selected_options],
        undo=Undo(seconds=int(undo.value)),
        term_days=int(term) if term else None,
        zone=ZoneInfo(zone.value),
        pace=read_pace(filled),
    )


def while_words(seconds: int) -> str:
    """Say how long something is held back."""
    if not seconds:
        return say("campaign.undo_off")
    minutes, rest = divmod(seconds, 60)
    return say("campaign.undo_seconds", count=seconds) if rest else say("campaign.undo_minutes", count=minutes)


def zones_like(text: str) -> list[str]:
    """Return the names of time zones that have what was typed in them, in any spelling of it."""
    wanted = "_".join(text.casefold().split())
    return [zone for zone in _zones() if wanted in zone.casefold()][:MOST_SUGGESTED]


@cache
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def _signed(facts: RuleFacts) -> blocks.Block:
    options = {matter: blocks.option(say(f"campaign.signs.{matter}"), value=matter.value) for matter in Matter}
    element: blocks.Block = {"type": "checkboxes", "action_id": Action.SIGNED, "options": list(options.values())}
    if chosen := [options[matter] for matter in Matter if matter in facts.signed_matters]:
        element["initial_options"] = chosen
    return blocks.entry(
        say("campaign.signed"), element, block_id=Block.SIGNED, optional=True, hint=say("campaign.signed_hint")
    )


def _undo(facts: RuleFacts) -> blocks.Block:
    offered = sorted({*WHILES, facts.undo_seconds})
    options = {seconds: blocks.option(while_words(seconds), value=str(seconds)) for seconds in offered}
    element: blocks.Block = {
        "type": "static_select",
        "action_id": Action.UNDO,
        "options": list(options.values()),
        "initial_option": options[facts.undo_seconds],
    }
    return blocks.entry(say("campaign.undo"), element, block_id=Block.UNDO, hint=say("campaign.undo_hint"))


def _term(facts: RuleFacts) -> blocks.Block:
    element: blocks.Block = {
        "type": "number_input",
        "action_id": Action.TERM,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(LONGEST.days),
    }
    if facts.term_days is not None:
        element["initial_value"] = str(facts.term_days)
    return blocks.entry(
        say("campaign.term"), element, block_id=Block.TERM, optional=True, hint=say("campaign.term_hint")
    )


def _zone(facts: RuleFacts) -> blocks.Block:
    element: blocks.Block = {
        "type": "external_select",
        "action_id": Action.ZONE,
        "min_query_length": 0,
        "initial_option": blocks.option(facts.zone, value=facts.zone),
    }
    return blocks.entry(say("campaign.zone"), element, block_id=Block.ZONE, hint=say("campaign.zone_hint"))
