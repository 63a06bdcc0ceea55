"""The history of one request as a person may see it, page by page, also of what its thread was never told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.letters.facts import LetterFacts, letter_facts
from bot.permissions.facts import HistoryFacts, RequestFacts, history_of
from bot.permissions.reading.lists import Lists
from bot.permissions.record import is_person
from storage.ids import PersonId, RequestId, WorkspaceId
from storage.letters import LetterState
from storage.tables import AuditEntry
from storage.unit_of_work import Storage, UnitOfWork

PAST_SHOWN = 15
"""Entries on a page: each has two blocks, and a page is to be looked over."""


@dataclass(frozen=True, kw_only=True)
class PastPage:
    """A part of a history, newest first."""

    request: RequestFacts
    entries: Sequence[HistoryFacts]
    skipped: int
    """How many newer entries there are."""
    is_more: bool
    """Whether there are older ones."""


class Past:
    """The use case."""

    def __init__(self, *, storage: Storage, lists: Lists) -> None:
        self._storage = storage
        self._lists = lists

    async def page(
        self, workspace_id: WorkspaceId, request_id: RequestId, *, person_id: PersonId, skip: int = 0
    ) -> PastPage:
        """Return a page of it; raises NotFound where the request is not there or not theirs to see, and SlackError."""
        request = await self._lists.one(workspace_id, request_id, person_id=person_id)
        async with self._storage.read(workspace_id) as uow:
            found = await uow.audit.newest_of(request_id, skip=skip, limit=PAST_SHOWN + 1)
            entries = [
                history_of(entry, request, called=None, letter=await _letter_then(uow, entry))
                for entry in found[:PAST_SHOWN]
            ]
        return PastPage(request=request, entries=entries, skipped=skip, is_more=len(found) > PAST_SHOWN)


async def _letter_then(uow: UnitOfWork, entry: AuditEntry) -> LetterFacts | None:
    """Return the letter that an entry is about, as it stood then."""
    letter = await uow.letters.get(entry.after["letter"]) if "letter" in entry.after else None
    if letter is None:
        return None
    state = LetterState(entry.after["letter_state"])
    return replace(letter_facts(letter), state=state, words=entry.why or None, by=is_person(entry.actor))
