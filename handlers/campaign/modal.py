"""The form that makes a campaign; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from bot.campaigns.campaigns import LONGEST_NAME, default_template
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action, Block, View
from handlers.phrases import escaped
from handlers.request.memory import Memory as RequestMemory
from storage.ids import ChannelId
from storage.tables import Campaign

LONGEST_TYPED = 3000
MOST_NAMED = 10


class Memory(BaseModel):
    """Where the form was opened; `request` and its view, when it was from inside the request form."""

    channel_id: ChannelId | None = None
    request: RequestMemory | None = None
    request_view_id: str | None = None


def draw_form(memory: Memory, *, of_channel: Sequence[Campaign]) -> blocks.Block:
    """Draw the form, with what the channel has already on top."""
    drawn = []
    if of_channel:
        drawn.append(blocks.section(_standing(of_channel, memory.channel_id)))
    drawn += [_name(), _channel(memory.channel_id), _profile(), _template(), _askers()]
    return blocks.modal(
        say("campaign.title"),
        drawn,
        callback_id=View.FORM,
        submit=say("campaign.submit"),
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_made(campaign: Campaign) -> blocks.Block:
    """Say that the campaign is there, and what comes next."""
    words = say("campaign.made", campaign=escaped(campaign.name), channel=f"<#{campaign.channel_id}>")
    made = blocks.section(f":white_check_mark: {words}")
    return blocks.modal(say("campaign.made_title"), [made], callback_id=View.RESULT)


def _standing(campaigns: Sequence[Campaign], channel_id: ChannelId | None) -> str:
    names = ", ".join(escaped(each.name, most=120) for each in campaigns[:MOST_NAMED])
    channel, more = f"<#{channel_id}>", len(campaigns) - MOST_NAMED
    if more > 0:
        return say("campaign.here_already_and_more", channel=channel, campaigns=names, count=more)
    return say("campaign.here_already", channel=channel, campaigns=names)


def _name() -> blocks.Block:
    element = {"type": "plain_text_input", "action_id": Action.NAME, "max_length": LONGEST_NAME, "focus_on_load": True}
    return blocks.entry(say("campaign.name"), element, block_id=Block.NAME)


def _channel(channel_id: ChannelId | None) -> blocks.Block:
    element: blocks.Block = {
        "type": "conversations_select",
        "action_id": Action.CHANNEL,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel_id is not None and not channel_id.startswith("D"):  # a direct message is no campaign's channel
        element["initial_conversation"] = channel_id
    return blocks.entry(
        say("campaign.channel"),
        element,
        block_id=Block.CHANNEL,
        hint=say("campaign.channel_hint"),
    )


def _profile() -> blocks.Block:
    element = {
        "type": "external_select",
        "action_id": Action.PROFILE,
        "min_query_length": 0,
        "placeholder": blocks.plain(say("form.search_profiles"), 150),
    }
    return blocks.entry(say("campaign.profile"), element, block_id=Block.PROFILE, optional=True)


def _template() -> blocks.Block:
    element = {
        "type": "plain_text_input",
        "action_id": Action.TEMPLATE,
        "multiline": True,
        "initial_value": default_template(),
        "max_length": LONGEST_TYPED,
    }
    return blocks.entry(
        say("campaign.template"),
        element,
        block_id=Block.TEMPLATE,
        optional=True,
        hint=say("campaign.template_hint", creator="{creator}", profile="{profile}", campaign="{campaign}"),
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
