"""Bring a database to the schema this version needs; safe to run again, and from several processes at once."""

from __future__ import annotations

import errno
from pathlib import Path

import sqlalchemy as sa

from storage.database import DatabaseDown, engine_url, failures_named, file_of, is_sqlite

_LOCK = 7_311_904_212
"""Any number will do, as long as it is ours: PostgreSQL's advisory lock for migrating."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = sa.table("alembic_version", sa.column("version_num", sa.String()))


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
            before, wanted = _version(connection), to or head()
            if before != wanted:
                _upgrade(connection, to=wanted)
    finally:
        engine.dispose()
    return before, wanted


def _make_folder_of(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseDown("full" if error.errno in (errno.ENOSPC, errno.EROFS) else "gone") from error


def head() -> str:
    """Return the schema version this program needs: the number that the newest migration's file begins with."""
    return max(file.stem.split("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.execute(sa.select(_VERSIONS.c.version_num)).scalar()


def _upgrade(connection: sa.Connection, *, to: str) -> None:
    # Here and not above: Alembic is a seventh of what a process needs to start, and most find nothing to do for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
