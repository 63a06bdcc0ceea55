"""Faults as they happen to calls to Graph: what each kind answers, and which calls it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sandbox.faults import Fault, Faults, When
from sandbox.graph import nonsense
from sandbox.graph.budget import Budget
from sandbox.graph.call import Call
from sandbox.graph.calls import mask
from sandbox.graph.errors import GraphError, bad_parameter, named, session_ended

FILTERS = frozenset({"has_cursor", "method", "profile_ig_id"})
"""What narrows a fault to some of the calls it names."""


@dataclass(frozen=True)
class Mishaps:
    """The faults on order, and `refuse`, by which this service writes a refusal."""

    faults: Faults
    budget: Budget
    refuse: Callable[[Call, GraphError], Response]

    async def meet(
        self, request: Request, call: Call, *, when: When, response: Response | None = None
    ) -> Response | None:
        """Carry out the next fault for this call, if any; `response` is the answer, once there is one."""
        has_cursor = not {"after", "before"}.isdisjoint(call.params)
        about = {
            "profile_ig_id": call.profile_ig_id or "",
            "method": call.method,
            "has_cursor": "yes" if has_cursor else "no",
        }
        return await self.faults.meet(
            request,
            on=call.op,
            when=when,
            args=mask(call.params),
            answer=lambda fault: self._answer(call, fault, response),
            about=about,
        )

    def _answer(self, call: Call, fault: Fault, response: Response | None) -> Response:
        if fault.kind in nonsense.KINDS:
            return nonsense.spoil(fault.kind, fault.options, response=response or Response(), call=call)
        return self.refuse(call, self._refusal_of(call, fault))

    def _refusal_of(self, call: Call, fault: Fault) -> GraphError:
        code, subcode = fault.options.get("code"), fault.options.get("subcode")
        match fault.kind:
            case "expired":
                return session_ended(463)
            case "dead_cursor":
                return bad_parameter("After Cursor specified exceeds the max limit supported by this endpoint")
            case "throttle":
                code = self._block(call, fault)
        return named(code or 1, subcode=subcode, status=fault.options.get("status"))

    def _block(self, call: Call, fault: Fault) -> int:
        block = self.budget.block(
            call,
            on=fault.on,
            code=fault.options.get("code"),
            minutes=fault.options.get("minutes", 5),
            profile_ig_id=fault.only.get("profile_ig_id"),
        )
        return block.code
