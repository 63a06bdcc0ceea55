"""What every test may ask for."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.databases import KINDS, PostgresServer, fresh_url

settings.register_profile("greenlight", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("greenlight")


SECONDS = {
    "test_nowhere_seen": 250,
    "test_kill_hearing": 220,
    "test_signing": 170,
    "test_bad_meta": 130,
    "test_kill_asking": 120,
    "test_campaigns": 120,
    "test_bad_slack": 115,
    "test_kill_connecting": 100,
    "test_whole_campaign": 85,
    "test_kill_steps": 70,
    "test_lost_work": 65,
    "test_connect_pages": 55,
    "test_looking_across": 50,
    "test_two_workers": 45,
    "test_connect": 40,
    "test_import_lists": 40,
    "test_lists_by_hand": 40,
    "test_reports": 35,
    "test_letters": 35,
    "test_comment_burst": 35,
    "test_kill_any_moment": 35,
}
"""How long the files of stories take that take long, about (`pytest --durations=0`); one that is not named takes `ELSE`."""
ELSE = 15

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


def part_of(nodeid: str) -> str:
    """Name the tests that one process does: a file, of the stories one database's half, and of the longest a test."""
    file = nodeid.split("::", 1)[0]
    if "/stories/" not in file:
        return file
    return nodeid if Path(file).stem in ALONE else f"{file}[{'postgresql' in nodeid}]"


class Parts(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process a part at a time, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Parts:
    """Share the tests out in parts."""
    return Parts(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix the stories, which wait more than they work, evenly among the rest, and have them done a little sooner.

    Evenly by the time they take, so that at no time all processes wait: the longest first, lest one waits for it at the end.
    Of the rest the browser's files are the longest: they are done sooner too. All others are shuffled, the same way each time:
    files of one folder are about as dear as one another.
    """
    files = {part_of(item.nodeid): item.path for item in items}
    stories = [part for part, file in files.items() if "stories" in file.parts]
    halves = Counter(files[part] for part in stories)
    seconds = {part: SECONDS.get(files[part].stem, ELSE) / halves[files[part]] for part in stories}
    stories.sort(key=lambda part: -SECONDS.get(files[part].stem, ELSE))
    shuffled = sorted((part for part in files if part not in seconds), key=lambda part: crc32(part.encode()))
    pages = [part for part in shuffled if "web" in files[part].parts]
    rest = [part for part in shuffled if part not in pages]
    begun = list(accumulate((seconds[part] for part in stories), initial=0.0))
    turns = {part: 0.85 * before / begun[-1] for part, before in zip(stories, begun, strict=False)}
    turns |= {part: 0.6 * turn / len(pages) for turn, part in enumerate(pages)}
    turns |= {part: turn / len(rest) for turn, part in enumerate(rest)}
    items.sort(key=lambda item: turns[part_of(item.nodeid)])


def pytest_collection_finish() -> None:
    """Let the garbage collector never again look through thousands of tests: they stay until the end."""
    gc.collect()
    gc.freeze()


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
