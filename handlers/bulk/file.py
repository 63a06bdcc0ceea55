"""The results of a list as a file: a spreadsheet opens it, and `/partnership import` takes it again; pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.batches.results import RowResult
from bot.bulk.verdicts import Why
from bot.permissions.status import State
from bot.reports.export import csv_lines
from bot.words import say
from handlers.phrases import STATES, within
from storage.batches import Outcome

COLUMNS = {"handle": "creator", "email": "email", "message": "message", "term": "term", "note": "note"}
"""Headings that the import knows, and the cell below each; the two behind them it passes over."""


def draw_file(results: Iterable[RowResult]) -> bytes:
    """Write the rows, each with what became of it and why."""
    rows = ([*(each.cells.get(cell, "") for cell in COLUMNS.values()), *_said(each)] for each in results)
    return b"".join(csv_lines([*COLUMNS, "result", "why"], rows, for_excel=True))


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
    why, typed = Why(fault["why"]), str(each.cells.get(fault["field"], ""))[:60]
    if why is Why.NOT_A_HANDLE:
        return say("import.result.not_a_handle", typed=typed)
    return say(f"import.fault.{why}", typed=typed)
