"""How words are compared: without regard to case, accents and other ways to write the same letter.

What is one word in one script and two in another is decided in `bot.comments.keywords`. Marks are dropped where a script
has them as ornament (Latin, Greek, Cyrillic, Arabic, Hebrew), and kept where they are letters of their own (Thai,
Devanagari, the voicing of kana). https://www.unicode.org/reports/tr15/ https://www.unicode.org/reports/tr44/#Case_Folding
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from unicodedata import category, normalize

_ACCENTS = ((0x0300, 0x0370), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE20, 0xFE30))
_POINTS = ((0x0483, 0x0488), (0x0591, 0x05C8), (0x0610, 0x061B), (0x064B, 0x0660), (0x0670, 0x0671), (0x06D6, 0x06EE))
_UNSEEN = (
    (0x00AD, 0x00AE),
    (0x061C, 0x061D),
    (0x180B, 0x180F),
    (0x200B, 0x2010),
    (0x202A, 0x202F),
    (0x2060, 0x2070),
    (0xFE00, 0xFE10),
    (0xFEFF, 0xFF00),
    (0xE0000, 0xE0200),
)
"""Joiners, direction marks and selectors: with them a word looks the same, and is another string."""


def _characters(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    return chain.from_iterable(range(first, end) for first, end in ranges)


_ORNAMENTS = (each for each in _characters((*_ACCENTS, *_POINTS)) if category(chr(each)) == "Mn")
_ALIKE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
"""Letters that Unicode does not take apart, and people do."""
_DRAWN_OUT = 0x0640  # the line that makes an Arabic word longer
_SAME: dict[int, str] = dict.fromkeys((*_ORNAMENTS, *_characters(_UNSEEN), _DRAWN_OUT), "")
_SAME |= {ord(letter): plain for letter, plain in _ALIKE.items()}


def folded(text: str) -> str:
    """Return `text` as it is compared; one that is folded already stays as it is."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = normalize("NFKD", normalize("NFKD", text).casefold()).casefold()
    return " ".join(normalize("NFC", normalize("NFKD", apart).translate(_SAME)).split())
