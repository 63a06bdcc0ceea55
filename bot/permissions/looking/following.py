"""Following a creator to another handle: the Instagram id is the key, a handle is only what it is called by today.

Handles are given up and taken by others. Whoever is asked under a handle that was another account's when we last knew it is
asked only after a person has confirmed it; see `bot.permissions.asking.attempt`.
"""

from __future__ import annotations

from bot.creators.handles import Misread, read_handle
from bot.permissions.durable import DurableWork
from bot.permissions.looking.diff import nameless
from bot.permissions.record import GREENLIGHT, Change
from bot.permissions.status import State
from bot.words import say
from storage.tables import Request
from storage.unit_of_work import UnitOfWork


class Following(DurableWork):
    """Writes down what an account is called by now, within the caller's unit of work."""

    async def follow(self, uow: UnitOfWork, request: Request, *, username: str) -> None:
        """Have a request carry its account's present handle; the former one is kept, and told in the history."""
        former, ig_id = request.creator_username, request.creator_ig_id
        assert ig_id is not None, "only an account whose id is known can be followed"
        if not await uow.requests.rename(request, username=username):
            # Whoever had the handle has a live request of their own, and has not been followed yet.
            username = nameless(ig_id)
            if former == username or not await uow.requests.rename(request, username=username):
                return
        if not isinstance(read_handle(former), Misread):
            await uow.handles.leave(former, ig_id=ig_id, at=self.now())
        await uow.addresses.follow(former, to=username, ig_id=ig_id)
        await self.recorder.renamed(uow, request, former=former)

    async def stops(self, uow: UnitOfWork, request: Request, *, ig_id: str | None) -> bool:
        """Tell whether a handle has changed hands since we knew it; if so, end the request and have a person decide.

        `ig_id` is whose it is now. What may have left already is not stopped, nor is what is for the account that is meant.
        """
        if ig_id is None or request.sent_at is not None:
            return False
        known = request.creator_ig_id or await uow.handles.account_of(request.creator_username)
        if known in (None, ig_id):
            return False
        request.other_ig_id = ig_id
        words = say("ask.changed_hands", creator=request.creator_username, known=known, now=ig_id)
        await self.recorder.change(uow, request, Change(to=State.FAILED, by=GREENLIGHT, words=words))
        return True
