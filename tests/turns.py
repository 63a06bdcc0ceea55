"""Which tests a run with little time does today, and which tomorrow: half on SQLite and half on PostgreSQL (`--by-turns`)."""

from __future__ import annotations

import re
from zlib import crc32

import pytest

from tests.databases import KINDS

TURNS = frozenset({"campaigns", "comments", "connections", "influencers", "posts", "stories"})
"""The folders whose tests may take turns on the databases (`--by-turns`): use cases, and stories of them.

What they share, the repositories and the engine, is tested on both in `tests/storage` and `tests/engine`.
"""

PROMISES = frozenset({"attacks", "cut", "cuts", "job", "kill", "killed", "lost"})
"""Words in the names of tests that take no turns: nothing is lost and nothing done twice on either database, each time."""


def is_its_turn(item: pytest.Item, turn: int) -> bool:
    """Tell whether a test is done in this turn; those of a file that share an office are on one database."""
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    kind = next((str(each) for each in given.values() if each in KINDS), None)
    folder = item.path.parent.name
    if kind is None or folder not in TURNS or not PROMISES.isdisjoint(re.split(r"[^a-z]+", item.nodeid)):
        return True
    where = item.nodeid.replace(kind, "") if "ready_url" in given else item.path.stem
    return KINDS[(crc32(where.encode()) + turn) % len(KINDS)] == kind
