"""Whether a campaign can be launched, in a window; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.posts.readiness import Holder, ReadinessFacts
from bot.words import say
from handlers import blocks
from handlers.phrases import escaped, named, told
from handlers.posts.ids import Action, View
from handlers.posts.sayings import STANDINGS

MOST_NAMED = 30
ICONS = {
    Holder.TEAM: ":pencil2:",
    Holder.META: ":outbox_tray:",
    Holder.LOGIN: ":electric_plug:",
    Holder.CREATOR: ":hourglass_flowing_sand:",
    Holder.REFUSED: ":no_entry:",
    Holder.ASKER: ":warning:",
}


def draw_readiness(facts: ReadinessFacts) -> blocks.Block:
    """Draw who said yes, what holds the others up and by whom, the posts and the codes."""
    head = say(
        "readiness.is_ready" if facts.is_ready else "readiness.is_not_ready", campaign=escaped(facts.campaign, most=100)
    )
    icon = ":white_check_mark:" if facts.is_ready else ":hourglass_flowing_sand:"
    drawn = [
        blocks.section(f"{icon} *{head}*"),
        blocks.section(say("readiness.counts", count=facts.asked, approved=len(facts.approved))),
    ]
    lines = [
        f"{icon} *{say(f'readiness.held.{holder}')}* {_names(facts.held[holder])}"
        for holder, icon in ICONS.items()
        if holder in facts.held
    ]
    drawn += blocks.paragraphs(lines)
    drawn.append(blocks.section(_posts(facts)))
    if facts.without_post:
        drawn.append(blocks.section(f":mag: *{say('readiness.without_post')}* {_names(facts.without_post)}"))
    codes = say("readiness.codes", count=facts.codes)
    if facts.codes_amiss:
        codes = f"{codes} :warning: {say('readiness.codes_amiss', count=facts.codes_amiss)}"
    drawn.append(blocks.section(f":label: {codes}"))
    if not facts.is_whole:
        drawn.append(blocks.context(say("readiness.not_whole")))
    show = blocks.button(say("readiness.posts_button"), action_id=Action.LIST, value=facts.campaign_id)
    return blocks.modal(
        say("readiness.title"),
        [*drawn, blocks.actions([show], block_id="readiness")],
        callback_id=View.READINESS,
    )


def _posts(facts: ReadinessFacts) -> str:
    if facts.unread is not None:
        return f":grey_question: {say('readiness.posts_unread', reason=told(facts.unread))}"
    counted = [
        f"{icon} {say(f'posts.standing.{standing}')}: {facts.posts[standing]}"
        for standing, icon in STANDINGS.items()
        if facts.posts.get(standing)
    ]
    return " · ".join(counted) or say("readiness.no_posts")


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(named(each) for each in names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return f"{shown} {say('tags.more', count=len(names) - MOST_NAMED)}"
    return shown
