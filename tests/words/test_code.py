"""No sentence that a person reads stands in the code: what is written there is for whoever runs or reads Greenlight."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOR_OPERATORS = (
    "bot/app.py",
    "bot/checkup.py",
    "bot/cli.py",
    "bot/engine.py",
    "bot/operator.py",
    "bot/profiles/profiles.py",
    "bot/settings.py",
    "bot/takeaway.py",
)
"""What these say is read where Greenlight is run, on the command line and in the log: in English."""
FILES = sorted(
    file.relative_to(ROOT)
    for house in ("bot", "handlers")
    for file in (ROOT / house).rglob("*.py")
    if "words" not in file.parts and str(file.relative_to(ROOT)) not in FOR_OPERATORS
)
_SENTENCE = re.compile(r"(?:^|[\s*“(])[A-Z][\w’']*,? [\w’']+ [\w’']+|[a-z]+ [a-z]+ [a-z]+[.?!]$")
_FOR_DEVELOPERS = re.compile(r"log\.\w+|re\.compile|(Lookup|Runtime|Type|Value)Error")
"""Calls whose words end in the log."""


def sentences_in(source: str) -> Iterator[str]:
    """Name each sentence of some code, but for documentation and what only developers meet."""
    tree = ast.parse(source)
    passed_over: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_call = isinstance(node, ast.Call) and _FOR_DEVELOPERS.fullmatch(ast.unparse(node.func))
        if is_documentation or is_call or isinstance(node, ast.Assert):
            passed_over.update(ast.walk(node))
        if node in passed_over:
            continue
        match node:
            case ast.Constant(value=str(text)) if _SENTENCE.search(text):
                yield text
            case ast.JoinedStr(values=pieces):
                passed_over.update(pieces)
                text = "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in pieces)
                if _SENTENCE.search(text):
                    yield text


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_sentence_for_people_is_in_the_catalogue(file: Path) -> None:
    assert list(sentences_in((ROOT / file).read_text())) == []


@pytest.mark.parametrize(
    "code",
    [
        'raise Refused("That is not allowed here.")',
        'blocks.section(f":warning: *Nothing was sent* as {profile}")',
        'WORDS = {"gone": "it is not there."}',
        'text = f"Asked by {name} today"',
    ],
)
def test_a_sentence_in_the_code_would_be_found(code: str) -> None:
    assert len(list(sentences_in(code))) == 1


@pytest.mark.parametrize(
    "code",
    ['"""What this is about."""', 'log.warning("An ask stood still: %s", x)', 'assert x, "this was asked before."'],
)
def test_documentation_and_the_log_are_let_be(code: str) -> None:
    assert list(sentences_in(code)) == []
