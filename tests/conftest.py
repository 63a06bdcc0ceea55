"""What every test may ask for."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.databases import KINDS, PostgresServer, fresh_url

settings.register_profile("greenlight", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("greenlight")


LONGEST = (
    "test_whole_campaign",
    "test_kill_hearing",
    "test_nowhere_seen",
    "test_signing",
    "test_campaigns",
    "test_bad_meta",
    "test_kill_connecting",
    "test_two_workers",
    "test_kill_asking",
    "test_bad_slack",
    "test_nudges_by_hand",
    "test_lost_work",
    "test_import",
)
"""The files of stories that take longest: who begins them last waits for them."""

ALONE = frozenset(LONGEST) - {"test_nowhere_seen", "test_campaigns", "test_bad_meta", "test_bad_slack"}
"""Those of them whose tests share nothing with each other."""


class Parts(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process a file at a time; of the stories one database's half, and of the longest a test."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        if "/stories/" not in file:
            return file
        return nodeid if Path(file).stem in ALONE else f"{file}[{'postgresql' in nodeid}]"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Parts:
    """Share the tests out in parts."""
    return Parts(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix the stories, which wait more than they work, evenly among the rest, and have them done a little sooner.

    Of the rest the browser's files are the longest: they begin.
    """
    files = dict.fromkeys(item.path for item in items)
    stories = [file for file in files if "stories" in file.parts]
    stories.sort(key=lambda file: LONGEST.index(file.stem) if file.stem in LONGEST else len(LONGEST))
    rest = sorted((file for file in files if "stories" not in file.parts), key=lambda file: "web" not in file.parts)
    turns = {file: 0.8 * turn / len(stories) for turn, file in enumerate(stories)}
    turns |= {file: turn / len(rest) for turn, file in enumerate(rest)}
    items.sort(key=lambda item: turns[item.path])


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
