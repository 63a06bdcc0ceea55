"""Layout blocks and the rules that hold over all blocks of one payload.

https://docs.slack.dev/reference/block-kit/blocks. Of the blocks of 2026 only data_visualization is served; those whose limits
the documents disagree on (card, carousel, container, data_table and kin) are refused as unsupported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from sandbox.slack.blocks.chart import CHART
from sandbox.slack.blocks.composition import TEXT_OBJECT, plain, rich
from sandbox.slack.blocks.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.slack.blocks.shape import Check, Report, both, by_type, flag, many, one_of, shape, text, whole

Surface = Literal["message", "modal", "home"]

_ID = {"block_id": text(255)}
_MOST = {"message": 50, "modal": 100, "home": 100}
_MARKDOWN_TOTAL = 12_000
_TABLE_TOTAL = 10_000
_CHARTS = 2


def _has_text_or_fields(value: Any, pointer: str, report: Report) -> None:
    if "text" not in value and "fields" not in value:
        report.say("must provide either text or fields", pointer)


def _anything(value: Any, pointer: str, report: Report) -> None:
    del value, pointer, report


_CONTEXT_ELEMENT = by_type(
    {
        "image": IMAGE,
        "plain_text": shape({"text": text(3000)}, {"emoji": flag}),
        "mrkdwn": shape({"text": text(3000)}, {"verbatim": flag}),
    }
)
_RICH_ELEMENTS = by_type(
    {
        "rich_text_section": _anything,
        "rich_text_list": _anything,
        "rich_text_quote": _anything,
        "rich_text_preformatted": _anything,
    }
)
_CELL = by_type({"raw_text": shape({"text": text(3000, least=0)}, {}), "rich_text": _anything})

_EVERYWHERE: dict[str, Check] = {
    "section": both(
        shape(
            {},
            {
                **_ID,
                "text": TEXT_OBJECT,
                "fields": many(rich(2000), most=10),
                "accessory": by_type(IN_SECTION),
                "expand": flag,
            },
        ),
        _has_text_or_fields,
    ),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(150)}, {**_ID, "level": whole(1, 4)}),
    "image": shape(
        {"alt_text": text(2000)},
        {**_ID, "image_url": text(3000), "slack_file": _anything, "title": plain(2000)},
    ),
    "context": shape({"elements": many(_CONTEXT_ELEMENT, most=10)}, _ID),
    "actions": shape({"elements": many(by_type(IN_ACTIONS), most=25)}, _ID),
    "input": shape(
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {**_ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": shape({"elements": many(_RICH_ELEMENTS, most=100)}, _ID),
}
_BLOCKS: dict[Surface, dict[str, Check]] = {
    "message": {
        **_EVERYWHERE,
        "markdown": shape({"text": text(_MARKDOWN_TOTAL)}, _ID),
        "data_visualization": shape({"title": text(50), "chart": CHART}, _ID),
        "table": shape({"rows": many(many(_CELL, most=20), most=100)}, {**_ID, "column_settings": _anything}),
    },
    "modal": {
        **_EVERYWHERE,
        "alert": shape(
            {"text": rich(200)},
            {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
        ),
    },
    "home": _EVERYWHERE,
}


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """List the elements of a block that people can use."""
    match block.get("type"):
        case "input":
            return [block["element"]]
        case "section" if "accessory" in block:
            return [block["accessory"]] if block["accessory"].get("type") != "image" else []
        case "actions":
            return list(block["elements"])
        case _:
            return []


def each_element(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Go through every block with every element in it that people can use."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def check_blocks(blocks: Any, *, surface: Surface, pointer: str = "/blocks") -> list[str]:
    """Say what Slack would refuse about these blocks; an empty list means nothing."""
    report = Report()
    many(by_type(_BLOCKS[surface]), most=_MOST[surface], least=0)(blocks, pointer, report)
    if not report.messages:
        _check_together(blocks, surface, pointer, report)
    return report.messages


def _check_together(blocks: list[dict[str, Any]], surface: Surface, pointer: str, report: Report) -> None:
    block_ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id in (one for one, times in block_ids.items() if times > 1):
        report.say(f"block_id {block_id} already exists", pointer)
    for index, block in enumerate(blocks):
        action_ids = Counter(e["action_id"] for e in elements_of(block) if "action_id" in e)
        for action_id in (one for one, times in action_ids.items() if times > 1):
            report.say(f"action_id {action_id} already exists", f"{pointer}/{index}")
    if sum(1 for _, element in each_element(blocks) if element.get("focus_on_load")) > 1:
        report.say("only one element can have focus_on_load set to true", pointer)
    _check_kinds(blocks, surface, pointer, report)


def _check_kinds(blocks: list[dict[str, Any]], surface: Surface, pointer: str, report: Report) -> None:
    for block, element in each_element(blocks):
        if element["type"] == "file_input" and (surface != "modal" or block.get("dispatch_action")):
            report.say("file_input works in modals only, without dispatch_action", pointer)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > _MARKDOWN_TOTAL:
        report.say(f"markdown blocks must be less than {_MARKDOWN_TOTAL + 1} characters together", pointer)
    if sum(block["type"] == "data_visualization" for block in blocks) > _CHARTS:
        report.say(f"no more than {_CHARTS} data_visualization blocks allowed", pointer)
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        report.say("only one table allowed", pointer)
    letters = sum(len(cell.get("text", "")) for t in tables for row in t["rows"] for cell in row)
    if letters > _TABLE_TOTAL:
        report.say(f"tables must be less than {_TABLE_TOTAL + 1} characters", pointer)
