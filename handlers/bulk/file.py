"""The results of a list as files: a spreadsheet opens them, and `/partnership import` takes them again; pure.

A thread is read by the whole channel, guests too, so what goes there has no e-mail address in it, in whatever column one was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.batches.results import RowResult
from bot.bulk.verdicts import Why
from bot.letters.addresses import all_masked
from bot.permissions.status import State
from bot.reports.export import csv_lines
from bot.words import say
from handlers.phrases import STATES, within
from storage.batches import Outcome

COLUMNS = {"handle": "creator", "email": "email", "message": "message", "term": "term", "note": "note"}
"""Headings that the import knows, and the cell below each; the two behind them it passes over."""


def draw_file(results: Iterable[RowResult]) -> bytes:
    """Write the rows whole, for one person, each with what became of it and why."""
    return _written(list(COLUMNS), (_cells(each, COLUMNS) for each in results))


def draw_shared_file(results: Iterable[RowResult]) -> bytes:
    """Write the rows for whoever reads the thread.

    The column of addresses is left out: a masked one that is imported again would be taken for an address.
    """
    shared = [heading for heading in COLUMNS if heading != "email"]
    return _written(shared, ([all_masked(cell) for cell in _cells(each, shared)] for each in results))


def is_private(results: Iterable[RowResult]) -> bool:
    """Tell whether rows have something that the thread's file leaves out."""
    return any(
        each.cells.get("email") or any(all_masked(cell) != cell for cell in _cells(each, COLUMNS)) for each in results
    )


def _written(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return b"".join(csv_lines([*headings, "result", "why"], rows, for_excel=True))


def _cells(each: RowResult, headings: Iterable[str]) -> list[str]:
    return [*(each.cells.get(COLUMNS[heading], "") for heading in headings), *_said(each)]


def _said(each: RowResult) -> tuple[str, str]:
    """Return what became of a row, in a word or two, and why."""
    if each.verdict == "faulty":
        return say("import.result.faulty"), "; ".join(_fault(each, fault) for fault in each.about["faults"])
    if each.verdict == "repeated":
        return say("import.result.repeated"), say("import.result.first", row=each.about["first"])
    if each.verdict == "already":
        return say("import.result.already"), within(State(each.about["state"]))
    if each.outcome is Outcome.REFUSED:
        return say("import.result.refused"), each.outcome_words or ""
    if each.state is None:
        return STATES[State.QUEUED].word, ""
    return STATES[each.state].word, each.state_words or ""


def _fault(each: RowResult, fault: dict[str, str]) -> str:
    why, typed = Why(fault["why"]), all_masked(str(each.cells.get(fault["field"], "")))[:60]
    if why is Why.NOT_A_HANDLE:
        return say("import.result.not_a_handle", typed=typed)
    if why is Why.NOT_AN_ADDRESS:  # which may be one nearly, and the thread is not to read it
        return say("import.result.not_an_address")
    return say(f"import.fault.{why}", typed=typed)
