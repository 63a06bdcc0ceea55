"""Looking for very many keywords in very many comments, beside plain `in` on the text as it came."""

from __future__ import annotations

import random
import time

from bench.figures import Figures
from bot.comments.keywords import Keywords

_LETTERS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzéüñ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщ",
    "Han": "的一是不了人我在有他这中大来上个国",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Thai": "กขคงจชซดตถทนบปผพฟมยรลวสหอ",
}
_SHARES = (60, 10, 10, 10, 10)


def measure_keywords(figures: Figures, *, keywords: int, comments: int) -> None:
    """Measure `keywords` words in `comments` comments of five scripts: the same words and texts for both."""
    chance = random.Random(22)  # noqa: S311 - the same texts in each run, and no secret
    asked = [_word(chance) for _ in range(keywords)]
    texts = [" ".join(_word(chance) for _ in range(chance.randint(3, 25))) for _ in range(comments)]
    texts[::100] = [f"{text} {chance.choice(asked)}" for text in texts[::100]]

    begun = time.perf_counter()
    found = _found(Keywords(asked), texts)
    product = time.perf_counter() - begun
    begun = time.perf_counter()
    plain = sum(sum(word in text for word in asked) > 0 for text in texts)
    floor = time.perf_counter() - begun
    if found < comments // 100 or plain < comments // 100:
        raise RuntimeError(f"words were missed: {found} and {plain} of {comments // 100}")
    name = f"{keywords:,} keywords in {comments:,} comments"
    figures.add(name, unit="s", product=product, floor=floor)
    figures.add(f"{name}: each comment", unit="ms", product=product / comments * 1000, floor=floor / comments * 1000)


def _found(keywords: Keywords, texts: list[str]) -> int:
    return sum(bool(keywords.found_in(text)) for text in texts)


def _word(chance: random.Random) -> str:
    script = chance.choices(list(_LETTERS), weights=_SHARES)[0]
    return "".join(chance.choices(_LETTERS[script], k=chance.randint(4, 9)))
