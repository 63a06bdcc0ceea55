"""The files that a run's sharing out names are there: a name that was left behind would say nothing, and do nothing."""

from __future__ import annotations

from pathlib import Path

from tests.parts import ALONE, LONGEST, WAITING
from tests.turns import TURNS

HERE = Path(__file__).parent


def test_the_stories_that_are_named_are_there() -> None:
    stories = {file.stem for file in (HERE / "stories").glob("test_*.py")}
    assert {*LONGEST, *ALONE} - stories == set()


def test_the_folders_that_are_named_are_there() -> None:
    assert {*WAITING, *TURNS} - {folder.name for folder in HERE.iterdir() if folder.is_dir()} == set()
