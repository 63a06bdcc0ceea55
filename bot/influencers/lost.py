"""What stands on a creator's login ends: its rows, its token, and what the channel hears of it."""

from __future__ import annotations

from datetime import datetime

from bot.comments.notes import tell_end
from bot.connections.giving_back import give_back_job
from bot.influencers.notices import Kind
from bot.notices.announcing import announce
from storage.ids import PersonId, new_id
from storage.influencers import Asset, Ending
from storage.logins import Connection, Life
from storage.tables import AuditEntry
from storage.unit_of_work import UnitOfWork


async def end_asset(
    uow: UnitOfWork,
    asset: Asset,
    connection: Connection | None,
    *,
    ending: Ending,
    by: str,
    now: datetime,
    words: str = "",
) -> None:
    """End an asset whose row and connection are locked; where nothing else stands on its login, that is let go.

    A login that Meta takes is given back there before its token is forgotten; a dead one is forgotten at once.
    """
    asset.ended_at, asset.ending, asset.words = now, ending, words or None
    asset.connection_id = None
    asset.version += 1
    await uow.flush()
    uow.audit.append(
        AuditEntry(
            id=new_id(),
            at=now,
            tag=f"{_source(by)}:asset:{ending}",
            actor=by,
            subject_id=asset.id,
            before={"connection": connection.id if connection else None},
            after={},
            labels={"campaign": asset.campaign_id},
            why=words,
        )
    )
    about = {"asset": asset.id, "campaign": asset.campaign_id}
    await uow.hooks.look_at(asset.id, at=now)
    await tell_end(uow, asset, now=now)
    await announce(uow, Kind.ENDED, of=f"{asset.id}:{asset.version}", about=about, to=None, now=now)
    if connection is None or await uow.assets.on_connection(connection.id):
        return
    if connection.life is Life.ALIVE and ending is not Ending.MOVED:
        connection.life, connection.left_by = Life.LEAVING, PersonId(by) if _source(by) == "person" else None
        connection.next_check_at, connection.failed_checks = None, 0
        await uow.enqueue(give_back_job(connection, profiles=[]))
    elif connection.life is not Life.LEAVING:
        await uow.connections.remove(connection)


async def lose(uow: UnitOfWork, connection: Connection, *, words: str, now: datetime) -> None:
    """End everything that stands on a creator's login that Meta takes no more."""
    standing = await uow.assets.on_connection(connection.id)
    for asset in standing:
        await end_asset(uow, asset, connection, ending=Ending.WITHDRAWN, by="meta", now=now, words=words)
    if not standing:
        await uow.connections.remove(connection)


def _source(by: str) -> str:
    return by if by in ("greenlight", "meta") else "person"
