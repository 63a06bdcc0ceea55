"""docs/graph.md names every call and every error there is, and none that is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bot.graph import errors
from bot.graph.codes import RULES
from bot.graph.errors import GraphError
from tests.graph.desk import always, client_over

PAGE = (Path(__file__).parents[2] / "docs" / "graph.md").read_text()


def first_cells(heading: str) -> set[str]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([\w.]+)` \|", section, flags=re.MULTILINE))


def families() -> dict[str, type]:
    return {name: type(each) for name, each in vars(client_over(always())).items() if not name.startswith("_")}


def methods() -> set[str]:
    return {
        f"{name}.{each}" for name, family in families().items() for each in vars(family) if not each.startswith("_")
    }


def test_every_method_of_every_family_has_its_row() -> None:
    assert first_cells("Endpoints") == methods()


def uses() -> dict[str, str]:
    """What the last column says of each call."""
    section = PAGE.split("## Endpoints\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[-1] for row in rows}


def called() -> set[str]:
    """Every `family.method` that stands in the product as code, outside of the client itself."""
    root = Path(__file__).parents[2]
    found = set()
    for path in (*(root / "bot").rglob("*.py"), *(root / "handlers").rglob("*.py")):
        if "graph" in path.relative_to(root).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Attribute, ast.Name)):
                on = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
                found.add(f"{on}.{node.attr}")
    return found


def test_what_is_said_not_to_be_used_yet_is_not_used() -> None:
    unused = {name for name, use in uses().items() if use.startswith("not yet")}
    assert unused <= methods()
    assert unused & called() == set()


def test_every_error_has_its_row() -> None:
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, GraphError)}
    assert first_cells("Errors") == kinds - {"GraphError"}


def test_every_code_stands_in_the_row_of_its_error() -> None:
    for (code, _subcode), rule in RULES.items():
        if 80000 <= code <= 80014 or 200 <= code <= 299:
            continue  # given as a range
        (row,) = re.findall(rf"^\| `{rule.kind.__name__}` \|([^|]*)\|", PAGE, flags=re.MULTILINE)
        assert re.search(rf"\b{code}\b", row), f"{code} is missing beside {rule.kind.__name__}"
