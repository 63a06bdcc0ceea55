"""Languages made up for a test: written as files, as a translator would, and read as Greenlight reads its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import write_po

from bot.words import Language, english, read_language

_LEFT = re.compile(r"`[^`]*`|\{\w+\}|<[^>]*>|:\w+:|/partnership \w+|@[\w.]+")
"""What a translator leaves as it is: what is typed, places for values, names that are read by Slack."""
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "âƀćďéƒǧħîĵķłḿńôþɋŕšţûṽŵẋýžÂƁĆĎÉƑǦĦÎĴĶŁḾŃÔÞɊŔŠŢÛṼŴẊÝŽ"
)


def write_language(folder: Path, code: str, sentences: Mapping[str, str | tuple[str, ...]]) -> Path:
    """Write a language's folder; a sentence with several forms is a tuple."""
    catalog = Catalog(locale=Locale.parse(code))
    for key, text in sentences.items():
        catalog.add((key, key) if isinstance(text, tuple) else key, text)
    (folder / code).mkdir(parents=True, exist_ok=True)
    with (folder / code / "all.po").open("wb") as file:
        write_po(file, catalog)
    return folder / code


def made_up(folder: Path, code: str, sentences: Mapping[str, str | tuple[str, ...]]) -> Language:
    """Write a language and read it beside English."""
    return read_language(write_language(folder, code, sentences), beside=english())


def accented(folder: Path) -> Language:
    """Make a language of English with accents, a third longer: whatever is shown without accents is not translated."""
    sentences: dict[str, str | tuple[str, ...]] = {}
    for key, message in english().messages.items():
        forms = message.string or ""
        sentences[key] = _accented(forms) if isinstance(forms, str) else tuple(_accented(form) for form in forms)
    return made_up(folder, "eo", sentences)


def _accented(text: str) -> str:
    """Give every letter an accent but in what is left as it is, and make the text longer, as many languages would."""
    kept = _LEFT.findall(text)
    pieces = [piece.translate(_ACCENTS) for piece in _LEFT.split(text)]
    whole = "".join(piece + left for piece, left in zip(pieces, [*kept, ""], strict=True))
    return whole if "yyyy" in text or "HH" in text else f"{whole}{'·' * (len(whole) // 3)}"
