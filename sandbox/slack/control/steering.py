"""Control calls that steer the sandbox itself: faults, clock, limits, connections, reset."""

from __future__ import annotations

from typing import Any

from sandbox.faults import Fault
from sandbox.slack.api import FAULT_FILTERS, FAULTS
from sandbox.slack.errors import Impossible
from sandbox.slack.workspace import Workspace

Body = dict[str, Any]


async def fault(workspace: Workspace, body: Body) -> Body:
    """Order a fault."""
    try:
        ordered = Fault.read(body, kinds=FAULTS, filters=FAULT_FILTERS)
    except ValueError as wrong:
        raise Impossible(str(wrong)) from wrong
    workspace.faults.order(ordered)
    return {"ok": True}


async def release(workspace: Workspace, body: Body) -> Body:
    """Let held calls go on, or drop their connections."""
    return {"ok": True, "released": workspace.faults.release(drop=body.get("drop", False))}


async def clock(workspace: Workspace, body: Body) -> Body:
    """Move the clock forward."""
    try:
        workspace.clock.advance(float(body["advance_seconds"]))
    except ValueError as wrong:
        raise Impossible(str(wrong)) from wrong
    return {"ok": True, "now": workspace.clock.now()}


async def limits(workspace: Workspace, body: Body) -> Body:
    """Turn rate limits on or off, and give the app longer to answer."""
    workspace.limits.enabled = bool(body.get("enabled", workspace.limits.enabled))
    workspace.limits.answer_seconds = float(body.get("answer_seconds", workspace.limits.answer_seconds))
    return {"ok": True}


async def charts(workspace: Workspace, body: Body) -> Body:
    """Say whether this workspace has charts in messages yet."""
    workspace.takes_charts = bool(body["taken"])
    return {"ok": True}


async def socket(workspace: Workspace, body: Body) -> Body:
    """Let something happen to the Socket Mode connections."""
    try:
        await workspace.delivery.sockets.act(body["action"])
    except ValueError as wrong:
        raise Impossible(str(wrong)) from wrong
    return {"ok": True, "connections": workspace.delivery.sockets.count()}


async def http(workspace: Workspace, body: Body) -> Body:
    """Deliver to this URL from now on, or by Socket Mode again with null."""
    workspace.delivery.request_url = body["url"]
    return {"ok": True}


async def reset(workspace: Workspace, body: Body) -> Body:
    """Bring back the seeded world; connections stay, and the clock is not moved back."""
    del body
    workspace.delivery.forget_events()
    workspace.limits.as_usual()
    workspace.delivery.sockets.is_refusing = False
    workspace.reset()
    return {"ok": True}
