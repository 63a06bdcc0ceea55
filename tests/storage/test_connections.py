"""What the database promises about connections, sign-ins and notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import engine_url
from storage.logins import Connection, Life, Notice, Source
from storage.migrate import migrate
from storage.tables import Profile
from storage.unit_of_work import Storage
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, NOW, a_connection, a_profile, a_sign_in


async def test_one_account_connected_in_two_workspaces_is_two_profiles_that_do_not_see_each_other(
    storage: Storage,
) -> None:
    ours, theirs = a_connection(), a_connection()
    for workspace_id, connection in ((NORTHLIGHT, ours), (ELSEWHERE, theirs)):
        async with storage.write(workspace_id) as uow:
            profile = a_profile()
            uow.profiles.add(profile)
            uow.connections.add(connection)
            await uow.flush()
            await uow.connections.lead(connection, to=profile.id, tasks=["ADVERTISE"])
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.connections.get(theirs.id) is None
        assert await uow.connections.profiles_of(theirs.id) == []
        found = await uow.connections.of_person("10223344556678001")
        assert found is not None
        assert found.id == ours.id
        ((_way, profile),) = await uow.connections.profiles_of(ours.id)
        ((way, connection),) = await uow.connections.ways_to(profile.id)
        assert (way.tasks, connection.id) == (["ADVERTISE"], ours.id)
    async with storage.across_workspaces() as everywhere:
        both = await everywhere.connections_of("10223344556678001")
        assert {each.id for each in both} == {ours.id, theirs.id}


async def test_a_person_has_one_connection_by_signing_in_and_may_have_pasted_another(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        uow.connections.add(a_connection())
        uow.connections.add(a_connection(source=Source.PASTED))
    with pytest.raises(sa.exc.IntegrityError):
        async with storage.write(NORTHLIGHT) as uow:
            uow.connections.add(a_connection())


async def test_a_link_begins_one_sign_in_and_each_round_of_the_dialog_comes_back_once(storage: Storage) -> None:
    sign_in = a_sign_in()
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.sign_ins.begin(sign_in)
    async with storage.write(NORTHLIGHT) as uow:
        assert not await uow.sign_ins.begin(a_sign_in(id=sign_in.id))
    came_back = []
    for workspace_id, turn in ((ELSEWHERE, 1), (NORTHLIGHT, 2), (NORTHLIGHT, 1), (NORTHLIGHT, 1)):
        async with storage.write(workspace_id) as uow:
            came_back.append(await uow.sign_ins.come_back(sign_in.id, turn=turn))
    assert came_back == [False, False, True, False]
    async with storage.write(ELSEWHERE) as uow:
        assert await uow.sign_ins.get(sign_in.id) is None


async def test_sign_ins_are_forgotten_after_their_time_with_all_they_held(storage: Storage) -> None:
    old, fresh = a_sign_in(ends_at=NOW - timedelta(hours=2), sealed_token="sealed"), a_sign_in()
    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.sign_ins.begin(old)
        assert await uow.sign_ins.begin(fresh)
    async with storage.across_workspaces() as everywhere:
        await everywhere.forget_sign_ins(before=NOW)
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.sign_ins.get(old.id) is None
        assert await uow.sign_ins.get(fresh.id) is not None


async def test_a_notice_is_added_once_and_is_overdue_until_it_is_sent(storage: Storage) -> None:
    def notice() -> Notice:
        return Notice(key="reconnect:c1:7", kind="reconnect", about={}, sweep_at=NOW, created_at=NOW)

    async with storage.write(NORTHLIGHT) as uow:
        assert await uow.notices.add_unless_there(notice())
        assert not await uow.notices.add_unless_there(notice())
    async with storage.across_workspaces() as everywhere:
        (unsent,) = await everywhere.notices_unsent(now=NOW, limit=5)
        assert unsent.key == "reconnect:c1:7"
    async with storage.write(NORTHLIGHT) as uow:
        found = await uow.notices.get("reconnect:c1:7", lock=True)
        assert found is not None
        found.ts = "1.2"
    async with storage.across_workspaces() as everywhere:
        assert await everywhere.notices_unsent(now=NOW, limit=5) == []


async def test_only_what_is_due_is_checked_and_only_the_living_count_as_unknown(storage: Storage) -> None:
    due = a_connection(meta_user_id=None, source=Source.PASTED, next_check_at=NOW)
    later = a_connection(next_check_at=NOW + timedelta(hours=1))
    dead = a_connection(meta_user_id=None, source=Source.PASTED, life=Life.DEAD)
    async with storage.write(NORTHLIGHT) as uow:
        for each in (due, later, dead):
            uow.connections.add(each)
    async with storage.across_workspaces() as everywhere:
        assert [each.id for each in await everywhere.connections_due(now=NOW, limit=5)] == [due.id]
        assert [each.id for each in await everywhere.unknown_grants()] == [due.id]


def test_a_token_stored_by_the_version_before_becomes_a_connection_and_stays_in_use(database_url: str) -> None:
    migrate(database_url, to="0001")
    engine = sa.create_engine(engine_url(database_url))
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO workspaces VALUES ('T1', 'Northlight', '2026-01-01 00:00:00+00:00')"))
        connection.execute(
            sa.text(
                "INSERT INTO profiles (id, workspace_id, ig_id, username, sealed_token, health, failed_looks, created_at)"
                " VALUES ('p1', 'T1', '178', 'northlight.skin', 'sealed', 'ok', 0, '2026-01-01 00:00:00+00:00')"
            )
        )
    migrate(database_url)

    def row_of(kind: type[Any], connection: sa.Connection) -> Any:
        return connection.execute(sa.select(kind.__table__)).one()

    with engine.connect() as connection:
        profile, made = row_of(Profile, connection), row_of(Connection, connection)
        assert (profile.kind, profile.connection_id, profile.sealed_token) == ("instagram", made.id, "sealed")
        assert (made.source, made.sealed_token, made.targets) == ("pasted", "sealed", {})
        assert connection.execute(sa.text("SELECT profile_id, connection_id FROM ways")).one() == ("p1", made.id)
    engine.dispose()
