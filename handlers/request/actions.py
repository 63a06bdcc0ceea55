"""What happens in the open form: choices, the toggle, the check, and the searches of its selects."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused
from bot.policy import Act
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.caller import caller_of
from handlers.offers import campaigns_like
from handlers.request.check import check_handles, redraw
from handlers.request.memory import Choice, Form, Memory, read_form
from handlers.request.modal import draw_form
from handlers.request.preflight import kept
from handlers.request.template import with_message
from handlers.views import shown_by, update_view
from storage.ids import CampaignId
from storage.tables import Health


async def on_campaign(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """A campaign brings its default profile and its template with it."""
    await ack()
    caller, form = caller_of(body), read_form(body["view"])
    profile_before = form.profile_id
    if form.campaign_id is not None and form.memory.is_profile_offered:
        campaign, _person = await services.campaigns.get(
            caller.workspace_id, form.campaign_id, person_id=caller.person_id
        )
        profile = campaign.default_profile_id and await services.profiles.get(
            caller.workspace_id, campaign.default_profile_id
        )
        if profile:
            form = _offering(form, Choice(id=profile.id, text=f"@{profile.username}"))
    form = await with_message(form, caller=caller, services=services)
    found = kept(body["view"]["blocks"])
    if found and form.profile_id != profile_before:
        await check_handles(form, shown=shown_by(body), caller=caller, client=client, services=services)
    else:
        await redraw(form, body=body, caller=caller, client=client, services=services)


async def on_profile(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Another profile sees creators in another state: look again."""
    await ack()
    caller, form = caller_of(body), read_form(body["view"]).remembering(is_profile_offered=False)
    form = await with_message(form, caller=caller, services=services)
    if form.handles.strip():
        await check_handles(form, shown=shown_by(body), caller=caller, client=client, services=services)
    else:
        await update_view(client, draw_form(form), shown=shown_by(body))


async def on_wants_message(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the message with its template, or take it away."""
    await ack()
    caller, form = caller_of(body), read_form(body["view"])
    form = await with_message(form, caller=caller, services=services)
    await redraw(form, body=body, caller=caller, client=client, services=services)


async def on_preview(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show what the message says once it is filled."""
    await ack()
    caller = caller_of(body)
    form = await with_message(read_form(body["view"]), caller=caller, services=services)
    await redraw(form, body=body, caller=caller, client=client, services=services)


async def on_travel(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the field for the address where the message is to be e-mailed."""
    await on_preview(ack, body, client, services)


async def on_forget_address(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Forget a creator's address, for those who may ask in the campaign that is chosen."""
    await ack()
    caller, form = caller_of(body), read_form(body["view"])
    if form.campaign_id is None:
        raise Refused(say("form.forget_needs_campaign.happened"), todo=say("form.wrong.no_campaign"))
    await services.campaigns.get(caller.workspace_id, form.campaign_id, person_id=caller.person_id, act=Act.ASK)
    await services.letters.forget(caller.workspace_id, body["actions"][0]["value"], by=caller.person_id)
    form = await with_message(form, caller=caller, services=services)
    await redraw(form, body=body, caller=caller, client=client, services=services)


async def on_check(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Look the handles up."""
    await ack()
    caller = caller_of(body)
    form = await with_message(read_form(body["view"]), caller=caller, services=services)
    await check_handles(form, shown=shown_by(body), caller=caller, client=client, services=services)


async def suggest_campaigns(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search campaigns, the channel's own first."""
    memory = Memory.model_validate_json(body["view"]["private_metadata"])
    await ack(options=await campaigns_like(body, services, channel_id=memory.channel_id))


async def suggest_profiles(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search sending profiles, the campaign's default first."""
    caller = caller_of(body)
    memory = Memory.model_validate_json(body["view"]["private_metadata"])
    await services.campaigns.person(caller.workspace_id, None, person_id=caller.person_id, act=Act.SEE)
    first = None
    if memory.campaign is not None:
        campaign, _person = await services.campaigns.get(
            caller.workspace_id, CampaignId(memory.campaign.id), person_id=caller.person_id
        )
        first = campaign.default_profile_id
    found = await services.profiles.suggest(caller.workspace_id, text=body.get("value", ""), first=first)
    options = []
    for each in found[:100]:
        option = blocks.option(f"@{each.username}", value=each.id)
        if each.health is Health.LOGIN_DEAD:
            option["description"] = blocks.plain(say("form.profile_is_dead"), 75)
        elif each.id == first:
            option["description"] = blocks.plain(say("form.profile_is_default"), 75)
        options.append(option)
    await ack(options=options)


def _offering(form: Form, profile: Choice) -> Form:
    """Put another profile into its select; a new round makes Slack take it."""
    if form.memory.profile == profile:
        return form
    return form.remembering(profile=profile, profile_round=form.memory.profile_round + 1)
