"""The dry run of a list: read, judged and kept, beside Python's csv module reading the same file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.databases import POSTGRES, SQLITE, Databases
from bench.figures import Figures
from bench.processes import finished

LONGEST_SECONDS = 120.0
_MEASURES = {"time": ("s", "seconds"), "peak memory": ("MB", "peak"), "memory grown meanwhile": ("MB", "grown")}


async def measure_bulk(
    found: dict[str, Figures], given: Databases, *, folder: Path, sizes: tuple[int, ...], rounds: int
) -> None:
    """Look lists of so many rows through on each database, each time in a new process; every row has to be ready."""
    for kind in (SQLITE, POSTGRES):
        figures = found.setdefault(kind, Figures())
        for rows in sizes:
            path = folder / f"list-{rows}.csv"
            path.write_text(list_of([f"creator.{number:05}" for number in range(rows)]))
            for _round in range(rounds):
                url = given.empty(kind)
                product, floor = [
                    json.loads(
                        await finished(
                            ("-m", "bench.importer", url, str(path), way), environment={}, seconds=LONGEST_SECONDS
                        )
                    )
                    for way in ("product", "bare")
                ]
                if not product["rows"] == floor["rows"] == rows:
                    raise RuntimeError(f"they did not find {rows} rows: {product}, {floor}")
                for measure, (unit, field) in _MEASURES.items():
                    figures.add(f"{rows:,} rows: {measure}", unit=unit, product=product[field], floor=floor[field])


def list_of(names: Sequence[str]) -> str:
    """Write a list as a spreadsheet would, a row for each creator."""
    rows = (f"{name},{name}@mail.test,row {number}\n" for number, name in enumerate(names))
    return "".join(["handle,email,note\n", *rows])
