"""The fields that say what is monitored, for an invite and for an account that is connected; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.influencers.wishes import LONGEST_FILTER, Rules, read_rules
from bot.words import say
from handlers import blocks
from handlers.invite.ids import Action, Block
from handlers.views import Element
from storage.ids import ProfileId

ADS, ORGANIC = "ads", "organic"


def fields_of(rules: Rules, *, profiles: Sequence[tuple[ProfileId, str]] = ()) -> list[blocks.Block]:
    """Draw them, filled in; `profiles` are the brand's accounts that are chosen, with their handles."""
    return [
        _hears(rules),
        _profiles(profiles),
        _domains(rules),
        line(
            say("invite.link_contains"),
            Action.LINK,
            block_id=Block.LINK,
            most=LONGEST_FILTER,
            hint=say("invite.link_contains_hint"),
            optional=True,
            typed=rules.link_contains,
        ),
        line(
            say("invite.caption_contains"),
            Action.CAPTION,
            block_id=Block.CAPTION,
            most=LONGEST_FILTER,
            hint=say("invite.caption_contains_hint"),
            optional=True,
            typed=rules.caption_contains,
        ),
    ]


def read_fields(filled: Mapping[str, Element]) -> Rules:
    """Return what was filled in. Raises WrongInput."""
    hears = {each.value for each in filled[Action.HEARS].selected_options}
    return read_rules(
        hears_ads=ADS in hears,
        hears_organic=ORGANIC in hears,
        profile_ids=[each.value for each in filled[Action.PROFILES].selected_options],
        domains=filled[Action.DOMAINS].value or "",
        link_contains=filled[Action.LINK].value or "",
        caption_contains=filled[Action.CAPTION].value or "",
    )


def line(
    label: str,
    action_id: Action,
    *,
    block_id: Block,
    hint: str,
    most: int = 200,
    optional: bool = False,
    typed: str = "",
) -> blocks.Block:
    """Draw a field of one line."""
    element: blocks.Block = {"type": "plain_text_input", "action_id": action_id, "max_length": most}
    if typed:
        element["initial_value"] = typed
    return blocks.entry(label, element, block_id=block_id, hint=hint, optional=optional)


def _hears(rules: Rules) -> blocks.Block:
    ads = blocks.option(say("invite.hears_ads"), value=ADS)
    organic = blocks.option(say("invite.hears_organic"), value=ORGANIC)
    ticked = [*([ads] if rules.hears_ads else []), *([organic] if rules.hears_organic else [])]
    element: blocks.Block = {"type": "checkboxes", "action_id": Action.HEARS, "options": [ads, organic]}
    if ticked:
        element["initial_options"] = ticked
    return blocks.entry(
        say("invite.hears"), element, block_id=Block.HEARS, hint=say("invite.hears_hint"), optional=True
    )


def _profiles(chosen: Sequence[tuple[ProfileId, str]]) -> blocks.Block:
    element: blocks.Block = {
        "type": "multi_external_select",
        "action_id": Action.PROFILES,
        "min_query_length": 0,
        "placeholder": blocks.plain(say("form.search_profiles"), 150),
    }
    if chosen:
        element["initial_options"] = [blocks.option(f"@{handle}", value=each) for each, handle in chosen]
    return blocks.entry(
        say("invite.profiles"), element, block_id=Block.PROFILES, hint=say("invite.profiles_hint"), optional=True
    )


def _domains(rules: Rules) -> blocks.Block:
    element: blocks.Block = {
        "type": "plain_text_input",
        "action_id": Action.DOMAINS,
        "multiline": True,
        "max_length": 2000,
    }
    if rules.domains:
        element["initial_value"] = "\n".join(rules.domains)
    return blocks.entry(
        say("invite.domains"), element, block_id=Block.DOMAINS, hint=say("invite.domains_hint"), optional=True
    )
