"""Comments on ads that wait for a login: how it is said, and the button that helps; pure."""

from __future__ import annotations

from bot.words import say
from handlers import blocks
from handlers.comments.ids import Action
from handlers.phrases import linked


def unread_lines(username: str, *, waiting: int, is_lacking: bool) -> list[str]:
    """Say how many comments on ads wait, and what for; that none does where nothing is lacking, too."""
    creator = linked(username)
    lines = [f":hourglass_flowing_sand: {say('reader.waiting', count=waiting, creator=creator)}"] if waiting else []
    if is_lacking:
        return [*lines, f":warning: {say('reader.lacking', creator=creator)}"]
    return [*lines, say("reader.still" if waiting else "reader.enough")]


def reader_button(asset_id: str, *, creator: str) -> blocks.Block:
    """Draw the button that opens it, in a list or below a message."""
    label = say("reader.open_label", creator=creator)
    return blocks.button(say("reader.open"), action_id=Action.READER, value=asset_id, label=label)
