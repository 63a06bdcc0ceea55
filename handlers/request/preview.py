"""What the message says once its places are filled, and how long it is; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.letters.template import LONGEST_MESSAGE_BYTES, size_of
from bot.words import say
from handlers import blocks
from handlers.phrases import named
from handlers.request.ids import Block


def draw_preview(text: str, *, creator: str | None) -> list[blocks.Block]:
    """Draw the text that `creator` would get, the first of several; None where nobody is named yet."""
    size = say("form.preview_size", count=size_of(text), most=LONGEST_MESSAGE_BYTES)
    if size_of(text) > LONGEST_MESSAGE_BYTES:
        size = f":warning: {size}"
    head = say("form.preview_for", creator=named(creator)) if creator else say("form.preview_of_nobody")
    return [
        blocks.context(f"{head} · {size}", block_id=Block.PREVIEW),
        {**blocks.quoted(text), "block_id": f"{Block.PREVIEW}:text"},
    ]


def kept_preview(view_blocks: Sequence[blocks.Block]) -> list[blocks.Block]:
    """Return the preview that stands in a view: it stays while other fields change."""
    return [block for block in view_blocks if str(block.get("block_id", "")).startswith(Block.PREVIEW)]
