"""The one way to Meta that every family shares: wait for a turn, sign, send, decode, classify, read."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Callable, Collection, Hashable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import httpx
from pydantic import SecretStr

from bot.graph.buckets import Draws
from bot.graph.budget import Weight
from bot.graph.call import Addresses, Answer, Call
from bot.graph.classification import classify, decode, find_complaint
from bot.graph.errors import GraphError, GraphNonsense, GraphUnanswered, InputRefused
from bot.graph.gate import Gate
from bot.graph.paging import Page, Walk
from bot.graph.signing import sign
from bot.graph.transport import send
from bot.words import say

Read = TypeVar("Read")
Row = TypeVar("Row", bound=Hashable)


class Wire:
    """Sends calls and reads their answers. Every method raises GraphError and nothing else.

    Nothing is repeated here: whoever calls knows whether a repeat is safe (`GraphError.may_have_happened`).
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        addresses: Addresses,
        app_secret: SecretStr,
        gate: Gate,
        deadline: float = 30.0,
        weight: Weight = Weight.PERSON,
    ) -> None:
        """Use `http` (see `pooled_http`). `deadline` is the longest a whole call may take, in seconds, however
        slowly its answer trickles in. `weight` says who waits for what is read.
        """
        self._http = http
        self._addresses = addresses
        self._app_secret = app_secret
        self._gate = gate
        self._deadline = deadline
        self._weight = weight

    def weighing(self, weight: Weight) -> Wire:
        """Return the same wire for reads that somebody else waits for."""
        other = copy.copy(self)
        other._weight = weight
        return other

    async def ask(self, call: Call, *, token: SecretStr | None, read: Callable[[Any], Read]) -> Read:
        """Make one call and read its answer; `read` raises ValueError for an answer of the wrong shape."""
        signed = sign(call, base=self._addresses.base(call.host), token=token, app_secret=self._app_secret)
        draws = await self.admit(call, token=token)
        answer = await send(self._http, signed, deadline=self._deadline)
        return await self.settle(answer, call=call, read=read, draws=draws, secrets=signed.secrets)

    async def admit(self, call: Call, *, token: SecretStr | None) -> Draws:
        """Return what a call draws from, once it may go. Raises GraphHeld when it may not: send nothing then."""
        return await self._gate.admit(call, token=token, weight=Weight.WRITE if call.writes else self._weight)

    async def settle(
        self, answer: Answer, *, call: Call, read: Callable[[Any], Read], draws: Draws, secrets: Collection[str]
    ) -> Read:
        """Turn what came back into a value, or raise the GraphError it is; what it says of limits is kept."""
        document = decode(answer.body)
        is_refusal = answer.status // 100 != 2 or document is None or find_complaint(document) is not None
        error = _named(answer, call=call, secrets=secrets) if is_refusal else None
        await self._gate.hear(draws, answer.headers, error=error)
        if error is not None:
            raise error
        return _read(read, document, call=call)

    async def walk(
        self,
        call: Call,
        *,
        token: SecretStr,
        row: Callable[[Any], Row],
        may_lack_next: bool = False,
        has_cursors_only: bool = False,
    ) -> AsyncIterator[Row]:
        """List an edge from page to page, holding one page at a time.

        `may_lack_next` is for an edge that Meta shows without `next` although it goes on (see `Walk`), and
        `has_cursors_only` for one whose guide says that it ends where there is no cursor. A cursor that
        died on the way (code 100) begins the list again, once; rows given already are left out then, unless they
        have changed.
        """
        walk, page_call, wire = Walk[Row](may_lack_next=may_lack_next), call, self
        while True:
            try:
                page = await wire.ask(page_call, token=token, read=partial(Page.read, row=row))
            except InputRefused:
                if page_call is call or not walk.may_restart():
                    raise
                page_call = call
                continue
            if has_cursors_only:
                page = replace(page, has_next=page.after is not None)
            for each in walk.fresh(page.rows):
                yield each
            after = _read(walk.cursor_after, page, call=call)
            if after is None:
                return
            page_call = call.having(after=after)
            wire = self.weighing(Weight.PERSON)  # half a list is worth nothing: what was begun is finished


def _named(answer: Answer, *, call: Call, secrets: Collection[str]) -> GraphError:
    return classify(
        answer.status,
        answer.headers,
        answer.body,
        wrote=call.writes,
        secrets=secrets,
        meanings=call.meanings,
    )


def _read(read: Callable[[Any], Read], document: Any, *, call: Call) -> Read:
    """Read an answer, or say that it cannot be read: for a write that leaves open whether it happened."""
    try:
        return read(document)
    except (ValueError, RecursionError):
        pass
    # Raised out here, so that pydantic's error, which quotes the whole answer, is not carried along.
    if call.writes:
        raise GraphUnanswered(may_have_happened=True, todo=say("graph.todo.read_back"))
    raise GraphNonsense
