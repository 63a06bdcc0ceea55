"""What there is to say of something that waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.place import place_of
from bot.permissions.signing.proposals import content_of
from bot.permissions.signing.rules import Matter, Stage
from bot.policy import LEAST, Act, named_with
from storage.batches import Batch
from storage.ids import PersonId, RequestId, SignOffId
from storage.sign_offs import SignOffRow
from storage.tables import Campaign, Request
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class SignOffFacts:
    """One sign-off that is open."""

    id: SignOffId
    matter: Matter
    content: str
    """The fingerprint of what is shown with it."""
    asked_by: PersonId
    expires_at: datetime
    can_sign: str
    """Who can, by name; empty where nobody was named, and only admins of the workspace can."""
    is_of_list: bool
    """It is about the whole list that a request came with: the list's card decides."""


async def waiting_of(uow: UnitOfWork, subject: Request | Batch, *, campaign: Campaign | None) -> SignOffFacts | None:
    """Return what about a request or a list waits for a second person; None where nothing does."""
    row = await uow.sign_offs.get(subject.sign_off_id) if subject.sign_off_id is not None else None
    if row is None or row.stage != Stage.OPEN or campaign is None:
        return None
    place = await place_of(uow, campaign)
    can_sign = named_with(LEAST[Act.SIGN], place.roles, place.workspace, but=row.asked_by)
    return _facts(row, subject=subject, can_sign=can_sign)


async def waiting_of_all(uow: UnitOfWork, requests: Sequence[Request]) -> dict[RequestId, SignOffFacts]:
    """Return what waits about many requests, in one question at most; in a list nobody is named who can sign."""
    pending = {each.sign_off_id: each for each in requests if each.sign_off_id is not None}
    rows = await uow.sign_offs.of_ids(list(pending)) if pending else []
    by_id = {row.id: row for row in rows if row.stage == Stage.OPEN}
    return {
        each.id: _facts(by_id[each.sign_off_id], subject=each, can_sign="")
        for each in requests
        if each.sign_off_id in by_id
    }


def _facts(row: SignOffRow, *, subject: Request | Batch, can_sign: str) -> SignOffFacts:
    return SignOffFacts(
        id=row.id,
        matter=Matter(row.matter),
        content=content_of(subject),
        asked_by=row.asked_by,
        expires_at=row.expires_at,
        can_sign=can_sign,
        is_of_list=row.batch_id is not None,
    )
