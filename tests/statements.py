"""What SQLAlchemy has compiled once stays compiled for the whole run: a fifth of what tests of use cases would cost.

Each test opens its own database, and with it an engine and a dialect; compiled statements are kept under the dialect,
and would all be made anew. Dialects of one kind stand for each other here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg, PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Dialect

_COMPILED: dict[Any, Any] = {}


class _OfAKind(Dialect):
    """A dialect that is as good as any other of its class."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let an engine keep its statements with those of all others; the dialect, which they are kept under, tells them apart."""
        engine.update_execution_options(compiled_cache=_COMPILED)


class KeptSQLite(_OfAKind, SQLiteDialect_aiosqlite):
    """SQLite as the storage speaks it."""

    supports_statement_cache = True


class _KeptPostgres(_OfAKind, PGDialectAsync_psycopg):
    supports_statement_cache = True


class KeptPostgres(PGDialect_psycopg):
    """PostgreSQL as the storage speaks it."""

    supports_statement_cache = True

    @classmethod
    def get_async_dialect_cls(cls, url: URL) -> type[Dialect]:
        """Give what `create_async_engine` takes."""
        return _KeptPostgres


def keep_compiled() -> None:
    """Give every engine that is opened from now on in this process what the others have compiled."""
    registry.register("sqlite.aiosqlite", __name__, "KeptSQLite")
    registry.register("postgresql.psycopg", __name__, "KeptPostgres")
