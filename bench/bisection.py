"""Finding those who fail where Meta takes all or none: calls spent, beside the least that theory allows.

The least: each answer is yes or no, so k calls tell 2**k placements apart at the most; and as nobody knows how many fail,
each who fails has to be refused where all others are known to pass, and the others have to pass. Those who search
without knowing the placement may need more than this least; none need less on average.
"""

from __future__ import annotations

import math
import random

from bench.figures import Figures
from bot.graph.tags.calls import MOST_IDS
from bot.graph.tags.sieve import Sieve

FAILING = (0, 1, 2, 3, 5, 10, 25, 50, 100)


def measure_bisection(figures: Figures, *, placements: int) -> None:
    """Search a full call of ids for those who fail, wherever chance puts them."""
    chance = random.Random(1)  # noqa: S311 - the same placements in every run
    ids = [str(number) for number in range(MOST_IDS)]
    for failing in FAILING:
        for _ in range(placements if 0 < failing < MOST_IDS else 1):
            calls = count_calls(ids, failing=frozenset(chance.sample(ids, failing)))
            name = f"{failing} of {MOST_IDS} fail: calls"
            figures.add(name, unit="", product=calls, floor=least_calls(MOST_IDS, failing=failing))


def count_calls(ids: list[str], *, failing: frozenset[str]) -> int:
    """Count the calls until everybody is known."""
    sieve, calls = Sieve.of(ids, most=MOST_IDS), 0
    while group := sieve.group:
        sieve, calls = sieve.after(taken=failing.isdisjoint(group)), calls + 1
    if frozenset(sieve.failed) != failing:
        raise RuntimeError("the search found others than those who fail")
    return calls


def least_calls(ids: int, *, failing: int) -> float:
    """Return the least calls, on average, in which anybody could find that many among so many, without knowing how many."""
    return max(math.log2(math.comb(ids, failing)), failing + (failing < ids))
