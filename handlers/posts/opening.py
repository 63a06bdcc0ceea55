"""Putting posts into windows: something is there at once, and what Meta says follows into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import GreenlightError
from bot.policy import Act
from bot.posts.facts import PostFacts
from bot.services import Services
from bot.slack.calls import code_of
from handlers.blocks import Block
from handlers.caller import Caller
from handlers.errors import error_view, explained
from handlers.loading import draw_loading
from handlers.posts.memory import ListMemory, PostMemory
from handlers.posts.modal import SHOWN, draw_list, draw_post
from handlers.request.memory import Choice
from handlers.request.opening import start_form
from handlers.views import Opened, update_view
from storage.database import DatabaseDown
from storage.ids import CampaignId, ProfileId

Draw = Callable[[bool], Block]
"""Draws a window, with pictures or without."""


async def show_read(client: AsyncWebClient, making: Awaitable[Draw], *, shown: Opened, is_ours: bool = False) -> None:
    """Show what was read, or why it could not be; without pictures where Slack cannot fetch one of them.

    https://docs.slack.dev/reference/block-kit/blocks/image-block (a picture that cannot be fetched spoils the view)
    """
    try:
        draw = await making
    except (GreenlightError, DatabaseDown) as error:
        await update_view(client, error_view(explained(error)), shown=shown, is_ours=is_ours)
        return
    try:
        await update_view(client, draw(True), shown=shown, is_ours=is_ours)
    except SlackApiError as error:
        if code_of(error) not in ("invalid_blocks", "invalid_arguments"):
            raise
        await update_view(client, draw(False), shown=shown, is_ours=is_ours)


async def loading_in(client: AsyncWebClient, shown: Opened, *, title: str) -> Opened | None:
    """Say in a window that is open that something is read; None where it was closed meanwhile."""
    return await update_view(client, draw_loading(title), shown=shown)


async def list_of(memory: ListMemory, *, caller: Caller, services: Services) -> Draw:
    """Read a page of posts for a window."""
    if memory.profile_id is None:
        return lambda _pictures: draw_list(None, memory=memory)
    listed = await services.posts.look(
        caller.workspace_id,
        profile_id=memory.profile_id,
        campaign_id=memory.campaign_id,
        person_id=caller.person_id,
        creator=memory.creator,
    )
    page = slice(memory.offset, memory.offset + SHOWN)
    shown = await services.posts.illustrate(caller.workspace_id, listed.posts[page], profile_id=memory.profile_id)
    posts = [*listed.posts[: page.start], *shown, *listed.posts[page.stop :]]
    whole = replace(listed, posts=posts)
    return lambda pictures: draw_list(whole, memory=memory, with_pictures=pictures)


async def post_of(memory: PostMemory, *, caller: Caller, services: Services) -> Draw:
    """Read one post for a window."""
    post = await services.finding_posts.by_id(
        caller.workspace_id,
        media_id=memory.media_id,
        permalink=memory.permalink,
        username=memory.creator,
        profile_id=memory.profile_id,
        campaign_id=memory.campaign_id,
        person_id=caller.person_id,
    )
    return await _post(
        post, profile_id=memory.profile_id, campaign_id=memory.campaign_id, caller=caller, services=services
    )


async def post_at(typed: str, memory: ListMemory, *, caller: Caller, services: Services) -> Draw:
    """Read the post behind an address for a window."""
    if memory.profile_id is None:
        return lambda _pictures: draw_list(None, memory=memory)
    post = await services.finding_posts.by_address(
        caller.workspace_id,
        typed,
        profile_id=memory.profile_id,
        campaign_id=memory.campaign_id,
        person_id=caller.person_id,
    )
    return await _post(
        post, profile_id=memory.profile_id, campaign_id=memory.campaign_id, caller=caller, services=services
    )


async def usual_memory(caller: Caller, *, services: Services, campaign_id: CampaignId | None = None) -> ListMemory:
    """Return what is chosen where somebody is: the channel's campaign, and its profile."""
    form = await start_form(caller, services=services, handles="", campaign_id=campaign_id, profile_id=None)
    if form is None:
        return ListMemory()
    return ListMemory(campaign=form.memory.campaign, profile=form.memory.profile)


async def with_campaign(
    memory: ListMemory, campaign_id: CampaignId, *, caller: Caller, services: Services
) -> ListMemory:
    """Choose a campaign, and its profile with it."""
    facts = await services.campaigns.look(caller.workspace_id, campaign_id, person_id=caller.person_id, act=Act.SEE)
    profile = memory.profile
    if facts.profile_id is not None and facts.profile is not None:
        profile = Choice(id=facts.profile_id, text=f"@{facts.profile}")
    return ListMemory(campaign=Choice(id=facts.id, text=facts.name), profile=profile)


async def _post(
    post: PostFacts, *, profile_id: ProfileId, campaign_id: CampaignId | None, caller: Caller, services: Services
) -> Draw:
    (shown,) = await services.posts.illustrate(caller.workspace_id, [post], profile_id=profile_id)
    profile = await services.profiles.get(caller.workspace_id, profile_id)
    name = profile.username if profile else ""
    memory = PostMemory.of(shown, profile_id=profile_id, campaign_id=campaign_id)
    return lambda pictures: draw_post(
        shown if pictures else replace(shown, picture_url=None), memory=memory, profile=name
    )
