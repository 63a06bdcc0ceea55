"""What every test may ask for."""

from __future__ import annotations

import gc
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.databases import KINDS, PostgresServer, fresh_url
from tests.statements import keep_compiled

settings.register_profile("greenlight", deadline=None, max_examples=40)  # a busy machine is no fault of what is tested
settings.register_profile("thorough", deadline=None, max_examples=1000)  # `make properties`
settings.load_profile("greenlight")
keep_compiled()
gc.disable()  # until all is loaded, which stays: looking through it again and again costs a second


LONGEST = (
    "test_nowhere_seen",
    "test_kill_hearing",
    "test_signing",
    "test_bad_meta",
    "test_kill_asking",
    "test_campaigns",
    "test_bad_slack",
    "test_kill_connecting",
    "test_whole_campaign",
    "test_kill_steps",
    "test_lost_work",
    "test_connect_pages",
    "test_looking_across",
    "test_two_workers",
    "test_connect",
    "test_import_lists",
    "test_lists_by_hand",
)
"""The files of stories that take longest: who begins them last waits for them."""

WAITING = frozenset({"web", "handlers", "engine"})
"""The folders besides the stories whose tests wait for other processes more than they compute."""

TURNS = frozenset({"campaigns", "comments", "connections", "influencers", "posts", "stories"})
"""The folders whose tests may take turns on the databases (`--by-turns`): use cases, and stories of them.

What they share, the repositories and the engine, is tested on both in `tests/storage` and `tests/engine`.
"""

PROMISES = frozenset({"attacks", "cut", "cuts", "job", "kill", "killed", "lost"})
"""Words in the names of tests that take no turns: nothing is lost and nothing done twice on either database, each time."""

ALONE = frozenset(
    {
        "test_kill_hearing",
        "test_signing",
        "test_kill_asking",
        "test_kill_connecting",
        "test_kill_steps",
        "test_lost_work",
        "test_two_workers",
        "test_import",
        "test_nudges_by_hand",
    }
)
"""Those whose tests share nothing with each other: each is given out by itself."""


PATIENT = os.cpu_count() or 1
"""So many processes of a run do what is no story, in whatever time the stories leave."""


def is_patient(worker: str) -> bool:
    """Tell whether a process of the run does what is no story, by its name: `gw0`, `gw1`, …"""
    return _number(worker) < PATIENT


def is_helper(worker: str) -> bool:
    """Tell whether it goes on with what is no story once the stories are done: one more than there are processors."""
    return _number(worker) <= PATIENT


def _number(worker: str) -> int:
    return int(worker.removeprefix("gw"))


def part_of(nodeid: str) -> str:
    """Name the tests that one process does: a file, of the stories one database's half, and of the longest a test."""
    file = nodeid.split("::", 1)[0]
    if "/stories/" not in file:
        return file
    return nodeid if Path(file).stem in ALONE else f"{file}[{'postgresql' in nodeid}]"


class Parts(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process a part at a time: to a few what is no story, to the others stories, which mostly wait.

    So there is work for all processors at any time, and who is waited for comes first (`pytest_configure`). What is no story
    and waits for a browser or another process is begun by one of the few; the others meet it from the far end, where there is
    only to compute. The few help with stories that are left, but of the others only one with the rest: more who compute than
    there are processors throw each other's memory out of the caches, and each test costs a third more.
    """

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)

    def _reschedule(self, node: WorkerController) -> None:
        has_stories = any("/stories/" in part for part in self.workqueue)
        if has_stories or is_helper(node.gateway.id) or node.shutting_down:
            super()._reschedule(node)
        else:
            node.shutdown()  # after what it was given

    def _assign_work_unit(self, node: WorkerController) -> None:
        wants_story = not is_patient(node.gateway.id)
        wanted = [part for part in self.workqueue if ("/stories/" in part) is wants_story]
        if wanted:
            begins_at_the_end = not wants_story and node.gateway.id != "gw0"
            self.workqueue.move_to_end(wanted[-1 if begins_at_the_end else 0], last=False)
        super()._assign_work_unit(node)


def pytest_configure(config: pytest.Config) -> None:
    """Let what is no story step back: a story has to see in time what it waits for, and the others take what it leaves."""
    if hasattr(config, "workerinput") and is_patient(config.workerinput["workerid"]):
        os.nice(10)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Parts:
    """Share the tests out in parts."""
    return Parts(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run that has little time do each use case's test on one of the databases."""
    parser.addoption(
        "--by-turns",
        type=int,
        metavar="TURN",
        help="do what can be on SQLite or on PostgreSQL, half on each; the next turn swaps them",
    )


def is_its_turn(item: pytest.Item, turn: int) -> bool:
    """Tell whether a test is done in this turn; those of a file that share an office are on one database."""
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    kind = next((str(each) for each in given.values() if each in KINDS), None)
    folder = item.path.parent.name
    if kind is None or folder not in TURNS or not PROMISES.isdisjoint(re.split(r"[^a-z]+", item.nodeid)):
        return True
    where = item.nodeid.replace(kind, "") if "ready_url" in given else item.path.stem
    return KINDS[(crc32(where.encode()) + turn) % len(KINDS)] == kind


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the longest stories begin, and of the rest what waits."""
    turn = config.getoption("--by-turns")
    if turn is not None:
        config.hook.pytest_deselected(items=[each for each in items if not is_its_turn(each, turn)])
        items[:] = [each for each in items if is_its_turn(each, turn)]
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (ranks.get(item.path.stem, len(ranks)), item.path.parent.name not in WAITING))


def pytest_collection_finish() -> None:
    """Let the garbage collector begin, and never look through what was loaded: it stays until the end."""
    gc.freeze()
    gc.enable()


class _Refusing(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Words that are not there are an error here; a person would see their key."""
        pytest.fail(record.getMessage())


@pytest.fixture(autouse=True)
def words_are_there() -> Iterator[None]:
    """Fail what says something that no language has."""
    refusing, log = _Refusing(logging.ERROR), logging.getLogger("bot.words")
    log.addHandler(refusing)
    yield
    log.removeHandler(refusing)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started when first used."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, postgres: PostgresServer) -> Iterator[str]:
    """An empty database; the test runs once on SQLite and once on PostgreSQL."""
    with fresh_url(request.param, folder=tmp_path, postgres=postgres) as url:
        yield url


@pytest.fixture(params=KINDS)
def ready_url(request: pytest.FixtureRequest, tmp_path: Path, postgres: PostgresServer) -> Iterator[str]:
    """A database with the tables of this version and nothing in them, of either kind."""
    with fresh_url(request.param, folder=tmp_path, postgres=postgres, is_ready=True) as url:
        yield url
