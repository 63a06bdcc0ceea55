"""Answers Web API calls: token, scope, rate, arguments, effect, with the faults on order around it."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import Fault, NoAnswer, When
from sandbox.slack import world
from sandbox.slack.arguments import Incoming, check_arguments, read_call
from sandbox.slack.errors import Refused, Throttled
from sandbox.slack.functions import State
from sandbox.slack.methods import METHODS
from sandbox.slack.methods.method import Method
from sandbox.slack.workspace import Workspace

FAULTS = frozenset({"error", "status", "slow", "lost", "hold", "garbage", "ratelimited"})
FAULT_FILTERS = frozenset({"channel", "user"})
"""Arguments of a call that a fault may be narrowed to."""


async def answer_call(request: Request, *, workspace: Workspace) -> Response:
    """Answer one call of `/api/<method>`."""
    name = request.path_params["method"]
    entry: dict[str, Any] = {
        "at": workspace.clock.now(),
        "method": name,
        "args": {},
        "ok": None,
        "error": None,
        "status": None,
    }
    workspace.calls.append(entry)
    try:
        incoming = await read_call(request)
    except Refused as refused:
        return _noted(entry, _refusal(refused))
    entry["args"] = incoming.values
    response = await _meet(request, workspace, entry, when="before")
    if response is None:
        response = _carry_out(workspace, name, incoming)
        response = await _meet(request, workspace, entry, when="after") or response
    response.headers["x-oauth-scopes"] = ",".join(sorted(workspace.manifest.scopes))
    return _noted(entry, response)


async def _meet(request: Request, workspace: Workspace, entry: dict[str, Any], *, when: When) -> Response | None:
    return await workspace.faults.meet(
        request,
        on=entry["method"],
        when=when,
        args=entry["args"],
        answer=_ordered_answer,
        about={name: str(entry["args"].get(name)) for name in FAULT_FILTERS},
    )


def _ordered_answer(fault: Fault) -> Response:
    if fault.kind == "ratelimited":
        return _refusal(Throttled(int(fault.options.get("seconds", 1))))
    return _refusal(Refused(str(fault.options.get("error", "internal_error"))))


def _carry_out(workspace: Workspace, name: str, incoming: Incoming) -> Response:
    try:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        _check_token(workspace, method, incoming.token)
        workspace.caller_token = incoming.token
        if method.scopes:
            workspace.require_scope(*method.scopes)
        workspace.limits.count(name, tier=method.tier)
        values = incoming.values if method.takes_json or not incoming.is_json else {}
        arguments = check_arguments(values, required=method.required, optional=method.optional)
        return JSONResponse({"ok": True, **method.run(workspace, arguments)})
    except Refused as refused:
        return _refusal(refused)


def _check_token(workspace: Workspace, method: Method, token: str | None) -> None:
    if method.name == "api.test":
        return
    if not token:
        raise Refused("not_authed")
    if (execution := workspace.executions.of_token(token)) is not None:
        # It speaks as the bot does, for as long as its step runs.
        if execution.state is not State.RUNNING:
            raise Refused("token_revoked")
        token = world.BOT_TOKEN
    if token not in (world.BOT_TOKEN, world.APP_TOKEN):
        raise Refused("invalid_auth")
    if (token == world.APP_TOKEN) != (method.token == "app"):
        raise Refused("not_allowed_token_type")


def _refusal(refused: Refused) -> Response:
    body = {"ok": False, "error": refused.error, **refused.about}
    if isinstance(refused, Throttled):
        return JSONResponse(body, status_code=429, headers={"Retry-After": str(refused.retry_after)})
    return JSONResponse(body)


def _noted(entry: dict[str, Any], response: Response) -> Response:
    if isinstance(response, NoAnswer):
        entry |= {"ok": False, "error": "lost"}
        return response
    entry["status"] = response.status_code
    if response.media_type == "application/json":
        body = json.loads(bytes(response.body))
        entry |= {"ok": body["ok"], "error": body.get("error")}
    else:
        entry |= {"ok": False, "error": "garbage"}
    return response
