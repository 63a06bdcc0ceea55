"""What is particular to PostgreSQL: connections that the server cuts, and tables that are not ours alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
import pytest_asyncio

from tests.databases import PostgresServer, fresh_url
from tests.stories.office import Office, an_office
from tests.stories.test_secrets_kept import secrets_of

pytestmark = [pytest.mark.story, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(
    services: tuple[str, str], tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer
) -> AsyncIterator[Office]:
    """One office, on PostgreSQL."""
    folder = tmp_path_factory.mktemp("office")
    with fresh_url("postgresql", folder=folder, postgres=postgres) as url:
        async with an_office(services, folder=folder, database_url=url) as office:
            yield office


async def _held(office: Office) -> bool:
    return bool((await office.desk.meta.get("held"))["held"])


async def test_connections_cut_by_the_server_in_the_middle_of_asking_lose_nothing(office: Office) -> None:
    creator = await office.creator()
    await office.desk.meta.post("fault", on="request", kind="hold", when="after", times=1)
    await office.asked(f"@{creator}")
    await office.desk.eventually(lambda: _held(office), about="the request held")
    gone = set[int]()

    async def somebody_else_is_cut_off() -> bool:
        cut = _cut_everybody_off(office)
        is_new = not cut <= gone
        gone.update(cut)
        return is_new

    for _ in range(3):
        await office.desk.eventually(somebody_else_is_cut_off, about="a connection to cut")
    await office.desk.meta.post("release")
    card = await office.desk.card(f"@{creator}", "Waiting", seconds=30)
    await office.desk.meta.answer(creator, "approve")
    await office.desk.told(card, "Approved", f"<@{office.ana}>", seconds=30)
    await office.asked_once(creator)
    assert (await office.desk.type(office.ana, office.desk.spring, "status"))["ok"]
    await office.whispered("1 request")


def _url_of(office: Office) -> str:
    url: str = office.desk.environment["GREENLIGHT_DATABASE_URL"]
    return url


def _cut_everybody_off(office: Office) -> set[int]:
    with psycopg.connect(_url_of(office), autocommit=True) as connection:
        cut = connection.execute(
            "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for pid, _done in cut}


async def test_no_secret_is_in_any_table_the_engines_own_among_them(office: Office) -> None:
    creator = await office.creator()
    await office.asked(f"@{creator}")
    await office.desk.card(f"@{creator}", "Waiting")
    rows = list(_every_row(office))
    assert any(creator in row for row in rows)
    assert {row.split(".")[0] for row in rows} == {"public", "dbos"}
    for what, secret in secrets_of(office).items():
        assert not [row[:80] for row in rows if secret in row], what


def _every_row(office: Office) -> Iterator[str]:
    with psycopg.connect(_url_of(office)) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'dbos')"
        ).fetchall()
        for schema, table in tables:
            for (row,) in connection.execute(f'SELECT t::text FROM "{schema}"."{table}" AS t'):
                yield f"{schema}.{table}: {row}"
