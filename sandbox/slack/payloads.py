"""The JSON that reaches the app for each thing a person does.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from typing import Any

from sandbox.slack import world
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import Channel, Message, User

# Slack still sends this deprecated field; nobody should read it.
_VERIFICATION = "sandbox-verification-token"


def command(
    workspace: Workspace, user: User, channel: Channel, *, command: str, text: str, trigger_id: str
) -> dict[str, Any]:
    """Build a slash command's form fields."""
    names = {"channels": channel.name, "groups": "privategroup", "im": "directmessage"}
    return {
        "token": _VERIFICATION,
        "team_id": world.TEAM_ID,
        "team_domain": world.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": names[channel.kind],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": world.APP_ID,
        "is_enterprise_install": "false",
        "response_url": workspace.response_url(user=user.id, channel=channel.id, kind="commands"),
        "trigger_id": trigger_id,
    }


def interaction(kind: str, user: User, **about: Any) -> dict[str, Any]:
    """Build what every interaction payload has."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        # The workspace the app is in, also when somebody of another company clicks:
        # https://github.com/slackapi/java-slack-sdk/issues/1041
        "team": {"id": world.TEAM_ID, "domain": world.TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": world.APP_ID,
        "token": _VERIFICATION,
        **about,
    }


def in_view(view: View) -> dict[str, Any]:
    """Say in which view something happened."""
    return {"view": view.as_json(), "container": {"type": "view", "view_id": view.id}}


def in_message(channel: Channel, message: Message, shown: dict[str, Any]) -> dict[str, Any]:
    """Say in which message something happened."""
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "message": shown,
        "state": {"values": message.state},
    }


def event(workspace: Workspace, inner: dict[str, Any]) -> dict[str, Any]:
    """Wrap an event as the Events API does."""
    return {
        "token": _VERIFICATION,
        "team_id": world.TEAM_ID,
        "api_app_id": world.APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": workspace.ids.new("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.TEAM_ID,
                "user_id": workspace.world.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.ids.secret('event context')}",
    }
