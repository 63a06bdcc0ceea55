"""The window with the comments of a campaign: narrowed down, each with what can be done about it; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.comments.listing import CommentList
from bot.words import say
from handlers import blocks
from handlers.comments.card import comment_blocks, comment_buttons
from handlers.comments.ids import Action, View
from handlers.comments.memory import ListMemory, Place, Standing
from handlers.offers import MOST_OFFERED
from handlers.phrases import escaped
from handlers.verbatim import one_line

ALL = "all"
"""In place of an id: every one of them."""


def draw_list(listed: CommentList, *, memory: ListMemory) -> blocks.Block:
    """Draw a page."""
    drawn = [
        blocks.section(say("comments.of_campaign", campaign=escaped(listed.campaign, most=200))),
        _choices(listed, memory),
    ]
    if not listed.rows:
        is_narrow = memory.model_copy(update={"place": None}) != ListMemory(campaign_id=memory.campaign_id)
        drawn.append(blocks.section(say("comments.none_so_narrow" if is_narrow else "comments.none")))
    for each in listed.rows:
        drawn += [*comment_blocks(each), comment_buttons(each)]
    return blocks.modal(
        say("comments.list_title"),
        [*drawn, _ways_on(listed)],
        callback_id=View.LIST,
        memory=memory.model_dump_json(),
    )


def _choices(listed: CommentList, memory: ListMemory) -> blocks.Block:
    creators = [(ig_id, f"@{username}") for ig_id, username in listed.creators]
    posts = [(media_id, one_line(caption) or say("comments.no_caption")) for media_id, caption in listed.posts]
    standings = [(each.value, say(f"comments.standing.{each}")) for each in Standing]
    mine = say("comments.everybodys" if memory.assigned_to else "comments.mine")
    pressable = [
        _select(Action.STANDING, standings, chosen=memory.standing),
        _select(Action.CREATOR, [(ALL, say("comments.any_creator")), *creators], chosen=memory.ig_id or ALL),
        _select(Action.POST, [(ALL, say("comments.any_post")), *posts], chosen=memory.media_id or ALL),
        blocks.button(mine, action_id=Action.MINE),
    ]
    # Slack keeps what was chosen under the same name, and a post is gone from the list with another creator.
    chosen = f"{memory.ig_id}:{memory.media_id}:{memory.standing}"
    return blocks.actions(pressable, block_id=f"choices:{chosen}")


def _select(action_id: Action, choices: Sequence[tuple[str, str]], *, chosen: str) -> blocks.Block:
    options = {value: blocks.option(text, value=value) for value, text in choices[:MOST_OFFERED]}
    element: blocks.Block = {"type": "static_select", "action_id": action_id, "options": list(options.values())}
    if chosen in options:
        element["initial_option"] = options[chosen]
    return element


def _ways_on(listed: CommentList) -> blocks.Block:
    """Draw the ways to the pages before and after, and to the campaign's rules; each page's button carries where it begins."""
    ways = [(Action.BEFORE, say("pages.before"), listed.before), (Action.AFTER, say("pages.after"), listed.after)]
    pressable = [
        blocks.button(text, action_id=action, value=Place.of(place).model_dump_json())
        for action, text, place in ways
        if place is not None
    ]
    rules = blocks.button(say("comments.rules"), action_id=Action.RULES, value=listed.campaign_id)
    return blocks.actions([*pressable, rules], block_id="ways-on")
