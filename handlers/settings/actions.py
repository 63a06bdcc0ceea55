"""Giving roles: the form of one role, the search for user groups, and what everybody may."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import Act, Role, Roles, WorkspaceAct
from bot.services import Services
from bot.words import say
from handlers.background import Background
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.campaign.digest import read_digest
from handlers.campaign.rules import read_rules
from handlers.saving import in_time, show_below
from handlers.settings.ids import Action
from handlers.settings.modal import (
    AS_IN_WORKSPACE,
    RoleMemory,
    RolesMemory,
    draw_role_form,
    draw_roles,
    draw_template_form,
    draw_usual_rules,
    group_option,
)
from handlers.views import elements_of, push_view, shown_by, understood, update_view

MOST_OPTIONS = 100


async def on_change(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form of one role over the window."""
    await ack()
    caller, memory = caller_of(body), RolesMemory.model_validate_json(body["view"]["private_metadata"])
    roles, _workspace = await _roles(memory, caller=caller, services=services)
    role = understood(Role.of_word, body["actions"][0]["value"])
    view = draw_role_form(role, roles, groups=await services.team.groups(), memory=memory)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_everybody(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Say what members may who were given no role."""
    await ack()
    caller, memory = caller_of(body), RolesMemory.model_validate_json(body["view"]["private_metadata"])
    word = body["actions"][0]["selected_option"]["value"]
    role = None if word == AS_IN_WORKSPACE else understood(Role.of_word, word)
    await services.team.let_everybody(
        caller.workspace_id, campaign_id=memory.campaign_id, role=role, by=caller.person_id
    )
    await update_view(client, await _window(memory, caller=caller, services=services), shown=shown_by(body))


async def on_comment_days(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Say for how long comments are kept."""
    await ack()
    caller, memory = caller_of(body), RolesMemory.model_validate_json(body["view"]["private_metadata"])
    days = understood(int, body["actions"][0]["selected_option"]["value"])
    await services.keeping_comments.keep_for(caller.workspace_id, days, by=caller.person_id)
    await update_view(client, await _window(memory, caller=caller, services=services), shown=shown_by(body))


async def suggest_groups(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Search the workspace's user groups."""
    caller, typed = caller_of(body), body.get("value", "").lstrip("@").casefold()
    await services.campaigns.person(caller.workspace_id, None, person_id=caller.person_id, act=Act.SEE)
    found = [group for group in await services.team.groups() if typed in f"{group.handle} {group.name}".casefold()]
    await ack(options=[group_option(group) for group in found[:MOST_OPTIONS]])


async def on_submit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services, background: Background
) -> None:
    """Give the role to those who were added, take it from those who were removed, and show it in the window below."""
    caller, memory = caller_of(body), RoleMemory.model_validate_json(body["view"]["private_metadata"])
    filled = elements_of(body["view"])
    holders = list(filled[Action.PEOPLE].selected_users)
    if Action.GROUPS in filled:
        holders += [each.value for each in filled[Action.GROUPS].selected_options]
    async with in_time():
        await services.team.change(
            caller.workspace_id,
            campaign_id=memory.campaign_id,
            role=Role(memory.role),
            added=[holder for holder in holders if holder not in memory.before],
            removed=[holder for holder in memory.before if holder not in holders],
            by=caller.person_id,
        )
    await ack()

    async def draw() -> Block:
        return await _window(await _named(memory, caller=caller, services=services), caller=caller, services=services)

    show_below(body, draw, client=client, background=background)


async def on_change_template(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form of the template over the window."""
    await ack()
    caller = caller_of(body)
    template = await services.usual_template.get(
        caller.workspace_id, person_id=caller.person_id, act=WorkspaceAct.SETTLE
    )
    await push_view(client, draw_template_form(template), trigger_id=body["trigger_id"])


async def on_template(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Keep the template; what is wrong with it is said beside the field by the error listener."""
    caller, filled = caller_of(body), elements_of(body["view"])
    async with in_time():
        await services.usual_template.change(
            caller.workspace_id, filled[Action.TEMPLATE].value or "", by=caller.person_id
        )
    await ack()


async def on_change_rules(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Put the form of the rules over the window."""
    await ack()
    caller = caller_of(body)
    facts = await services.usual_rules.get(caller.workspace_id, by=caller.person_id)
    await push_view(client, draw_usual_rules(facts), trigger_id=body["trigger_id"])


async def on_rules(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Keep the rules; what is wrong with them is said beside its field by the error listener."""
    caller, filled = caller_of(body), elements_of(body["view"])
    async with in_time():
        await services.usual_rules.change(
            caller.workspace_id, read_rules(filled), read_digest(filled), by=caller.person_id
        )
    await ack()


async def _named(memory: RoleMemory, *, caller: Caller, services: Services) -> RolesMemory:
    if memory.campaign_id is None:
        return RolesMemory()
    campaign, _person = await services.campaigns.get(
        caller.workspace_id, memory.campaign_id, person_id=caller.person_id
    )
    return RolesMemory(campaign_id=campaign.id, campaign=campaign.name)


async def _window(memory: RolesMemory, *, caller: Caller, services: Services) -> Block:
    roles, workspace = await _roles(memory, caller=caller, services=services)
    is_workspaces = memory.campaign_id is None
    days = await services.keeping_comments.days(caller.workspace_id, by=caller.person_id) if is_workspaces else None
    note = f":white_check_mark: {say('settings.saved')}"
    return draw_roles(roles, workspace=workspace, memory=memory, comment_days=days, note=note)


async def _roles(memory: RolesMemory, *, caller: Caller, services: Services) -> tuple[Roles, Roles | None]:
    """Return the roles of the place, and for a campaign the workspace's too, to somebody who may give them."""
    if memory.campaign_id is None:
        return await services.team.roles(caller.workspace_id, person_id=caller.person_id), None
    facts = await services.campaigns.look(
        caller.workspace_id, memory.campaign_id, person_id=caller.person_id, act=Act.GIVE_ROLES
    )
    return facts.roles, facts.workspace
