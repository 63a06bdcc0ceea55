"""The coverage table of sandbox/README.md names every served method and only tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from sandbox.clock import Clock
from sandbox.graph.app import build
from sandbox.graph.endpoints import ENDPOINTS
from sandbox.graph.pages_api.host import OPS
from sandbox.graph.rules import Rules
from sandbox.slack.control.routes import DEEDS, LOOKS
from sandbox.slack.methods import METHODS

ROOT = Path(__file__).parents[2]
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _section(title: str) -> str:
    coverage = (ROOT / "sandbox/README.md").read_text().split("## Coverage")[1]
    return coverage.split(f"### {title}\n")[1].split("\n### ")[0]


def _rows(title: str) -> list[list[str]]:
    lines = [line for line in _section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def _tests_in(path: str) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, functions)}


@pytest.mark.parametrize("half", ["Slack", "Graph"])
def test_every_row_names_tests_that_exist(half: str) -> None:
    rows = _rows(half)

    assert rows
    for row in rows:
        assert len(row) == 3, row
        named = _TEST.findall(row[2])
        assert named, row
        for path, name in named:
            assert (ROOT / path).exists(), path
            assert name in _tests_in(path), f"{path}::{name}"


def test_every_served_slack_method_has_a_row_and_every_such_row_a_method() -> None:
    named = {name for row in _rows("Slack") for name in re.findall(r"`([a-z]+(?:\.[a-zA-Z]+)+)`", row[0])}

    assert named == set(METHODS)


def test_every_control_call_of_the_slack_half_is_in_the_readme() -> None:
    named = set(re.findall(r"`(?:GET|POST) ([a-z_]+)", _control("Slack")))

    assert named == {path.split("/")[0] for path in [*LOOKS, *DEEDS, "stream"]}


def test_every_edge_of_graph_that_is_served_has_a_row() -> None:
    named = " ".join(row[0] for row in _rows("Graph"))
    served = {each.edge.partition("/*")[0] for each in ENDPOINTS if each.edge} | OPS

    assert {edge for edge in served if edge not in named} == set()


def test_every_switch_of_the_graph_half_is_in_the_readme_and_nothing_else() -> None:
    table = _control("Graph").split("| rule |")[1]

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(Rules.model_fields)


def test_every_control_call_of_the_graph_half_is_in_the_readme() -> None:
    mounts = [route for route in build(clock=Clock()).routes if isinstance(route, Mount) and route.path == "/_control"]
    served = {route.path.split("/")[1] for route in mounts[0].routes if isinstance(route, Route)}
    table = _control("Graph").split("Behaviours of creators")[0]

    assert set(re.findall(r"`(?:GET|POST) ([a-z_]+)", table)) == served


def _control(half: str) -> str:
    return (ROOT / "sandbox/README.md").read_text().split(f"## Control: {half}")[1].split("\n## ")[0]
