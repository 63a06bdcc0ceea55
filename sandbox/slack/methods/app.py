"""auth.test, api.test, apps.connections.open, team.info."""

from __future__ import annotations

from sandbox.slack import world
from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.workspace import Workspace


def _test_api(workspace: Workspace, arguments: Arguments) -> Answer:
    del workspace
    if "error" in arguments:
        raise Refused(arguments["error"])
    return {"args": dict(arguments)}


def _test_auth(workspace: Workspace, arguments: Arguments) -> Answer:
    del arguments
    return {
        "url": f"https://{world.TEAM_DOMAIN}.slack.com/",
        "team": world.TEAM_NAME,
        "user": workspace.world.bot.name,
        "team_id": world.TEAM_ID,
        "user_id": workspace.world.bot.id,
        "bot_id": world.BOT_ID,
        "is_enterprise_install": False,
    }


def _open_connection(workspace: Workspace, arguments: Arguments) -> Answer:
    del arguments
    if workspace.delivery.request_url is not None or not workspace.manifest.uses_socket:
        raise Refused("socket_mode_not_enabled")
    base = workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={workspace.delivery.sockets.ticket()}&app_id={world.APP_ID}"}


def _tell_team(workspace: Workspace, arguments: Arguments) -> Answer:
    del workspace
    if arguments.get("team", world.TEAM_ID) != world.TEAM_ID:
        raise Refused("team_not_found")
    return {"team": {"id": world.TEAM_ID, "name": world.TEAM_NAME, "domain": world.TEAM_DOMAIN}}


METHODS = (
    Method(name="api.test", tier=Tier.T4, run=_test_api, optional={"error": "string", "foo": "string"}),
    Method(name="auth.test", tier=Tier.SPECIAL, run=_test_auth),
    # Tier 3 on the method's page, Tier 1 in a comment of slack_sdk: the wider one.
    Method(name="apps.connections.open", tier=Tier.T3, run=_open_connection, token="app"),
    Method(
        name="team.info",
        tier=Tier.T3,
        run=_tell_team,
        scopes=("team:read",),
        optional={"team": "string", "domain": "string"},
    ),
)
