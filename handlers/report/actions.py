"""The form of a report is submitted: what is wrong stands beside its field, and the window then shows how far it is."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.errors import WrongInput
from bot.policy import Act
from bot.reporting.facts import Wish
from bot.services import Services
from bot.words import say
from handlers.caller import caller_of
from handlers.report.ids import ALL_TIME, Action, Place
from handlers.report.modal import FILES, draw_progress
from handlers.request.ids import Action as Request
from handlers.saving import in_time
from handlers.views import elements_of
from storage.ids import CampaignId


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Have the report made. The error listener puts what is wrong beside its field."""
    caller, filled = caller_of(body), elements_of(body["view"])
    chosen, span, place = (filled[each].selected_option for each in (Request.CAMPAIGN, Action.SPAN, Action.PLACE))
    campaign_id = CampaignId(chosen.value) if chosen else None
    is_shared = place is not None and place.value == Place.CHANNEL
    channel_id = None
    async with in_time():
        if is_shared and campaign_id is None:
            raise WrongInput(Action.PLACE, say("report.no_channel.happened"), todo=say("report.no_channel.todo"))
        if is_shared and campaign_id is not None:
            campaign, _person = await services.campaigns.get(
                caller.workspace_id, campaign_id, person_id=caller.person_id, act=Act.CHECK
            )
            channel_id = campaign.channel_id
        wish = Wish(
            person_id=caller.person_id,
            campaign_id=campaign_id,
            channel_id=channel_id,
            days=None if span is None or span.value == ALL_TIME else int(span.value),
            files=tuple(FILES[each.value] for each in filled[Action.FILES].selected_options),
            view_id=body["view"]["id"],
        )
        await services.reporting.accept(caller.workspace_id, wish)
    await ack(response_action="update", view=draw_progress())
