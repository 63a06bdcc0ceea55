"""The form that makes a campaign; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from bot.campaigns.campaigns import LONGEST_NAME, TEMPLATE
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
        "New campaign",
        drawn,
        callback_id=View.FORM,
        submit="Make it",
        close=say("window.cancel"),
        memory=memory.model_dump_json(),
    )


def draw_made(campaign: Campaign) -> blocks.Block:
    """Say that the campaign is there, and what comes next."""
    return blocks.modal(
        "Campaign made",
        [
            blocks.section(
                f":white_check_mark: *{escaped(campaign.name)}* is made. Cards and answers go to "
                f"<#{campaign.channel_id}>.\n*Next:* type `/partnership request @handle` there."
            )
        ],
        callback_id=View.RESULT,
    )


def _standing(campaigns: Sequence[Campaign], channel_id: ChannelId | None) -> str:
    names = ", ".join(escaped(each.name, most=120) for each in campaigns[:MOST_NAMED])
    more = f" and {len(campaigns) - MOST_NAMED} more" if len(campaigns) > MOST_NAMED else ""
    return f"*In <#{channel_id}> already:* {names}{more}"


def _name() -> blocks.Block:
    element = {"type": "plain_text_input", "action_id": Action.NAME, "max_length": LONGEST_NAME, "focus_on_load": True}
    return blocks.entry("Name", element, block_id=Block.NAME)


def _channel(channel_id: ChannelId | None) -> blocks.Block:
    element: blocks.Block = {
        "type": "conversations_select",
        "action_id": Action.CHANNEL,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel_id is not None and not channel_id.startswith("D"):  # a direct message is no campaign's channel
        element["initial_conversation"] = channel_id
    return blocks.entry(
        "Channel",
        element,
        block_id=Block.CHANNEL,
        hint="Gets the cards and hears the answers. Greenlight joins a public one by itself; invite it to a private one.",
    )


def _profile() -> blocks.Block:
    element = {
        "type": "external_select",
        "action_id": Action.PROFILE,
        "min_query_length": 0,
        "placeholder": blocks.plain("Search profiles", 150),
    }
    return blocks.entry("Default sending profile", element, block_id=Block.PROFILE, optional=True)


def _template() -> blocks.Block:
    element = {
        "type": "plain_text_input",
        "action_id": Action.TEMPLATE,
        "multiline": True,
        "initial_value": TEMPLATE,
        "max_length": LONGEST_TYPED,
    }
    return blocks.entry(
        "Message template",
        element,
        block_id=Block.TEMPLATE,
        optional=True,
        hint="{creator}, {profile} and {campaign} are filled in. Left empty, Greenlight's own template is used.",
    )


def _askers() -> blocks.Block:
    element = {
        "type": "multi_users_select",
        "action_id": Action.ASKERS,
        "placeholder": blocks.plain("Everybody who sees the campaign", 150),
    }
    return blocks.entry(
        "Who may ask, cancel and revoke",
        element,
        block_id=Block.ASKERS,
        optional=True,
        hint="Left empty: everybody who can see the campaign, except guests.",
    )
