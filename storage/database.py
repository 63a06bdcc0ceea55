"""One database, SQLite or PostgreSQL: where it is, how it is opened, and what its failures are called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, exc, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 2.0
"""How long a write waits for another one before it is refused: a Slack ack has 3 s in all."""


FROZEN_SECONDS = 30.0
"""After this PostgreSQL ends a transaction that does nothing: its worker is frozen, and others wait for its rows."""
NOTICES_THE_DEAD = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
"""Options of a PostgreSQL session: by default the server takes two hours to notice that a machine is gone, and keeps its
locks until then."""


class DatabaseDown(Exception):
    """The database is locked, full or gone. `reason` is one of `locked`, `full`, `gone`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the database is {reason}")


def is_readable(url: str) -> bool:
    """Tell whether the setting is a URL at all."""
    try:
        make_url(url)
    except (exc.ArgumentError, ValueError):
        return False
    return True


def is_sqlite(url: str) -> bool:
    """Tell whether the setting names a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def file_of(url: str) -> Path:
    """Return the SQLite file that `url` names; raises ValueError where it names none."""
    name = make_url(url).database
    if not name or name == ":memory:":
        raise ValueError("a SQLite database must be a file: what is in memory is lost when the process ends")
    return Path(name)


def async_url(url: str) -> URL:
    """Return `url` with the async driver we use, whatever driver it named."""
    parsed = make_url(url)
    return parsed.set(drivername="sqlite+aiosqlite" if is_sqlite(url) else "postgresql+psycopg")


def engine_url(url: str) -> str:
    """Return `url` as the durable engine takes it (a synchronous driver, the password in clear)."""
    parsed = make_url(url)
    driver = "sqlite" if is_sqlite(url) else "postgresql+psycopg"
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def connect(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """Open a pooled async engine on `url`. Nothing is connected before the first use."""
    if is_sqlite(url):
        file_of(url).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(async_url(url), connect_args={"timeout": BUSY_SECONDS}, pool_size=pool_size)
        _tune_sqlite(engine)
        return engine
    return create_async_engine(
        async_url(url),
        pool_size=pool_size,
        pool_timeout=BUSY_SECONDS * 2,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": f"{NOTICES_THE_DEAD} -c lock_timeout={BUSY_SECONDS * 1000:.0f} "
            f"-c idle_in_transaction_session_timeout={FROZEN_SECONDS * 1000:.0f}",
        },
    )


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn the driver's operational failures into `DatabaseDown`, so that nobody else reads driver texts."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        raise DatabaseDown(_reason(error)) from error
    except exc.DBAPIError as error:
        if not (error.connection_invalidated or _is_no_database(error)):
            raise
        raise DatabaseDown("gone") from error


def _is_no_database(error: exc.DBAPIError) -> bool:
    """Tell whether SQLite says that its file is not one, or not a whole one: no statement of ours is to blame."""
    return getattr(error.orig, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def _reason(error: exc.SQLAlchemyError) -> str:
    words = str(getattr(error, "orig", None) or error).lower()
    if "locked" in words or "timeout" in words:
        return "locked"
    if any(sign in words for sign in ("full", "no space", "readonly", "disk i/o")):
        return "full"
    return "gone"


def _tune_sqlite(engine: AsyncEngine) -> None:
    """Use write-ahead logging, whole syncs and foreign keys, and let `UnitOfWork` begin transactions itself."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # the driver must not begin transactions behind our back
        cursor = dbapi.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        # Writers take the lock at once: a read that turns into a write later could only fail, not wait.
        mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
