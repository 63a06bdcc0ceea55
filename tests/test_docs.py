"""The documents say what is so: tasks, settings, commands, links, rooms, queues, workflows and tables, against the code."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

from bot.cli import cli
from bot.engine import Queue
from bot.permissions.status import State
from bot.settings import PREFIX, Settings
from bot.slack.scopes import NEEDED
from handlers.command import SUBCOMMANDS
from storage.tables import Base
from tests.graph.test_docs import PAGE as GRAPH
from tests.graph.test_docs import families, methods

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])
OURS = [page for page in PAGES if page.parent == ROOT or "docs" in page.parts]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r'<img src="([^"]+)" alt="[^"]+"')
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
_REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com")


def read(page: str) -> str:
    return (ROOT / page).read_text()


def section(page: str, title: str) -> str:
    """Give what stands under a heading, up to the next one of any level."""
    return re.split(r"\n#{1,4} ", read(page).split(f"# {title}\n")[1])[0]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def files() -> list[Path]:
    """Give every file that belongs to the project or is about to."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


# Tasks


@cache
def make_help() -> frozenset[str]:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return frozenset(re.findall(r"^ +make ([a-z-]+)", said, re.MULTILINE))


def test_the_readme_opens_with_what_it_does_a_picture_and_the_two_commands() -> None:
    title, sentence, picture, commands = read("README.md").split("\n\n")[:4]

    assert title.startswith("# ")
    assert sentence.count(".") == 1
    assert "docs/pictures/overview.png" in picture
    assert [line.split("#")[0].strip() for line in commands.splitlines()[1:3]] == ["make demo", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_task_a_page_names_is_listed_by_make_help(page: Path) -> None:
    text = page.read_text()
    tasks = set(re.findall(r"`make ([a-z-]+)[^`]*`", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))

    assert tasks <= make_help()


def test_every_make_task_is_explained_in_contributing() -> None:
    assert set(re.findall(r"`make ([a-z-]+)`", read("CONTRIBUTING.md"))) == make_help()


# Settings and commands


def settings_there_are() -> set[str]:
    return {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_every_folder_of_tests_has_its_row_in_contributing() -> None:
    rows = set(re.findall(r"^\| .*", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE))
    told = set(re.findall(r"`tests/(\w+)/`", "\n".join(rows)))
    there = {
        each.name for each in (ROOT / "tests").iterdir() if any(each.glob("test_*.py")) or any(each.glob("*/test_*.py"))
    }
    assert told == there


def test_every_setting_has_its_row_in_setup() -> None:
    assert set(_ROW.findall(section("docs/setup.md", "4. The settings"))) == settings_there_are()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_setting_that_is_not_there(page: Path) -> None:
    assert set(re.findall(rf"{PREFIX}[A-Z_]+\b(?!\*)", page.read_text())) - {PREFIX} <= settings_there_are()


def subcommands(group: click.Group, *, before: str = "greenlight") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from subcommands(command, before=f"{before} {name}")
        else:
            yield f"{before} {name}"


@pytest.mark.parametrize("command", list(subcommands(cli)))
def test_every_command_is_told_in_setup(command: str) -> None:
    assert command in read("docs/setup.md")


@pytest.mark.parametrize("page", OURS, ids=named)
def test_no_page_names_a_command_that_is_not_there(page: Path) -> None:
    there_are = list(subcommands(cli))
    said = re.findall(r"(?:`|^|/)(greenlight (?:(?:profiles|keys) )?[a-z]+)\b", page.read_text(), re.MULTILINE)

    assert [each for each in said if each not in there_are and each != "greenlight profiles"] == []


def test_every_finding_of_the_checkup_has_its_row() -> None:
    tried = set(re.findall(r'(?:_tried\(|about=)f?"([a-z -]+@?)', read("bot/checkup.py")))
    rows = {row.rstrip("…") for row in _ROW.findall(section("docs/setup.md", "5. Check"))}

    assert "settings" in tried
    assert rows == tried


def test_setup_says_what_each_scope_is_for() -> None:
    rows = re.findall(r"^\| (`[a-z]+[:`][^|]*) \|", section("docs/setup.md", "2. The Slack app"), re.MULTILINE)

    assert set(re.findall(r"`([a-z:]+)`", " ".join(rows))) == NEEDED


def test_the_guide_names_every_sub_command_and_none_that_is_not_there() -> None:
    said = set(re.findall(r"`/partnership ([a-z]+)", read("docs/guide.md")))

    assert said == set(SUBCOMMANDS)


# Links


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_picture_leads_to_a_file(page: Path) -> None:
    targets = [target.split("#")[0] for target in _LINK.findall(page.read_text()) if "://" not in target]

    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def anchors(page: Path) -> set[str]:
    """Give the names by which the headings of a page are linked to."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_to_a_heading_leads_to_one(page: Path) -> None:
    targets = [target.split("#") for target in _LINK.findall(page.read_text()) if "#" in target and "://" not in target]

    assert [name for file, name in targets if name not in anchors(page.parent / file if file else page)] == []


def pictures_of(page: Path) -> set[Path]:
    """Give the pictures that a page shows, each with words for those who do not see it."""
    text = page.read_text()
    shown = [*_LINK.findall(text), *_PICTURE.findall(text)]
    assert text.count("<img ") == len(_PICTURE.findall(text))
    return {(page.parent / each).resolve() for each in shown if each.endswith(".png")}


def test_every_picture_is_shown_by_a_page_and_every_page_s_pictures_are_there() -> None:
    shown = set().union(*(pictures_of(page) for page in PAGES))

    assert shown == {each.resolve() for each in (ROOT / "docs/pictures").iterdir()}


@pytest.mark.parametrize("page", OURS, ids=named)
def test_every_file_a_page_names_in_code_letters_is_there(page: Path) -> None:
    names = re.findall(r"`((?:bot|handlers|storage|sandbox|tests|bench|docs)/[\w/.-]+)`", page.read_text())
    tests = re.findall(r"`(test_\w+\.py)`", page.read_text())

    assert [name for name in names if not (ROOT / name).exists()] == []
    assert [name for name in tests if not list((ROOT / "tests").rglob(name))] == []


def test_every_decision_has_its_four_parts_and_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        titles = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert [each for each in titles if each != "Figures" and not each.startswith("What ")] == [
            "Context",
            "Decision",
            "Consequences",
            "Alternatives",
        ], page.name


# The house


def rooms() -> Iterator[Path]:
    """Read the tree of ARCHITECTURE.md as paths."""
    above: list[str] = []
    for line in section("ARCHITECTURE.md", "The house").split("```")[1].strip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        above = [*above[:depth], line.split()[0]]
        yield ROOT.joinpath(*above)


def test_every_room_that_is_drawn_exists() -> None:
    assert [named(room) for room in rooms() if not room.exists()] == []


@pytest.mark.parametrize("house", ["bot", "handlers"])
def test_every_room_that_exists_is_drawn(house: str) -> None:
    folders = {each.parent for each in (ROOT / house).glob("*/*.py")}

    assert {named(folder) for folder in folders} <= {named(room) for room in rooms()}


def test_every_file_of_the_core_is_drawn() -> None:
    core = {*(ROOT / "bot").glob("*.py"), *(ROOT / "bot/permissions").rglob("*.py")}

    assert {named(each) for each in core if each.name != "__init__.py"} <= {named(room) for room in rooms()}


# Durable work, tables, states


@cache
def application() -> list[ModuleType]:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "bot").rglob("*.py")]
    return [importlib.import_module(name.removesuffix(".__init__")) for name in sorted(names)]


def registered_workflows() -> Iterator[str]:
    """Find every `….workflow(NAME, …)` and `Schedule(name=NAME, …)` outside of the engine's own module."""
    for module in application():
        if module.__name__ == "bot.engine" or module.__file__ is None:
            continue
        for call in ast.walk(ast.parse(Path(module.__file__).read_text())):
            if not isinstance(call, ast.Call):
                continue
            name: ast.expr | None = None
            if isinstance(call.func, ast.Attribute) and call.func.attr == "workflow":
                name = call.args[0]
            elif isinstance(call.func, ast.Name) and call.func.id == "Schedule":
                name = next(each.value for each in call.keywords if each.arg == "name")
            if name is not None:
                assert isinstance(name, ast.Name), f"{module.__name__}: name workflows by a constant"
                yield str(getattr(module, name.id))


def test_the_queues_are_those_of_the_code() -> None:
    queues = {each.name for module in application() for each in vars(module).values() if isinstance(each, Queue)}

    assert queues
    assert set(_ROW.findall(section("ARCHITECTURE.md", "Queues"))) == queues


def test_the_workflows_are_those_of_the_code() -> None:
    workflows = list(registered_workflows())

    assert workflows
    assert sorted(_ROW.findall(section("ARCHITECTURE.md", "Workflows"))) == sorted(workflows)


def test_the_tables_are_those_of_the_code() -> None:
    assert set(_ROW.findall(section("ARCHITECTURE.md", "Tables"))) == set(Base.metadata.tables)


def test_the_drawing_has_every_state_and_no_other() -> None:
    drawn = re.findall(r"^ +(\S+) --> (\w+|\[\*\])", section("ARCHITECTURE.md", "States of a request"), re.MULTILINE)

    assert {end for arrow in drawn for end in arrow} - {"[*]"} == set(State)


# Registries


def test_no_file_but_the_lock_names_the_host_of_a_package_registry() -> None:
    texts = [each for each in files() if each.suffix not in (".png", ".lock")]

    assert [named(each) for each in texts if any(host in each.read_text() for host in _REGISTRIES)] == []


def test_where_greenlight_uses_a_call_is_told_of_those_it_makes_and_of_no_others() -> None:
    makes = "\n".join(
        file.read_text() for file in (ROOT / "bot").rglob("*.py") if ROOT / "bot" / "graph" not in file.parents
    )
    # A use case holds one family, or all of them, which it calls `graph`.
    used = {each for each in methods() if re.search(rf"\b({each}|graph\.{each.split('.')[1]})\b(?!\.)", makes)}
    for name, family in families().items():
        inner = {each for each in vars(family) if each.startswith("_") and not each.startswith("__")}
        waiting = [*inner, *(each.split(".")[1] for each in used if each.startswith(f"{name}."))]
        while waiting:
            called = set(re.findall(r"self\.([a-z]\w+)\(", inspect.getsource(getattr(family, waiting.pop()))))
            found = {f"{name}.{each}" for each in called} & methods() - used
            used |= found
            waiting += [each.split(".")[1] for each in found]
    endpoints = GRAPH.split("## Endpoints\n")[1].split("\n## ")[0]
    not_yet = set(re.findall(r"^\| `([\w.]+)` \|.*\| not yet[^|]*\|$", endpoints, flags=re.MULTILINE))
    assert methods() - not_yet == used
