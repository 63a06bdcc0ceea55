"""History only grows, and stays readable; names of people in it can be erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import engine_url
from storage.ids import new_id
from storage.migrate import migrate
from storage.tables import AuditEntry
from storage.unit_of_work import Storage
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW


def an_entry(**given: object) -> AuditEntry:
    values = {
        "id": new_id(),
        "at": NOW,
        "tag": "person:profile:connected",
        "actor": ANA,
        "subject_id": "p1",
        "before": {},
        "after": {},
        "labels": {},
    }
    return AuditEntry(**(values | given))


EVERYWHERE = [
    "UPDATE audit SET why = 'rewritten'",
    "UPDATE audit SET labels = labels",
    "DELETE FROM audit",
    "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT (id) DO UPDATE SET why = 'rewritten'",
]
ATTEMPTS = {
    "sqlite": [*EVERYWHERE, "INSERT OR REPLACE INTO audit SELECT * FROM audit"],
    "postgresql": [*EVERYWHERE, "TRUNCATE audit CASCADE", "TRUNCATE workspaces CASCADE"],
}


async def test_the_database_itself_refuses_to_alter_history(storage: Storage, ready_url: str) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        uow.audit.append(an_entry(id="e1", why="as it was"))
    engine = create_engine(engine_url(ready_url))

    for attempt in ATTEMPTS[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="history is never altered"), engine.begin() as connection:
            connection.execute(text(attempt))

    with engine.begin() as connection:
        assert connection.execute(text("SELECT id, why FROM audit")).all() == [("e1", "as it was")]
    engine.dispose()


async def test_a_name_is_known_until_it_is_erased_and_then_nobody_can_write_it_again(storage: Storage) -> None:
    for workspace in (NORTHLIGHT, ELSEWHERE):
        async with storage.write(workspace) as uow:
            await uow.names.note("c1", "Nora Lind", meta_user_id="1022")
            await uow.names.note(ANA, "Ana")

    async with storage.across_workspaces() as everywhere:
        assert await everywhere.erase_person("1022", now=NOW, words="gone") == 2
        assert await everywhere.erase_person("1022", now=NOW, words="gone") == 0

    async with storage.write(NORTHLIGHT) as uow:
        await uow.names.note("c1", "Nora Lind", meta_user_id="1022")
        await uow.names.note(ANA, "Ana of Northlight")
    async with storage.read(NORTHLIGHT) as uow:
        assert await uow.names.all() == {"c1": None, ANA: "Ana of Northlight"}


def test_names_leave_the_history_of_a_database_that_was_there_before(database_url: str) -> None:
    migrate(database_url, to="0005")
    engine = create_engine(engine_url(database_url))
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO workspaces (id, name, created_at) VALUES ('T1', 'North', :now)"), {"now": NOW}
        )
        for entry, after, labels in (
            ("e1", '{"connection": "c1"}', '{"profile": "northlight.skin", "login": "Nora Lind"}'),
            ("e2", "{}", '{"profile": "northlight.home"}'),
        ):
            connection.execute(
                text(
                    "INSERT INTO audit (id, workspace_id, at, tag, actor, subject_id, before, after, labels, why) "
                    "VALUES (:id, 'T1', :at, 'person:profile:connected', 'U1', 'p1', '{}', :after, :labels, '')"
                ),
                {"id": entry, "at": NOW + timedelta(seconds=1), "after": after, "labels": labels},
            )

    migrate(database_url)

    with engine.begin() as connection:
        kept = connection.execute(text("SELECT CAST(labels AS TEXT) FROM audit ORDER BY id")).scalars().all()
        assert "Nora" not in "".join(kept)
        assert '"login": "c1"' in kept[0]
        assert connection.execute(text("SELECT subject_id, name FROM names")).all() == [("c1", "Nora Lind")]
    engine.dispose()


async def test_who_did_something_lately_and_has_no_name_yet_is_found_once(storage: Storage) -> None:
    for workspace in (NORTHLIGHT, ELSEWHERE):
        async with storage.write(workspace) as uow:
            for actor in (ANA, ANA, "W0GRID", "meta", "greenlight", "operator"):
                uow.audit.append(an_entry(actor=actor))
            uow.audit.append(an_entry(actor="U0LONGAGO", at=NOW - timedelta(days=3)))
    async with storage.write(NORTHLIGHT) as uow:
        await uow.names.note(ANA, "Ana")

    async with storage.across_workspaces() as everywhere:
        found = await everywhere.actors_unnamed(since=NOW - timedelta(days=2), limit=10)
        assert len(await everywhere.actors_unnamed(since=NOW - timedelta(days=2), limit=1)) == 1

    assert sorted(found) == [(ELSEWHERE, ANA), (ELSEWHERE, "W0GRID"), (NORTHLIGHT, "W0GRID")]


async def test_the_history_of_one_thing_is_turned_page_by_page_from_its_newest_entry(storage: Storage) -> None:
    async with storage.write(NORTHLIGHT) as uow:
        for number in range(5):
            uow.audit.append(an_entry(id=f"e{number}", at=NOW + timedelta(minutes=number // 2)))
        uow.audit.append(an_entry(id="other", subject_id="p2"))
    async with storage.write(ELSEWHERE) as uow:
        uow.audit.append(an_entry(id="theirs"))

    async with storage.read(NORTHLIGHT) as uow:
        pages = [[each.id for each in await uow.audit.newest_of("p1", skip=skip, limit=2)] for skip in (0, 2, 4, 6)]

    assert pages == [["e4", "e3"], ["e2", "e1"], ["e0"], []]
