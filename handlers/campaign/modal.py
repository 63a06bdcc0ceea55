"""The forms of a campaign: the one that makes it, the same to change it, and what its channel hears; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel

from bot.campaigns.basics import LONGEST_NAME
from bot.campaigns.facts import CampaignFacts
from bot.campaigns.rules import TELLABLE
from bot.letters.template import all_places, default_template
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.campaign.digest import digest_fields, read_digest
from handlers.campaign.ids import Action, Block, View
from handlers.phrases import STATES, escaped
from handlers.request.memory import Memory as RequestMemory
from handlers.views import Element
from storage.ids import CampaignId, ChannelId
from storage.tables import Campaign, ChannelState

LONGEST_TYPED = 3000
MOST_NAMED = 10
YES = "yes"


class Memory(BaseModel):
    """Where the form was opened; `request` and its view, when it was from inside the request form."""

    channel_id: ChannelId | None = None
    request: RequestMemory | None = None
    request_view_id: str | None = None


class EditMemory(BaseModel):
    """Which campaign is changed, and as of which version."""

    campaign_id: CampaignId
    version: int


def draw_form(memory: Memory, *, of_channel: Sequence[Campaign], template: str | None = None) -> blocks.Block:
    """Draw the form that makes one, with what the channel has already on top; `template` is the workspace's own."""
    drawn = []
    if of_channel:
        drawn.append(blocks.section(_standing(of_channel, memory.channel_id)))
    drawn += [_name(), _channel(memory.channel_id), _profile(), _template(template or default_template()), _askers()]
    return blocks.modal(
        say("campaign.title"),
        drawn,
        callback_id=View.FORM,
        submit=say("campaign.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_made(campaign: Campaign) -> blocks.Block:
    """Say that the campaign is there, and what comes next: its rules, where the usual ones do not fit."""
    words = say("campaign.made", campaign=escaped(campaign.name), channel=f"<#{campaign.channel_id}>")
    return blocks.modal(
        say("campaign.made_title"),
        [
            blocks.section(f":white_check_mark: {words}"),
            blocks.actions(
                [
                    blocks.button(say("campaign.telling"), action_id=Action.SHOW_TELLING, value=campaign.id),
                    blocks.button(say("campaign.rules"), action_id=Action.SHOW_RULES, value=campaign.id),
                    blocks.button(say("campaign.roles"), action_id=Action.SHOW_ROLES, value=campaign.id),
                ],
                block_id="made",
            ),
        ],
        callback_id=View.RESULT,
    )


def draw_edit(facts: CampaignFacts) -> blocks.Block:
    """Draw the form that changes one, filled in as it is; a channel that is gone is nothing to start from."""
    channel_id = facts.channel_id if facts.channel_state is not ChannelState.GONE else None
    return blocks.modal(
        say("campaign.edit_title"),
        [
            _name(facts.name),
            _channel(channel_id, hint=say("campaign.move_hint")),
            _profile(facts),
            _template(facts.template),
        ],
        callback_id=View.EDIT,
        submit=say("campaign.save"),
        close=say("window.cancel"),
        memory=EditMemory(campaign_id=facts.id, version=facts.version).model_dump_json(),
    )


def draw_telling(facts: CampaignFacts, *, note: str | None = None) -> blocks.Block:
    """Draw what the channel hears, to be chosen; `note` says what has just been done."""
    options = {state: blocks.option(str(STATES[state]), value=state.value) for state in TELLABLE}
    told: blocks.Block = {"type": "checkboxes", "action_id": Action.TOLD, "options": list(options.values())}
    if chosen := [options[state] for state in TELLABLE if state in facts.told_states]:
        told["initial_options"] = chosen
    mention = blocks.option(say("campaign.mention_asker"), value=YES)
    mentions: blocks.Block = {"type": "checkboxes", "action_id": Action.MENTIONS, "options": [mention]}
    if facts.mentions_asker:
        mentions["initial_options"] = [mention]
    channel = f"<#{facts.channel_id}>"
    send = blocks.button(say("digest.send_now"), action_id=Action.SEND_DIGEST, value=facts.id)
    now = note or say("digest.send_now_about", channel=channel)
    return blocks.modal(
        say("campaign.telling_title"),
        [
            blocks.section(say("campaign.telling_of", campaign=escaped(facts.name), channel=channel)),
            blocks.entry(
                say("campaign.told"), told, block_id=Block.TOLD, optional=True, hint=say("campaign.told_hint")
            ),
            blocks.entry(say("campaign.mentions"), mentions, block_id=Block.MENTIONS, optional=True),
            *digest_fields(facts.digest, zone=facts.zone),
            blocks.section(now, block_id="send_digest", accessory=send),
        ],
        callback_id=View.TELLING,
        submit=say("campaign.save"),
        close=say("window.cancel"),
        memory=EditMemory(campaign_id=facts.id, version=facts.version).model_dump_json(),
    )


def read_telling(facts: CampaignFacts, filled: Mapping[str, Element]) -> CampaignFacts:
    """Return the campaign as the form would have it."""
    return replace(
        facts,
        told_states=frozenset(State(each.value) for each in filled[Action.TOLD].selected_options),
        mentions_asker=bool(filled[Action.MENTIONS].selected_options),
        digest=read_digest(filled),
    )


def _standing(campaigns: Sequence[Campaign], channel_id: ChannelId | None) -> str:
    names = ", ".join(escaped(each.name, most=120) for each in campaigns[:MOST_NAMED])
    channel, more = f"<#{channel_id}>", len(campaigns) - MOST_NAMED
    if more > 0:
        return say("campaign.here_already_and_more", channel=channel, campaigns=names, count=more)
    return say("campaign.here_already", channel=channel, campaigns=names)


def _name(name: str = "") -> blocks.Block:
    element: blocks.Block = {"type": "plain_text_input", "action_id": Action.NAME, "max_length": LONGEST_NAME}
    element |= {"initial_value": name} if name else {"focus_on_load": True}
    return blocks.entry(say("campaign.name"), element, block_id=Block.NAME)


def _channel(channel_id: ChannelId | None, *, hint: str | None = None) -> blocks.Block:
    element: blocks.Block = {
        "type": "conversations_select",
        "action_id": Action.CHANNEL,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel_id is not None and not channel_id.startswith("D"):  # a direct message is no campaign's channel
        element["initial_conversation"] = channel_id
    return blocks.entry(
        say("campaign.channel"), element, block_id=Block.CHANNEL, hint=hint or say("campaign.channel_hint")
    )


def _profile(facts: CampaignFacts | None = None) -> blocks.Block:
    element: blocks.Block = {
        "type": "external_select",
        "action_id": Action.PROFILE,
        "min_query_length": 0,
        "placeholder": blocks.plain(say("form.search_profiles"), 150),
    }
    if facts is not None and facts.profile_id is not None and facts.profile is not None:
        element["initial_option"] = blocks.option(f"@{facts.profile}", value=facts.profile_id)
    return blocks.entry(say("campaign.profile"), element, block_id=Block.PROFILE, optional=True)


def _template(template: str) -> blocks.Block:
    element = {
        "type": "plain_text_input",
        "action_id": Action.TEMPLATE,
        "multiline": True,
        "initial_value": template,
        "max_length": LONGEST_TYPED,
    }
    return blocks.entry(
        say("campaign.template"),
        element,
        block_id=Block.TEMPLATE,
        optional=True,
        hint=say("campaign.template_hint", places=all_places()),
    )


def _askers() -> blocks.Block:
    element = {
        "type": "multi_users_select",
        "action_id": Action.ASKERS,
        "placeholder": blocks.plain(say("campaign.everybody"), 150),
    }
    return blocks.entry(
        say("campaign.askers"),
        element,
        block_id=Block.ASKERS,
        optional=True,
        hint=say("campaign.askers_hint"),
    )
