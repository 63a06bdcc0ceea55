"""Bring a database to the schema this version needs; safe to run again, and from several processes at once."""

from __future__ import annotations

import errno
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import DatabaseDown, engine_url, failures_named, file_of, is_sqlite

_LOCK = 7_311_904_212
"""Any number will do, as long as it is ours: PostgreSQL's advisory lock for migrating."""


def migrate(url: str, *, to: str | None = None) -> tuple[str | None, str]:
    """Upgrade the database at `url`, by default all the way; return the schema version before and after.

    Raises `storage.database.DatabaseDown` when the database is locked, full or gone.
    """
    if is_sqlite(url):
        _make_folder_of(file_of(url))
    engine = sa.create_engine(engine_url(url))
    try:
        with failures_named(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            before = MigrationContext.configure(connection).get_current_revision()
            command.upgrade(_config(connection), to or "head")
    finally:
        engine.dispose()
    return before, to or head()


def _make_folder_of(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseDown("full" if error.errno in (errno.ENOSPC, errno.EROFS) else "gone") from error


def head() -> str:
    """Return the schema version this program needs."""
    newest = ScriptDirectory.from_config(_config(None)).get_current_head()
    if newest is None:
        raise RuntimeError("no migrations are installed with this program")
    return newest


def _config(connection: sa.Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
