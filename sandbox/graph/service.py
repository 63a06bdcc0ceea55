"""One call from arrival to answer: written down, faults met, counted, checked, carried out."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import replace
from inspect import isawaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import Clock
from sandbox.faults import Faults, NoAnswer
from sandbox.graph import batch
from sandbox.graph.access import authenticate
from sandbox.graph.address import base_of
from sandbox.graph.budget import Budget
from sandbox.graph.call import Answer, Call, read_params
from sandbox.graph.calls import Calls
from sandbox.graph.endpoints import carry_out
from sandbox.graph.errors import GraphError
from sandbox.graph.mishaps import Mishaps
from sandbox.graph.pages_api import host
from sandbox.graph.pages_api.reading import is_for, read_call
from sandbox.graph.rules import Rules
from sandbox.graph.versions import served_version
from sandbox.graph.visit import Visit
from sandbox.graph.world import World


def make_trace_id() -> str:
    """Make an `fbtrace_id`, which every error carries."""
    return "A" + base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")


class Service:
    """Graph itself: takes requests, answers as Meta would, or as a fault says."""

    def __init__(
        self,
        *,
        clock: Clock,
        world: World,
        rules: Rules,
        faults: Faults,
        budget: Budget,
        calls: Calls,
        trace_id: Callable[[], str] = make_trace_id,
    ) -> None:
        self._clock = clock
        self._world = world
        self._rules = rules
        self._mishaps = Mishaps(faults, budget, lambda call, refusal: _respond(self._refuse(call, refusal)))
        self._budget = budget
        self._calls = calls
        self._trace_id = trace_id

    async def serve(self, request: Request) -> Response:
        """Answer one HTTP request."""
        path = "/" + request.path_params["path"]
        base_url = base_of(request)
        body = await request.body()
        if is_for(path):
            return await self._carry(request, read_call(request, body))
        try:
            params = read_params(
                query=request.url.query,
                content_type=request.headers.get("content-type", ""),
                body=body,
                authorization=request.headers.get("authorization", ""),
            )
        except GraphError as refusal:
            entry = self._calls.open(Call(request.method, path, {}), at=self._clock.now())
            entry.outcome, entry.status = "answered", refusal.status
            return _respond(Answer(refusal.body(self._trace_id()), refusal.status))
        return await self._carry(request, Call(request.method, path, params, base_url))

    async def _carry(self, request: Request, call: Call, *, in_batch: bool = False) -> Response:
        if call.steps:
            call = replace(call, account=self._world.account_behind(call.steps[0]))
        entry = self._calls.open(call, at=self._clock.now(), in_batch=in_batch)
        response = await self._mishaps.meet(request, call, when="before")
        if response is None:
            response = _respond(await self._answer(request, call))
            response = await self._mishaps.meet(request, call, when="after", response=response) or response
        is_lost = isinstance(response, NoAnswer)
        entry.outcome = "lost" if is_lost else "answered"
        entry.status = None if is_lost else response.status_code
        return response

    def _refuse(self, call: Call, refusal: GraphError) -> Answer:
        headers = self._budget.headers(call, rules=self._rules)
        trace_id = self._trace_id()
        is_pages = is_for(call.path)
        body = host.write_refusal(refusal, rules=self._rules, trace_id=trace_id) if is_pages else refusal.body(trace_id)
        return Answer(body, refusal.status, headers)

    async def _answer(self, request: Request, call: Call) -> Answer:
        try:
            if call.op == "batch":
                return Answer(await self._perform_batch(request, call))
            self._budget.spend(call, rules=self._rules)
            done = self._perform(call)
            body = await done if isawaitable(done) else done
        except GraphError as refusal:
            return self._refuse(call, refusal)
        return Answer(body, headers=self._budget.headers(call, rules=self._rules))

    def _perform(self, call: Call) -> Any:
        if is_for(call.path):
            return host.carry_out(Visit(call, self._world, self._rules, version=""))
        return carry_out(Visit(call, self._world, self._rules, served_version(call)))

    async def _perform_batch(self, request: Request, call: Call) -> list[dict[str, Any] | None]:
        served_version(call)
        authenticate(self._world, call.params)
        answers = []
        for item in batch.read_items(call):
            response = await self._carry(request, item, in_batch=True)
            answers.append(_read_back(response))
        return batch.write_items(answers, params=call.params)


def _respond(answer: Answer) -> Response:
    return JSONResponse(answer.body, status_code=answer.status, headers=answer.headers)


def _read_back(response: Response) -> Answer | None:
    """Turn an item's response into its place in the batch's answer; one that never came is None."""
    if isinstance(response, NoAnswer):
        return None
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return Answer(bytes(response.body).decode("utf-8", "replace"), response.status_code, headers)
