"""Text that fits into a picture: as many lines as there is room for, and only letters that the font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

FONT = "DejaVu Sans"
"""Comes with matplotlib, so pictures look the same everywhere. Latin, Greek, Cyrillic, Arabic, Hebrew; no CJK, no emoji."""
DOTS_PER_INCH = 160
_LACKING = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """Return text in one line as the font can draw it, with `�` for letters it lacks; the alternative text has them."""
    plain = " ".join("".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text).split())
    return "".join(letter if ord(letter) in _drawable() else _LACKING for letter in plain)


def fitted(text: str, *, points: float, width: float, lines: int = 1, is_bold: bool = False) -> Sequence[str]:
    """Break text into at most so many lines, none wider than `width` pixels; what is cut ends in `…`."""
    words = shown(text).split()
    found: list[str] = []
    while words and len(found) < lines:
        line = words.pop(0)
        while words and _width(f"{line} {words[0]}", points=points, is_bold=is_bold) <= width:
            line = f"{line} {words.pop(0)}"
        if words and len(found) == lines - 1:
            line = f"{line} {' '.join(words)}"
        found.append(_cut(line, points=points, width=width, is_bold=is_bold))
    return found


def _cut(line: str, *, points: float, width: float, is_bold: bool) -> str:
    if _width(line, points=points, is_bold=is_bold) <= width:
        return line
    fits, too_long = 0, len(line)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _width(f"{line[:middle]}…", points=points, is_bold=is_bold) <= width:
            fits = middle
        else:
            too_long = middle
    return f"{line[:fits].rstrip()}…"


def _width(text: str, *, points: float, is_bold: bool) -> float:
    from matplotlib.font_manager import FontProperties

    properties = FontProperties(family=FONT, size=points, weight="bold" if is_bold else "normal")
    return float(_measure().get_text_width_height_descent(text, properties, False)[0])


@cache
def _measure() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, DOTS_PER_INCH)  # type: ignore[no-untyped-call]  # the package's stubs lack it


@cache
def _drawable() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    fonts = (get_font(findfont(FontProperties(family=FONT, weight=weight))) for weight in ("normal", "bold"))
    return frozenset.intersection(*(frozenset(font.get_charmap()) for font in fonts))
