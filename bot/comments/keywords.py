"""Finding words in what people write, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category

from bot.comments.spelling import folded

_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, kana and Han: words touch, so a word is found wherever it is written."""
_HANGUL = re.compile("[\uac00-\ud7a3]")
"""Korean parts words by spaces and adds particles to their ends."""


@dataclass(frozen=True, kw_only=True)
class Keyword:
    """A word, or several in a row. `typed` is how a person wrote it.

    `scam` is found as a word of its own, `scam*` at the beginning of one, `*scam` at its end, `*scam*` anywhere.
    """

    typed: str
    needle: str
    is_open_before: bool
    is_open_behind: bool

    @classmethod
    def read(cls, typed: str) -> Keyword:
        """Read what a person typed. Raises ValueError where nothing is left to look for."""
        bare = typed.strip()
        needle = folded(bare.removeprefix("*").removesuffix("*"))
        if not needle.strip("* "):
            raise ValueError("no word to look for")
        return cls(typed=bare, needle=needle, is_open_before=bare.startswith("*"), is_open_behind=bare.endswith("*"))

    def is_in(self, text: str) -> bool:
        """Tell whether it stands in a text that was folded."""
        at = text.find(self.needle)
        while at >= 0:
            if self._stands_at(text, at):
                return True
            at = text.find(self.needle, at + 1)
        return False

    def _stands_at(self, text: str, begin: int) -> bool:
        end = begin + len(self.needle)
        return (self.is_open_before or _is_edge(text, begin)) and (
            self.is_open_behind or _is_edge(text, end) or _has_particle(text, end)
        )


class Keywords:
    """Many keywords, looked for together.

    Each is looked for by itself: a search that takes all at once is of no use at these sizes
    (docs/decisions/0022-comments.md).
    """

    def __init__(self, typed: Iterable[str]) -> None:
        """Raises ValueError for one that says nothing."""
        self._all = tuple((each.needle, each) for each in map(Keyword.read, typed))

    def found_in(self, text: str) -> tuple[str, ...]:
        """Return which of them stand in a text, as they were typed, in their order."""
        seen = folded(text)
        return tuple(each.typed for needle, each in self._all if needle in seen and each.is_in(seen))


def _is_edge(text: str, at: int) -> bool:
    """Tell whether a word may begin or end between two characters."""
    if at <= 0 or at >= len(text):
        return True
    left, right = text[at - 1], text[at]
    if category(right)[0] == "M":
        return False  # it belongs to the letter before
    if not (_is_of_word(left) and _is_of_word(right)):
        return True
    return bool(_WITHOUT_SPACES.match(left) or _WITHOUT_SPACES.match(right))


def _has_particle(text: str, at: int) -> bool:
    return bool(_HANGUL.match(text[at - 1]) and _HANGUL.match(text[at]))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or category(character)[0] == "M"
