"""Figures: samples beside the samples of their floor, as a table for people and as JSON for machines."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

HEADER = ("", "product median", "p95", "floor median", "p95", "ratio", "samples")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured: what it is, in which unit, and the samples of the product and of its floor."""

    name: str
    unit: str
    product: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """Return the table's row."""
        one = [_told(value, self.unit) for value in (middle(self.product), high(self.product))]
        two = [_told(value, self.unit) for value in (middle(self.floor), high(self.floor))]
        is_ratio = bool(self.product and self.floor) and middle(self.floor) != 0
        ratio = f"{middle(self.product) / middle(self.floor):.1f} x" if is_ratio else "–"
        return (self.name, *one, *two, ratio, f"{len(self.product)}/{len(self.floor)}")

    def as_json(self) -> dict[str, Any]:
        """Return everything there is to it."""
        return {
            "unit": self.unit,
            "product": _as_json(self.product),
            "floor": _as_json(self.floor),
        }


class Figures:
    """The figures of one run, in the order in which they were first measured."""

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}

    def add(self, name: str, *, unit: str, product: float | None = None, floor: float | None = None) -> None:
        """Take a sample of the product, of its floor, or of both."""
        figure = self._figures.setdefault(name, Figure(name=name, unit=unit))
        if product is not None:
            figure.product.append(product)
        if floor is not None:
            figure.floor.append(floor)

    def table(self) -> str:
        """Draw the table."""
        rows = [HEADER, *(figure.row() for figure in self._figures.values())]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
        return "\n".join(
            "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
            for row in rows
        )

    def as_json(self) -> dict[str, Any]:
        """Return all figures by name."""
        return {name: figure.as_json() for name, figure in self._figures.items()}


def middle(samples: Sequence[float]) -> float:
    """Return the median; not-a-number of nothing."""
    return statistics.median(samples) if samples else math.nan


def high(samples: Sequence[float]) -> float:
    """Return the 95th percentile (nearest rank: a sample that was seen); not-a-number of nothing."""
    return sorted(samples)[math.ceil(len(samples) * 0.95) - 1] if samples else math.nan


def _as_json(samples: Sequence[float]) -> dict[str, Any] | None:
    return {"median": middle(samples), "p95": high(samples), "samples": list(samples)} if samples else None


def _told(value: float, unit: str) -> str:
    if math.isnan(value):
        return "–"
    digits = 0 if value >= 1000 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"
