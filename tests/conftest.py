"""What every test may ask for."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.databases import KINDS, PostgresServer, fresh_url
from tests.parts import Parts, is_patient, rank
from tests.statements import keep_compiled
from tests.turns import is_its_turn

settings.register_profile("greenlight", deadline=None, max_examples=40)  # a busy machine is no fault of what is tested
settings.register_profile("thorough", deadline=None, max_examples=1000)  # `make properties`
settings.load_profile("greenlight")
keep_compiled()
gc.disable()  # until all is loaded, which stays: looking through it again and again costs a second


def pytest_configure(config: pytest.Config) -> None:
    """Let what is no story step back: a story has to see in time what it waits for, and the others take what it leaves."""
    if hasattr(config, "workerinput") and is_patient(config.workerinput["workerid"]):
        os.nice(10)


@pytest.hookimpl(optionalhook=True)
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the longest stories begin, and of the rest what waits."""
    turn = config.getoption("--by-turns")
    if turn is not None:
        config.hook.pytest_deselected(items=[each for each in items if not is_its_turn(each, turn)])
        items[:] = [each for each in items if is_its_turn(each, turn)]
    items.sort(key=lambda item: rank(item.path))


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
