"""The form of tag approval is submitted, and what follows from a round is asked for."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.creators.handles import read_handles
from bot.errors import WrongInput
from bot.services import Services
from bot.tags.rounds import Wish
from bot.words import all_of, say
from handlers.caller import caller_of
from handlers.phrases import cut
from handlers.request.ids import Action as Request
from handlers.saving import in_time
from handlers.tags.ids import Action
from handlers.tags.modal import draw_round
from handlers.views import elements_of, open_view, shown_by, update_view
from storage.ids import CampaignId, ProfileId
from storage.tags import TagWish

MOST_QUOTED = 5


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Begin a round, and show how far it is; what is wrong stands beside its field."""
    caller, filled = caller_of(body), elements_of(body["view"])
    profile, campaign = filled[Request.PROFILE].selected_option, filled[Request.CAMPAIGN].selected_option
    chosen = filled[Action.WISH].selected_option
    assert profile is not None, "Slack insists on a profile"
    assert chosen is not None, "one of the radio buttons is always chosen"
    reading = read_handles(filled[Request.HANDLES].value or "")
    if reading.misread:
        named = [f"“{cut(each.typed, 40)}” ({each.why})" for each in reading.misread[:MOST_QUOTED]]
        raise WrongInput(
            Request.HANDLES, say("tags.misread.happened", names=all_of(named)), todo=say("tags.misread.todo")
        )
    wish = Wish(
        profile_id=ProfileId(profile.value),
        campaign_id=CampaignId(campaign.value) if campaign else None,
        creators=reading.handles,
        wish=TagWish(chosen.value),
        by=caller.person_id,
        view_id=body["view"]["id"],
    )
    async with in_time():
        facts = await services.tags.accept(caller.workspace_id, wish)
    await ack(response_action="update", view=draw_round(facts))


async def on_approve(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Approve those of a look who are not."""
    await ack()
    await _go_on(body, client, services, wish=TagWish.APPROVE)


async def on_remove(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Take the approval of those of a look who have it."""
    await ack()
    await _go_on(body, client, services, wish=TagWish.REMOVE)


async def on_apply_rest(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Find those whom Meta refuses, and apply everybody else."""
    await ack()
    caller = caller_of(body)
    facts = await services.tags.look(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    await _go_on(body, client, services, wish=facts.wish)


async def on_look(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show a round again whose window was closed."""
    await ack()
    caller = caller_of(body)
    facts = await services.tags.look(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    await open_view(client, draw_round(facts), trigger_id=body["trigger_id"])


async def _go_on(body: dict[str, Any], client: AsyncWebClient, services: Services, *, wish: TagWish) -> None:
    caller = caller_of(body)
    facts = await services.tags.go_on(
        caller.workspace_id,
        body["actions"][0]["value"],
        wish=wish,
        by=caller.person_id,
        view_id=body["view"]["id"],
    )
    await update_view(client, draw_round(facts), shown=shown_by(body))
