"""How a database is opened, as the server sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import connect
from tests.databases import PostgresServer, fresh_url


@pytest.mark.parametrize("setting", ["tcp_keepalives_idle", "lock_timeout", "idle_in_transaction_session_timeout"])
async def test_a_machine_that_is_gone_or_frozen_does_not_keep_its_locks(
    tmp_path: Path, postgres: PostgresServer, setting: str
) -> None:
    with fresh_url("postgresql", folder=tmp_path, postgres=postgres) as url:
        engine = connect(url)
        async with engine.connect() as connection:
            who_set_it = text("SELECT source FROM pg_settings WHERE name = :setting")
            assert await connection.scalar(who_set_it, {"setting": setting}) == "client"
        await engine.dispose()
