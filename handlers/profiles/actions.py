"""The windows of profiles: opening them, connecting, looking at requests, disconnecting."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotAllowed
from bot.services import Services
from bot.words import say
from handlers.blocks import Block
from handlers.caller import Caller, caller_of
from handlers.manage.command import page_for
from handlers.manage.listing import ListMemory as RequestsMemory
from handlers.manage.listing import draw_list as draw_requests
from handlers.profiles.health import plain_name_of
from handlers.profiles.ids import View
from handlers.profiles.modal import DetailMemory, ListMemory, Way, draw_detail, draw_list, left_words
from handlers.views import Opened, open_view, push_view, shown_by, update_view
from storage.ids import ProfileId


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the list from a message or the Home tab; where one profile is meant, that one on top of it."""
    await ack()
    caller = caller_of(body)
    value = body["actions"][0].get("value", "-")
    if value == "-":
        view = await list_view(caller, ListMemory(), services=services)
    else:
        view = await _detail(caller, ProfileId(value), services=services)
    await open_view(client, view, trigger_id=body["trigger_id"])


async def on_fresh(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Draw the window anew."""
    await ack()
    await _redraw(body, client=client, services=services)


async def on_connect(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """The browser opens the link, and Slack tells us: the window gets a fresh one, and says how to go on."""
    await ack()
    note = f":information_source: {say('profiles.opened')}"
    await _redraw(body, client=client, services=services, note=note)


async def on_inspect(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open one profile of the list."""
    await ack()
    view = await _detail(caller_of(body), ProfileId(body["actions"][0]["value"]), services=services)
    await push_view(client, view, trigger_id=body["trigger_id"])


async def on_requests(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the requests of a profile, those found at Meta too, in place of the profile: Slack stacks three windows."""
    await ack()
    caller = caller_of(body)
    facts = await services.overview.one(caller.workspace_id, ProfileId(body["actions"][0]["value"]))
    memory = RequestsMemory(profile_id=facts.id, profile=plain_name_of(facts))
    memory, page = await page_for(memory, caller=caller, services=services)
    await update_view(client, draw_requests(page, memory=memory), shown=shown_by(body))


async def on_disconnect(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Disconnect a profile, and show it so, in the list below too."""
    await ack()
    caller = caller_of(body)
    profile_id = DetailMemory.model_validate_json(body["view"]["private_metadata"]).profile_id
    left = await services.leaving.disconnect(caller.workspace_id, profile_id, person_id=caller.person_id)
    note = left_words(await services.overview.one(caller.workspace_id, profile_id), left)
    await update_view(client, await _detail(caller, profile_id, services=services, note=note), shown=shown_by(body))
    below = body["view"].get("previous_view_id")
    if below:
        view = await list_view(caller, ListMemory(), services=services)
        await update_view(client, view, shown=Opened(id=below, hash=""), is_ours=True)


async def list_view(caller: Caller, memory: ListMemory, *, services: Services, note: str | None = None) -> Block:
    """Draw the list for one person, with a link of their own."""
    found = await services.overview.all(caller.workspace_id, text=memory.text)
    way = await way_of(caller, services=services)
    return draw_list(found, way=way, memory=memory, as_of=services.now(), note=note)


async def _redraw(body: dict[str, Any], *, client: AsyncWebClient, services: Services, note: str | None = None) -> None:
    """Draw the window that a button was pressed in anew: the list, or one profile."""
    caller, kept = caller_of(body), body["view"]["private_metadata"]
    if body["view"]["callback_id"] == View.DETAIL:
        profile_id = DetailMemory.model_validate_json(kept).profile_id
        view = await _detail(caller, profile_id, services=services, note=note)
    else:
        view = await list_view(caller, ListMemory.model_validate_json(kept), services=services, note=note)
    await update_view(client, view, shown=shown_by(body))


async def _detail(caller: Caller, profile_id: ProfileId, *, services: Services, note: str | None = None) -> Block:
    facts = await services.overview.one(caller.workspace_id, profile_id)
    return draw_detail(
        facts,
        way=await way_of(caller, services=services, profile_id=profile_id),
        stake=await services.leaving.stake(caller.workspace_id, profile_id, person_id=caller.person_id),
        as_of=services.now(),
        note=note,
    )


async def way_of(
    caller: Caller, *, services: Services, profile_id: ProfileId | None = None, reads_ads: bool = False
) -> Way:
    """Say how somebody can connect a profile, with a link of their own that perhaps lets ads be read, or what keeps them from it."""
    try:
        await services.signing_in.check_person(caller.workspace_id, caller.person_id)
    except NotAllowed as error:
        return Way(refusal=error.sentence)
    if missing := services.signing_in.missing:
        return Way(missing=missing)
    link = services.signing_in.link(caller.workspace_id, caller.person_id, profile_id=profile_id, reads_ads=reads_ads)
    return Way(link=link)
