"""Going through a list page by page; pure."""

from __future__ import annotations

from bot.words import say
from handlers import blocks


def page_buttons(*, action_id: str, offset: int, size: int, has_more: bool) -> list[blocks.Block]:
    """Draw the buttons to the pages before and after, where there are any; each carries where its page begins."""
    pressable = []
    if offset > 0:
        pressable.append((say("pages.before"), max(0, offset - size)))
    if has_more:
        pressable.append((say("pages.after"), offset + size))
    if not pressable:
        return []
    # Each in a block of its own: one action id twice in a block is one too many for Slack.
    return [
        blocks.actions([blocks.button(text, action_id=action_id, value=str(start))], block_id=f"{action_id}:{start}")
        for text, start in pressable
    ]
