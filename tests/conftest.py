"""What every test may ask for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import KINDS, PostgresServer, fresh_url

settings.register_profile("greenlight", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("greenlight")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stories: they take minutes each, and the short tests fill the processes' time at the end."""
    items.sort(key=lambda item: "story" not in item.keywords and "stories" not in item.path.parts)


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
