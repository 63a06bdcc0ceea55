"""Files that people pick for a modal's file_input, and their way to the app.

https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from sandbox.slack import world
from sandbox.slack.workspace import Workspace
from sandbox.slack.world import User

PIECE = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """A large file that is nowhere whole: a line again and again, up to so many bytes."""

    line: bytes
    size: int

    def __len__(self) -> int:
        return self.size

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes, some at a time."""
        lines = self.line * (PIECE // len(self.line) + 1)
        for left in range(self.size, 0, -len(lines)):
            yield lines[:left]


def pick(
    workspace: Workspace, *, user: User, name: str, content: bytes | Repeated, told_size: int | None = None
) -> dict[str, Any]:
    """Upload a file as a person does for a file_input; answers the file object that the submission carries.

    With `told_size`, Slack is wrong about how large it is.
    """
    file_id = workspace.ids.new("F")
    address = f"{workspace.base_url}/files-pri/{world.TEAM_ID}-{file_id}"
    file = {
        "id": file_id,
        "name": name,
        "title": name,
        "user": user.id,
        "size": len(content) if told_size is None else told_size,
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
    content = upload["content"]
    if isinstance(content, Repeated):
        return StreamingResponse(_given(upload["id"], content, workspace=workspace), media_type="text/plain")
    workspace.given[upload["id"]] += len(content)
    return Response(content, media_type="text/plain")


async def _given(file_id: str, content: Repeated, *, workspace: Workspace) -> AsyncIterator[bytes]:
    for piece in content.pieces():
        workspace.given[file_id] += len(piece)
        yield piece
        await asyncio.sleep(0)  # the moment in which it is noticed that the reader has left
