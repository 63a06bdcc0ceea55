"""Block Kit pieces that keep Slack's limits by construction. Limits: https://docs.slack.dev/reference/block-kit/blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.words import say
from handlers.phrases import cut

Block = dict[str, Any]

SECTION = 3000
FIELD = 2000
BUTTON = 75
OPTION = 75
TITLE = 24
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
MESSAGE_LINES = 10_000
"""Characters of listed lines in one message. All blocks together may have about 13,200; Slack documents no number, and
people have met `msg_blocks_too_long` there: https://github.com/slackapi/bolt-js/issues/2509
"""


def plain(text: str, most: int) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str, most: int = SECTION) -> Block:
    """A mrkdwn text object. Links are taken as meant, and nothing is shown of them beside the text."""
    return {"type": "mrkdwn", "text": cut(text, most), "verbatim": True}


def section(text: str, *, block_id: str | None = None, accessory: Block | None = None) -> Block:
    """A paragraph."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if block_id is not None:
        block["block_id"] = block_id
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten labelled facts in two columns."""
    shown = [mrkdwn(f"*{label}*\n{value}", FIELD) for label, value in pairs]
    return {"type": "section", "fields": shown[:10]}


def context(*texts: str, block_id: str | None = None) -> Block:
    """Small print, up to ten pieces."""
    block: Block = {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}
    return block if block_id is None else {**block, "block_id": block_id}


def actions(elements: Sequence[Block], *, block_id: str) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str,
    *,
    action_id: str,
    value: str = "-",
    style: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
    url: str | None = None,
) -> Block:
    """A button; with `url` it opens a page, and tells us too. `label` is what a screen reader says where the text alone does not tell buttons apart."""
    element: Block = {"type": "button", "action_id": action_id, "text": plain(text, BUTTON), "value": value}
    if style is not None:
        element["style"] = style
    if confirm is not None:
        element["confirm"] = confirm
    if label is not None:
        element["accessibility_label"] = cut(label, BUTTON)
    if url is not None:
        element["url"] = url
    return element


def confirmation(title: str, *, text: str, confirm: str, deny: str, is_danger: bool = False) -> Block:
    """The dialog that asks before a button acts."""
    dialog: Block = {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(confirm, CONFIRM_BUTTON),
        "deny": plain(deny, CONFIRM_BUTTON),
    }
    return {**dialog, "style": "danger"} if is_danger else dialog


def option(text: str, *, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain(text, OPTION), "value": value}


def entry(label: str, element: Block, *, block_id: str, **more: Any) -> Block:
    """An input with its label; `more` are `hint`, `optional` and `dispatch_action`."""
    hint = more.pop("hint", None)
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, FIELD),
        "element": element,
        **more,
    }
    return block if hint is None else {**block, "hint": plain(hint, FIELD)}


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str | None = None,
    memory: str = "",
) -> Block:
    """A modal; `memory` is the serialised private metadata, `close` what its other button says ("Close")."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "close": plain(close or say("window.close"), TITLE),
        "private_metadata": memory,
        "blocks": list(blocks)[:100],
    }
    return view if submit is None else {**view, "submit": plain(submit, TITLE)}


def paragraphs(lines: Sequence[str], *, block_id: str | None = None) -> list[Block]:
    """Pack lines into as few sections as their limit allows; the first takes `block_id`, the others `block_id-2` and on."""
    packed: list[str] = []
    for line in lines:
        short = cut(line, SECTION)
        if packed and len(packed[-1]) + 1 + len(short) <= SECTION:
            packed[-1] = f"{packed[-1]}\n{short}"
        else:
            packed.append(short)
    ids = [None if block_id is None else (block_id if at == 0 else f"{block_id}-{at + 1}") for at in range(len(packed))]
    return [section(text, block_id=each) for text, each in zip(packed, ids, strict=True)]


def quoted(text: str) -> Block:
    """A text to be copied: shown exactly as it is, so that nothing in it is read as formatting."""
    shown = {"type": "text", "text": cut(text, SECTION) or " "}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [shown]}]}


def fitting(lines: Sequence[str], *, most: int = MESSAGE_LINES) -> list[str]:
    """Return as many of the first lines as one message holds."""
    kept: list[str] = []
    for line in lines:
        most -= len(line) + 1
        if most < 0:
            break
        kept.append(line)
    return kept
