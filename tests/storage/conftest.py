"""A migrated database behind the door that the application uses."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from storage.database import connect
from storage.unit_of_work import Job, Storage
from tests.storage.builders import ELSEWHERE, NORTHLIGHT, NOW


class Jobs(list[str]):
    """Collects the ids of jobs that were enqueued."""

    def __call__(self, _connection: Connection, job: Job) -> None:
        self.append(job.id)


@pytest.fixture
def jobs() -> Jobs:
    """The jobs enqueued so far."""
    return Jobs()


@pytest.fixture
async def storage(ready_url: str, jobs: Jobs) -> AsyncIterator[Storage]:
    """Storage with two workspaces in it."""
    storage = Storage(connect(ready_url), enqueue=jobs)
    async with storage.across_workspaces() as everywhere:
        await everywhere.ensure(NORTHLIGHT, name="Northlight", now=NOW)
        await everywhere.ensure(ELSEWHERE, name="Elsewhere", now=NOW)
    yield storage
    await storage.close()
