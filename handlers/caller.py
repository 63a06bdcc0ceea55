"""Who does something, in which workspace and where, read from any payload of Slack's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.ids import ChannelId, PersonId, WorkspaceId


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who and where."""

    workspace_id: WorkspaceId
    person_id: PersonId
    channel_id: ChannelId | None


def caller_of(body: Mapping[str, Any]) -> Caller:
    """Read the caller of a command, an interaction or an event.

    `team` is null where the app is installed for a whole organisation; the view knows its team then.
    https://docs.slack.dev/reference/interaction-payloads
    """
    team, user = body.get("team") or {}, body.get("user") or {}
    view, event = body.get("view") or {}, body.get("event") or {}
    channel = body.get("channel") or {}
    return Caller(
        workspace_id=WorkspaceId(body.get("team_id") or team.get("id") or view.get("team_id") or user["team_id"]),
        person_id=PersonId(body.get("user_id") or user.get("id") or event["user"]),
        channel_id=body.get("channel_id") or channel.get("id") or (body.get("container") or {}).get("channel_id"),
    )
