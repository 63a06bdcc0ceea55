"""What is put before a second person: from rows to what the rule decides on, and back."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from bot.permissions.signing.rules import Matter, Rule, SignOff, Stage, propose
from storage.batches import Batch
from storage.ids import BatchId, PersonId, RequestId, SignOffId
from storage.sign_offs import SignOffRow
from storage.tables import Request


def sign_off_of(row: SignOffRow, *, content: str) -> SignOff:
    """Describe a stored sign-off for the rule; `content` is the fingerprint of what would be done as things are now."""
    return SignOff(
        matter=Matter(row.matter),
        content=content,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        stage=Stage(row.stage),
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        reason=row.reason,
    )


def settle(row: SignOffRow, settled: SignOff) -> None:
    """Keep how a sign-off was settled."""
    row.stage = settled.stage.value
    row.settled_by, row.settled_at, row.reason = settled.settled_by, settled.settled_at, settled.reason


def put_before_others(
    subject: Request | Batch,
    *,
    rule: Rule,
    matter: Matter,
    by: PersonId,
    now: datetime,
    new_id: SignOffId,
) -> SignOffRow:
    """Make the sign-off of a request, of its being revoked, or of a list, and let the subject refer to it."""
    assert subject.campaign_id is not None, "a sign-off is a rule of a campaign"
    proposed = propose(rule, matter=matter, content=content_of(subject), by=by, now=now)
    subject.sign_off_id = new_id
    return SignOffRow(
        id=new_id,
        campaign_id=subject.campaign_id,
        request_id=RequestId(subject.id) if isinstance(subject, Request) else None,
        batch_id=BatchId(subject.id) if isinstance(subject, Batch) else None,
        matter=matter.value,
        content=proposed.content,
        asked_by=by,
        asked_at=proposed.asked_at,
        expires_at=proposed.expires_at,
        stage=proposed.stage.value,
    )


def content_of(subject: Request | Batch) -> str:
    """Return the fingerprint of all that a signer has to have seen."""
    seen = [subject.profile_id, subject.campaign_id, subject.message]
    if isinstance(subject, Batch):
        seen.append(subject.list_id)
    else:
        seen += [subject.creator_username, subject.until.isoformat() if subject.until else None]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]
