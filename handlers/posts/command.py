"""`/partnership posts [@handle | address of a post | campaign]`: what can be boosted now, and what is missing."""

from __future__ import annotations

from bot.creators.handles import POST_PATHS, Misread, read_handle
from bot.posts.address import NotAPost, read_address
from bot.words import say
from handlers.line import Line
from handlers.loading import draw_loading
from handlers.posts.memory import ListMemory
from handlers.posts.opening import Draw, list_of, post_at, show_read, usual_memory
from handlers.request.memory import Choice
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the list, or the one post that was pasted."""
    opened = await open_view(line.client, draw_loading(say("posts.title")), trigger_id=line.trigger_id)
    await show_read(line.client, _wanted(line), shown=opened)


async def _wanted(line: Line) -> Draw:
    memory = await usual_memory(line.caller, services=line.services)
    typed = line.rest.strip()
    if _is_address(typed):
        return await post_at(typed, memory, caller=line.caller, services=line.services)
    if typed:
        memory = await _narrowed(memory, typed, line)
    return await list_of(memory, caller=line.caller, services=line.services)


def _is_address(typed: str) -> bool:
    """Tell an address of a post, or of something that was meant for one, from a handle's page."""
    if read_address(typed) is NotAPost.NUMBER:
        return True
    return "/" in typed and (isinstance(read_handle(typed.strip("<>")), Misread) or _has_post_path(typed))


def _has_post_path(typed: str) -> bool:
    return bool(POST_PATHS & set(typed.lower().split("/")))


async def _narrowed(memory: ListMemory, typed: str, line: Line) -> ListMemory:
    """Read a campaign's name, else a handle: with its @, or its page's address, it is a handle for sure."""
    handle = read_handle(typed)
    if not typed.startswith("@") and "/" not in typed:
        campaigns = await line.services.campaigns.suggest(
            line.caller.workspace_id, person_id=line.caller.person_id, text=typed, channel_id=line.caller.channel_id
        )
        if campaigns:
            found = campaigns[0]
            profile = memory.profile
            if found.default_profile_id is not None:
                known = await line.services.profiles.get(line.caller.workspace_id, found.default_profile_id)
                profile = Choice(id=known.id, text=f"@{known.username}") if known else profile
            return ListMemory(campaign=Choice(id=found.id, text=found.name), profile=profile)
    return memory if isinstance(handle, Misread) else memory.model_copy(update={"creator": handle})
