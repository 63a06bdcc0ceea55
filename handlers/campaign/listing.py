"""The list of campaigns; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from bot.campaigns.campaigns import CAMPAIGNS_SHOWN, Standing
from bot.permissions.status import State
from bot.words import say
from handlers import blocks
from handlers.campaign.ids import Action, View
from handlers.campaign.paging import page_buttons
from handlers.phrases import STATES, escaped
from storage.ids import ChannelId

STANDINGS = ("open", "closed")


class ListMemory(BaseModel):
    """What the list was made for."""

    channel_id: ChannelId | None = None
    """Whose campaigns come first."""
    text: str = ""
    is_closed: bool = False
    offset: int = 0


def draw_list(
    found: Sequence[Standing], *, has_more: bool, memory: ListMemory, notice: str | None = None
) -> blocks.Block:
    """Draw the campaigns to choose from."""
    options = {each: blocks.option(say(f"campaign.standing.{each}"), value=each) for each in STANDINGS}
    select: blocks.Block = {
        "type": "static_select",
        "action_id": Action.STANDING,
        "options": list(options.values()),
        "initial_option": options["closed" if memory.is_closed else "open"],
    }
    drawn = [blocks.section(notice)] if notice else []
    head = say("campaign.list_of_name", name=escaped(memory.text, most=100)) if memory.text else say("campaign.list")
    drawn.append(blocks.section(head, block_id="standing", accessory=select))
    drawn.append(blocks.actions([blocks.button(say("campaign.new"), action_id=Action.NEW)], block_id="new"))
    if not found:
        drawn.append(blocks.section(say("campaign.list_empty")))
    drawn += [_row(each) for each in found]
    drawn += page_buttons(action_id=Action.LIST_PAGE, offset=memory.offset, size=CAMPAIGNS_SHOWN, has_more=has_more)
    return blocks.modal(say("campaign.list_title"), drawn, callback_id=View.LIST, memory=memory.model_dump_json())


def counted_states(states: Mapping[State, int]) -> str:
    """Count the creators by state, those that occur."""
    return " · ".join(f"{STATES[state]}: {states[state]}" for state in State if states.get(state))


def _row(standing: Standing) -> blocks.Block:
    campaign = standing.campaign
    private = f" {say('campaign.is_private')}" if campaign.is_private else ""
    counts = counted_states(standing.states) or say("campaign.nobody_asked")
    return blocks.section(
        f"*{escaped(campaign.name)}* · <#{campaign.channel_id}>{private}\n{counts}",
        block_id=f"campaign:{campaign.id}",
        accessory=blocks.button(
            say("manage.open"),
            action_id=Action.OPEN,
            value=campaign.id,
            label=say("campaign.open_label", campaign=campaign.name),
        ),
    )
