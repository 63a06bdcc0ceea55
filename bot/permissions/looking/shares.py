"""One brand's share of its business's list: whether it holds news, and whether it agrees with the brand's own list. Pure.

Meta describes the list of a whole business in one document, of 2022, without the numbers of its statuses and without ids
of permissions. So nothing is told by it: it only says of which brands nothing is new. Whatever looks new is read from the
brand's own list, which is also read now and then although nothing looks new.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.permissions.looking.diff import Known, Listed, difference
from bot.permissions.status import ENDED, standing_of

OWN_WITHIN = timedelta(hours=1)
"""For how long at most a brand's own list goes unread: a business's list that stands still is found out by then."""


def digest_of(share: Sequence[Listed]) -> str:
    """Name a share by all it says, in whatever order: 64 characters."""
    rows = sorted(json.dumps([row.creator_ig_id, row.creator_username, row.status]) for row in share)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def is_quiet(
    share: Sequence[Listed],
    known: Sequence[Known],
    *,
    digest_before: str | None,
    own_read_at: datetime | None,
    now: datetime,
) -> bool:
    """Tell whether a brand's own list need not be read.

    That is so while its share says what it said when the own list was last read, which is not long ago, and explains all
    that is known of its requests. A share without a row says nothing: the account may have been left out.
    """
    if not share or own_read_at is None or not own_read_at <= now < own_read_at + OWN_WITHIN:
        return False
    if digest_of(share) != digest_before:
        return False
    state = {request.request_id: request.state for request in known}
    found = difference(share, known, now=now)
    is_settled = not (found.missing or found.found or found.renamed)
    return is_settled and all(each.state is state[each.request_id] for each in found.changes)


def agrees(share: Sequence[Listed], own: Sequence[Listed]) -> bool:
    """Tell whether both lists have the same standing permissions. Those that ended may be left out of either."""
    ours, theirs = list(_standing(own)), list(_standing(share))
    by_account = [Counter((row.creator_ig_id, standing_of(row.status)) for row in rows) for rows in (ours, theirs)]
    if all(row.creator_ig_id for row in ours):
        return by_account[0] == by_account[1]
    by_handle = [Counter((row.creator_username, standing_of(row.status)) for row in rows) for rows in (ours, theirs)]
    return all(row.creator_username for row in ours) and by_handle[0] == by_handle[1]


def _standing(rows: Sequence[Listed]) -> Iterator[Listed]:
    return (row for row in rows if standing_of(row.status) not in ENDED)
