"""Files that people pick for a modal's file_input, and their way to the app.

https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sandbox.slack import world
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import User


def pick(workspace: Workspace, *, user: User, name: str, content: bytes) -> dict[str, Any]:
    """Upload a file as a person does for a file_input; answers the file object that the submission carries."""
    file_id = workspace.ids.new("F")
    address = f"{workspace.base_url}/files-pri/{world.TEAM_ID}-{file_id}"
    file = {
        "id": file_id,
        "name": name,
        "title": name,
        "user": user.id,
        "size": len(content),
        "filetype": name.rpartition(".")[2],
        "is_external": False,
        "url_private": f"{address}/{name}",
        "url_private_download": f"{address}/download/{name}",
    }
    workspace.uploads[file_id] = {**file, "content": content}
    return file


async def download(request: Request, *, workspace: Workspace) -> Response:
    """Give the bytes of a file to the bot; anybody else is sent to the page where people sign in, as Slack does."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token != world.BOT_TOKEN or "files:read" not in workspace.manifest.scopes:
        return RedirectResponse(f"{workspace.base_url}/signin", status_code=302)
    upload = workspace.uploads.get(request.path_params["file"].partition("-")[2])
    if upload is None or upload["content"] is None:
        return PlainTextResponse("no such file", status_code=404)
    return Response(upload["content"], media_type="text/plain")
