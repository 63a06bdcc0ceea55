"""What is asked about permissions between Pages (guide "Facebook Account-Level Permissioning")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.graph.call import Call, segment
from bot.graph.pages_host import array, call_pages_host

MOST_ROWS = 1000
"""The largest page of the list that the guide allows."""
MOST_ACTIONS = 100
"""How many actions go into one call. The guide names no limit; a lost answer leaves these to be read back."""


class PageAction(StrEnum):
    """What a Page can do about a permission with another Page."""

    SEND = "send-request"
    """Ask; only where there is none, or none that is active."""
    CANCEL = "cancel-request"
    """Take back what was asked and not answered yet."""
    ACCEPT = "accept-request"
    REJECT = "reject-request"
    REMOVE = "remove-permission"
    """End an approved one, whichever side asked for it. See RemovalWord."""


class RemovalWord(StrEnum):
    """The guide's two words for REMOVE: its list of actions has the first, all of its examples the second."""

    REVOKE = "revoke-permission"
    REMOVE = "remove-permission"

    @property
    def other(self) -> RemovalWord:
        """Return the word to try when Meta does not take this one."""
        return RemovalWord.REMOVE if self is RemovalWord.REVOKE else RemovalWord.REVOKE


class Direction(StrEnum):
    """Who asked whom: our Page the partner, or the partner our Page."""

    SENT = "sent"
    RECEIVED = "received"


def list_permissions(
    page_id: str,
    *,
    statuses: Sequence[str],
    partner_page_ids: Sequence[str],
    direction: Direction | None,
    offset: int,
    limit: int,
) -> Call:
    """Read permissions, from the row `offset` on; filters that are empty are left out."""
    params = {"offset": str(offset), "limit": str(limit)}
    if statuses:
        params["status"] = array(statuses)
    if partner_page_ids:
        params["partner_page_ids"] = array(partner_page_ids)
    if direction is not None:
        params["permission_direction"] = direction
    return call_pages_host("GET", _edge(page_id), params)


def act(page_id: str, *, actions: Mapping[str, PageAction], word: RemovalWord) -> Call:
    """Do one thing with each of several partner Pages, by their ids."""
    body = [
        {"partner_page_id": int(partner), "action": str(word if action is PageAction.REMOVE else action)}
        for partner, action in actions.items()
    ]
    return call_pages_host("POST", _edge(page_id), {}, body=body)


def _edge(page_id: str) -> str:
    return f"/fb-account-level-permissions/{segment(page_id)}"
