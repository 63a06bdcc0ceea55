"""The forms of campaigns: the search for a profile, the submissions, the way in from the request form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.campaigns.basics import Basics
from bot.campaigns.campaigns import NewCampaign
from bot.errors import WrongInput
from bot.permissions.status import State
from bot.policy import Act, WorkspaceAct
from bot.services import Services
from bot.words import say
from handlers import blocks
from handlers.background import Background
from handlers.caller import Caller, caller_of
from handlers.campaign.digest import read_digest
from handlers.campaign.ids import Action
from handlers.campaign.modal import EditMemory, Memory, draw_form, draw_made, draw_telling, read_telling
from handlers.campaign.opening import window_view
from handlers.campaign.rules import read_rules, zones_like
from handlers.campaign.window import WindowMemory
from handlers.phrases import escaped
from handlers.request.memory import Choice, Form, read_form
from handlers.request.modal import draw_form as draw_request_form
from handlers.saving import closed, in_time, show_below
from handlers.views import Element, Opened, elements_of, push_view, shown_by, update_view
from storage.ids import CampaignId, ChannelId, ProfileId
from storage.tables import Campaign


async def on_make_campaign(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the campaign form on top of the request form, which takes the new campaign over afterwards."""
    await ack()
    request = read_form(body["view"]).memory
    memory = Memory(channel_id=request.channel_id, request=request, request_view_id=body["view"]["id"])
    caller = caller_of(body)
    template = await services.usual_template.get(
        caller.workspace_id, person_id=caller.person_id, act=WorkspaceAct.CREATE_CAMPAIGN
    )
    await push_view(client, draw_form(memory, of_channel=(), template=template), trigger_id=body["trigger_id"])


async def suggest_profiles(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search profiles."""
    caller = caller_of(body)
    await services.campaigns.person(caller.workspace_id, None, person_id=caller.person_id, act=Act.SEE)
    found = await services.profiles.suggest(caller.workspace_id, text=body.get("value", ""))
    await ack(options=[blocks.option(f"@{each.username}", value=each.id) for each in found[:100]])


async def on_submit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Make the campaign; what is wrong is said beside its field by the error listener."""
    caller, filled = caller_of(body), elements_of(body["view"])
    new = NewCampaign(
        basics=_basics(filled), asker_ids=filled[Action.ASKERS].selected_users, created_by=caller.person_id
    )
    async with in_time():
        campaign = await services.campaigns.create(caller.workspace_id, new)
    memory = Memory.model_validate_json(body["view"]["private_metadata"])
    if memory.request is None or memory.request_view_id is None:
        await ack(response_action="update", view=draw_made(campaign))
        return
    await ack()
    profile = filled[Action.PROFILE].selected_option
    background.start(
        _choose_in_request(memory, campaign, client=client, profile_name=profile.text.text if profile else None),
        name="the new campaign in the request form",
    )


async def on_edit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Change the campaign, and show it so in the window below."""
    caller, memory = caller_of(body), EditMemory.model_validate_json(body["view"]["private_metadata"])
    async with in_time():
        campaign = await services.editing.edit(
            caller.workspace_id,
            memory.campaign_id,
            _basics(elements_of(body["view"])),
            version=memory.version,
            by=caller.person_id,
        )
    await ack()
    _show_below(campaign, body=body, caller=caller, client=client, services=services, background=background)


async def on_telling(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Keep what the channel hears, and show it so in the window below."""
    caller, memory = caller_of(body), EditMemory.model_validate_json(body["view"]["private_metadata"])
    filled = elements_of(body["view"])
    async with in_time():
        campaign = await services.editing.tell(
            caller.workspace_id,
            memory.campaign_id,
            states=[State(each.value) for each in filled[Action.TOLD].selected_options],
            mentions_asker=bool(filled[Action.MENTIONS].selected_options),
            digest=read_digest(filled),
            version=memory.version,
            by=caller.person_id,
        )
    await ack()
    _show_below(campaign, body=body, caller=caller, client=client, services=services, background=background)


async def on_send_digest(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have a digest posted at once; what is chosen in the form and not saved yet stays chosen."""
    await ack()
    caller, campaign_id = caller_of(body), CampaignId(body["actions"][0]["value"])
    memory = EditMemory.model_validate_json(body["view"]["private_metadata"])
    campaign = await services.digesting.send_now(caller.workspace_id, campaign_id, by=caller.person_id)
    facts = await services.campaigns.look(caller.workspace_id, campaign_id, person_id=caller.person_id, act=Act.EDIT)
    as_typed = replace(read_telling(facts, elements_of(body["view"])), version=memory.version)
    note = f":white_check_mark: {say('digest.sent_now', channel=f'<#{campaign.channel_id}>')}"
    await update_view(client, draw_telling(as_typed, note=note), shown=shown_by(body))


async def suggest_zones(ack: AsyncAck, body: dict[str, Any]) -> None:
    """Search time zones."""
    await ack(options=[blocks.option(zone, value=zone) for zone in zones_like(body.get("value", ""))])


async def on_rules(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Keep the rules of asking, and show them so in the window below."""
    caller, memory = caller_of(body), EditMemory.model_validate_json(body["view"]["private_metadata"])
    ruling = read_rules(elements_of(body["view"]))
    async with in_time():
        campaign = await services.editing.rule(
            caller.workspace_id, memory.campaign_id, ruling, version=memory.version, by=caller.person_id
        )
    await ack()
    _show_below(campaign, body=body, caller=caller, client=client, services=services, background=background)


def _basics(filled: dict[str, Element]) -> Basics:
    """Read the form. Raises WrongInput where a channel lacks."""
    profile, channel = filled[Action.PROFILE].selected_option, filled[Action.CHANNEL].selected_conversation
    if channel is None:
        raise WrongInput(Action.CHANNEL, say("campaign.no_channel.happened"), todo=say("campaign.no_channel.todo"))
    return Basics(
        name=filled[Action.NAME].value or "",
        channel_id=ChannelId(channel),
        default_profile_id=ProfileId(profile.value) if profile else None,
        template=filled[Action.TEMPLATE].value or "",
    )


def _show_below(
    campaign: Campaign,
    *,
    body: dict[str, Any],
    caller: Caller,
    client: AsyncWebClient,
    services: Services,
    background: Background,
) -> None:
    note = f":white_check_mark: {say('campaign.saved', campaign=escaped(campaign.name))}"
    memory = WindowMemory(campaign_id=campaign.id, channel_id=campaign.channel_id)

    show_below(
        body,
        lambda: window_view(memory, caller=caller, services=services, note=note),
        client=client,
        background=background,
    )


async def _choose_in_request(
    memory: Memory, campaign: Campaign, *, client: AsyncWebClient, profile_name: str | None
) -> None:
    """Choose the new campaign, and its profile, in the request form below; what was typed there stays."""
    assert memory.request is not None, "asked before"
    assert memory.request_view_id is not None, "asked before"
    await closed()
    form = Form(memory=memory.request).remembering(
        campaign=Choice(id=campaign.id, text=campaign.name), has_campaigns=True
    )
    if campaign.default_profile_id is not None and profile_name is not None and memory.request.is_profile_offered:
        form = form.remembering(
            profile=Choice(id=campaign.default_profile_id, text=profile_name),
            profile_round=memory.request.profile_round + 1,
        )
    words = say("campaign.made_and_chosen", campaign=escaped(campaign.name))
    view = draw_request_form(form, notice=f":white_check_mark: {words}")
    await update_view(client, view, shown=Opened(id=memory.request_view_id, hash=""), is_ours=True)
