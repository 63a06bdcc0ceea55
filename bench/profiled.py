"""Runs Greenlight with everything counted, to see what a figure is made of: `python -m bench --profile`.

Slower than Greenlight by itself (the profiler sees every call of the event loop's thread), so never part of a figure.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import runpy
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event


class Statements:
    """Counts what is sent to the database, by who sends it: the engine's tables are `dbos`'s, the rest ours."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.commits: Counter[str] = Counter()
        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Engine, "commit", self._on_commit)

    def _on_statement(self, connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.sent[" ".join(statement.split())[:110]] += 1
        connection.info["sent"] = connection.info.get("sent", 0) + 1

    def _on_commit(self, connection: Any) -> None:
        by = "ours" if connection.dialect.is_async else "the engine's"
        self.commits[by if connection.info.pop("sent", 0) else f"{by}, of nothing"] += 1


def main() -> None:
    """Run `greenlight <arguments>` and write what was counted into the folder named first."""
    folder, sys.argv = Path(sys.argv[1]), ["greenlight", *sys.argv[2:]]
    statements, profile = Statements(), cProfile.Profile()
    with suppress(SystemExit):
        profile.enable()
        try:
            runpy.run_module("bot", run_name="__main__")
        finally:
            profile.disable()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "profile.txt").open("w") as written:
        pstats.Stats(profile, stream=written).sort_stats("tottime").print_stats(60)
    counted = {
        "commits": statements.commits,
        "statements": dict(statements.sent.most_common(60)),
    }
    (folder / "counted.json").write_text(json.dumps(counted, indent=1) + "\n")


if __name__ == "__main__":
    main()
