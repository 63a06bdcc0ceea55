"""Slack's limits on what is drawn, written down apart from the code that keeps them.

https://docs.slack.dev/reference/block-kit/blocks and .../block-elements, .../composition-objects.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

MESSAGE, VIEW = 50, 100
"""Blocks in a message; in a modal or a Home tab."""
_TOGETHER = 13_100  # a message's blocks; undocumented, seen at 13,172: https://github.com/slackapi/bolt-js/issues/2509
_TEXTS = {"section": 3000, "header": 150}


def broken_limits(blocks: list[dict[str, Any]], *, most_blocks: int) -> list[str]:
    """Name what Slack would refuse about blocks; empty when nothing."""
    broken = [f"{len(blocks)} blocks"] if not 0 < len(blocks) <= most_blocks else []
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    broken += [f"block_id {name} {times} times" for name, times in names.items() if times > 1 or len(name) > 255]
    for block in blocks:
        broken += _of_block(block)
    if most_blocks == MESSAGE and _letters(blocks) > _TOGETHER:
        broken.append(f"{_letters(blocks)} letters together")
    return broken


def _letters(content: Any) -> int:
    if isinstance(content, dict):
        return sum(_letters(each) for each in content.values())
    if isinstance(content, list):
        return sum(_letters(each) for each in content)
    return len(content) if isinstance(content, str) else 0


def _of_block(block: dict[str, Any]) -> list[str]:
    kind = block["type"]
    checks: list[tuple[Any, int, str]] = []
    if "text" in block:
        checks.append((block["text"]["text"], _TEXTS[kind], kind))
    checks += [(each["text"], 2000, "field") for each in block.get("fields", [])]
    elements = block.get("elements", []) if kind in ("actions", "context") else []
    elements = elements + [block[key] for key in ("accessory", "element") if key in block]
    if kind == "context":
        checks += [(each["text"], 3000, "context") for each in elements]
        elements = []
    for key in ("label", "hint"):
        if key in block:
            checks.append((block[key]["text"], 2000, key))
    for element in elements:
        checks += _of_element(element)
    broken = [f"{what}: {len(text)} characters" for text, most, what in checks if not 0 < len(text) <= most]
    if len(block.get("fields", [])) > 10 or (kind == "context" and len(block["elements"]) > 10):
        broken.append(f"too many pieces in a {kind}")
    return broken


def _of_element(element: dict[str, Any]) -> list[tuple[Any, int, str]]:
    if element["type"] == "image":
        return [(element["image_url"], 3000, "image_url"), (element["alt_text"], 2000, "alt_text")]
    checks = [(element["action_id"], 255, "action_id")]
    if element["type"] == "button":
        checks += [(element["text"]["text"], 75, "button"), (element["value"], 2000, "value")]
        checks.append((element.get("accessibility_label", "-"), 75, "accessibility_label"))
    for option in element.get("options", []) + [element[key] for key in ("initial_option",) if key in element]:
        checks += [(option["text"]["text"], 75, "option"), (option["value"], 150, "option value")]
    if "placeholder" in element:
        checks.append((element["placeholder"]["text"], 150, "placeholder"))
    if "initial_value" in element:
        checks.append((element["initial_value"], 3000, "initial_value"))
    for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if "confirm" in element:
            checks.append((element["confirm"][key]["text"], most, f"confirm {key}"))
    return checks
