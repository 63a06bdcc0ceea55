"""What happens with ad codes: made, typed in, shown, revealed, tried, taken back."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.codes.codes import Collected
from bot.codes.keeping import PostOfCode
from bot.creators.handles import Misread, read_handle
from bot.errors import Refused
from bot.posts.facts import CodeFacts
from bot.services import Services
from bot.words import say
from handlers.caller import caller_of
from handlers.posts.actions import list_memory, post_memory
from handlers.posts.codes import draw_code, draw_collect
from handlers.posts.ids import Action, View
from handlers.posts.memory import CollectMemory
from handlers.posts.opening import usual_memory, with_campaign
from handlers.request.ids import Action as Request
from handlers.request.memory import Choice
from handlers.saving import in_time
from handlers.views import elements_of, open_view, push_view, shown_by, update_view
from storage.ids import CampaignId, ProfileId, RequestId


async def on_make(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have the post's code made, and show how far it is."""
    await ack()
    caller, memory = caller_of(body), post_memory(body)
    if memory.campaign_id is None or memory.creator_ig_id is None:
        raise Refused(say("posts.needs_campaign"))
    post = PostOfCode(
        media_id=memory.media_id,
        key=memory.key,
        permalink=memory.permalink,
        creator_ig_id=memory.creator_ig_id,
        creator_username=memory.creator,
        profile_id=memory.profile_id,
        campaign_id=memory.campaign_id,
    )
    facts = await services.making_codes.make(caller.workspace_id, post, by=caller.person_id, view_id=body["view"]["id"])
    await _show(facts, body, client, services)


async def on_show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the post's code in place of the post: Slack stacks three windows."""
    await ack()
    caller = caller_of(body)
    facts = await services.codes.look(caller.workspace_id, _code_id(body), person_id=caller.person_id)
    await _show(facts, body, client, services)


async def on_reveal(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Show the code itself, to this person alone."""
    await ack()
    caller = caller_of(body)
    facts, secret = await services.codes.reveal(caller.workspace_id, _code_id(body), person_id=caller.person_id)
    view = draw_code(facts, now=services.now(), revealed=secret.get_secret_value())
    await update_view(client, view, shown=shown_by(body))


async def on_check(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have the code tried at Meta; the window shows what it says."""
    await ack()
    caller = caller_of(body)
    facts = await services.codes.check(
        caller.workspace_id, _code_id(body), person_id=caller.person_id, view_id=body["view"]["id"]
    )
    await _show(facts, body, client, services)


async def on_delete(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Have the code taken back at Meta."""
    await ack()
    caller = caller_of(body)
    facts = await services.making_codes.delete(
        caller.workspace_id, _code_id(body), by=caller.person_id, view_id=body["view"]["id"]
    )
    await _show(facts, body, client, services)


async def on_forget(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Forget the code here."""
    await ack()
    caller = caller_of(body)
    facts = await services.codes.forget(caller.workspace_id, _code_id(body), person_id=caller.person_id)
    await _show(facts, body, client, services)


async def on_make_anew(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Take back whatever code there is, and make one."""
    await ack()
    caller = caller_of(body)
    facts = await services.making_codes.make_anew(
        caller.workspace_id, _code_id(body), by=caller.person_id, view_id=body["view"]["id"]
    )
    await _show(facts, body, client, services)


async def on_collect(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    """Open the form that takes a code: from the list, from a post, or from a creator's card."""
    await ack()
    view = draw_collect(await _collected_for(body, services))
    opens = push_view if body.get("view", {}).get("type") == "modal" else open_view
    await opens(client, view, trigger_id=body["trigger_id"])


async def on_submit(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Keep a code; what is wrong stands beside its field."""
    caller, filled = caller_of(body), elements_of(body["view"])
    memory = CollectMemory.model_validate_json(body["view"]["private_metadata"])
    campaign, profile = filled[Request.CAMPAIGN].selected_option, filled[Request.PROFILE].selected_option
    assert campaign is not None, "Slack insists on a campaign"
    assert profile is not None, "and on a profile"
    given = Collected(
        code=filled[Action.CODE].value or "",
        post=filled[Action.ADDRESS].value or "",
        creator=memory.creator,
        profile_id=ProfileId(profile.value),
        campaign_id=CampaignId(campaign.value),
        by=caller.person_id,
    )
    async with in_time():
        facts = await services.codes.collect(caller.workspace_id, given)
    await ack(response_action="update", view=draw_code(facts, now=services.now()))


async def _collected_for(body: dict[str, Any], services: Services) -> CollectMemory:
    """Return what is known of where the form is opened from."""
    caller = caller_of(body)
    view = body.get("view") or {}
    if view.get("callback_id") == View.LIST:
        listed = list_memory(body)
        return CollectMemory(profile=listed.profile, campaign=listed.campaign, creator=listed.creator)
    if view.get("callback_id") == View.POST:
        post = post_memory(body)
        profile = await services.profiles.get(caller.workspace_id, post.profile_id)
        usual = await usual_memory(caller, services=services)
        if post.campaign_id is not None:
            usual = await with_campaign(usual, post.campaign_id, caller=caller, services=services)
        chosen = Choice(id=profile.id, text=f"@{profile.username}") if profile else usual.profile
        return CollectMemory(
            profile=chosen, campaign=usual.campaign, creator=_handle(post.creator), address=post.permalink or ""
        )
    request = await services.lists.one(
        caller.workspace_id, RequestId(body["actions"][0]["value"]), person_id=caller.person_id
    )
    return CollectMemory(
        profile=Choice(id=request.profile_id, text=f"@{request.profile_username}"),
        campaign=Choice(id=request.campaign_id, text=request.campaign_name or "-") if request.campaign_id else None,
        creator=_handle(request.creator_username),
    )


async def _show(facts: CodeFacts, body: dict[str, Any], client: AsyncWebClient, services: Services) -> None:
    await update_view(client, draw_code(facts, now=services.now()), shown=shown_by(body))


def _code_id(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["value"])


def _handle(name: str) -> str | None:
    found = read_handle(name)
    return None if isinstance(found, Misread) else found
