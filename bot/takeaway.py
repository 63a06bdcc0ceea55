"""`greenlight export`: requests or the whole history of a workspace, from the database to a file or standard output.

It needs the database and nothing else, so that it works when Slack and Meta are no more.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.app import migrated
from bot.errors import Misconfigured, NotFound
from bot.operator import no_durable_work
from bot.reporting.exporting import Form, What, written_out
from bot.wiring.outside import utc_now
from storage.database import connect
from storage.ids import WorkspaceId, new_id
from storage.repositories.reading import Scope
from storage.tables import AuditEntry
from storage.unit_of_work import Storage


@dataclass(frozen=True, kw_only=True)
class Takeaway:
    """What is taken, and where to."""

    workspace_id: str | None
    """None: the only one there is."""
    what: What
    form: Form
    out: Path | None
    """None: standard output."""


async def take_away(url: str, wish: Takeaway) -> int:
    """Write the file, and in the history that it was taken; return how many rows are in it.

    The file at `out` is replaced once the new one is whole. Raises NotFound, Misconfigured, StorageDown, DatabaseDown.
    """
    await asyncio.to_thread(migrated, url)
    storage = Storage(connect(url), enqueue=no_durable_work)
    try:
        workspace_id = await _workspace(storage, wish.workspace_id)
        rows = 0
        with _opened(wish.out) as file:
            async with storage.read(workspace_id) as uow:
                async for piece, count in written_out(uow, wish.what, wish.form, scope=Scope(sight=None)):
                    await asyncio.to_thread(file.write, piece)
                    rows += count
        await _note(storage, workspace_id, wish, rows=rows)
        return rows
    finally:
        await storage.close()


async def _workspace(storage: Storage, named: str | None) -> WorkspaceId:
    async with storage.across_workspaces() as everywhere:
        found = await everywhere.only() if named is None else await everywhere.get(WorkspaceId(named))
    if found is not None:
        return found.id
    if named is None:
        raise NotFound(
            "There is not exactly one workspace in the database.",
            todo="Name it: `greenlight export --workspace T0123…`, the id in the address of Slack in a browser.",
        )
    raise NotFound(f"No workspace {named} is in the database.", todo="Look at its id, and at GREENLIGHT_DATABASE_URL.")


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError as error:
        raise Misconfigured(
            f"{out} cannot be written: {error.strerror}.", todo="Name a file in a folder that is there and yours."
        ) from None
    try:
        with file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


async def _note(storage: Storage, workspace_id: WorkspaceId, wish: Takeaway, *, rows: int) -> None:
    async with storage.write(workspace_id) as uow:
        uow.audit.append(
            AuditEntry(
                id=new_id(),
                at=utc_now(),
                tag="operator:report:exported",
                actor="operator",
                subject_id=workspace_id,
                before={},
                after={"what": wish.what.value, "format": wish.form.value, "rows": rows},
                labels={},
            )
        )
