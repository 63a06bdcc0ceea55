"""The three steps of an upload; the second is a plain POST of the bytes (see `receive_file`).

https://docs.slack.dev/reference/methods/files.getUploadURLExternal
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.slack import messages
from sandbox.slack.arguments import Arguments
from sandbox.slack.errors import Refused
from sandbox.slack.limits import Tier
from sandbox.slack.methods.method import Answer, Method
from sandbox.slack.workspace import Workspace


def _start(workspace: Workspace, arguments: Arguments) -> Answer:
    if arguments["length"] <= 0:
        raise Refused.invalid("length must be more than 0 [json-pointer:/length]")
    file_id = workspace.ids.new("F")
    workspace.uploads[file_id] = {
        "id": file_id,
        "name": arguments["filename"],
        "title": arguments["filename"],
        "size": arguments["length"],
        "alt_txt": arguments.get("alt_txt", ""),
        "content": None,
    }
    return {"file_id": file_id, "upload_url": f"{workspace.base_url}/upload/v1/{file_id}"}


async def receive_file(request: Request, *, workspace: Workspace) -> Response:
    """Take the bytes of a file; the length must be what was announced."""
    upload = workspace.uploads.get(request.path_params["file_id"])
    content = await request.body()
    if upload is None:
        return PlainTextResponse("no such upload", status_code=404)
    if len(content) != upload["size"]:
        return PlainTextResponse("not the announced length", status_code=400)
    upload["content"] = content
    return PlainTextResponse(f"OK - {len(content)}")


def _complete(workspace: Workspace, arguments: Arguments) -> Answer:
    files = []
    for given in arguments["files"]:
        upload = workspace.uploads.get(given.get("id", "") if isinstance(given, dict) else "")
        if upload is None or upload["content"] is None:
            raise Refused("file_not_found")
        upload["title"] = given.get("title") or upload["name"]
        files.append({name: upload[name] for name in ("id", "name", "title", "size", "alt_txt")})
    for channel_id in (arguments.get("channel_id") or arguments.get("channels") or "").split(","):
        if channel_id:
            _share(workspace, arguments, channel_id=channel_id, files=files)
    return {"files": files}


def _share(workspace: Workspace, arguments: Arguments, *, channel_id: str, files: list[Answer]) -> None:
    channel = workspace.visible_channel(channel_id)
    bot = workspace.world.bot
    if bot.id not in channel.members:
        raise Refused("not_in_channel")
    content = {"text": arguments.get("initial_comment", ""), "thread_ts": arguments.get("thread_ts")}
    message = messages.make_message(content, author=bot.id, by_app=True, ids=workspace.ids, channel=channel)
    message.files = files
    channel.messages.append(message)
    workspace.stream.tell("message", channel=channel.id)


def _info(workspace: Workspace, arguments: Arguments) -> Answer:
    upload = workspace.uploads.get(arguments["file"])
    if upload is None or upload["content"] is None:
        raise Refused("file_not_found")
    return {"file": {name: value for name, value in upload.items() if name != "content"}}


METHODS = (
    Method(name="files.info", tier=Tier.T4, run=_info, scopes=("files:read",), required={"file": "string"}),
    Method(
        name="files.getUploadURLExternal",
        tier=Tier.T4,
        run=_start,
        scopes=("files:write",),
        takes_json=False,
        required={"filename": "string", "length": "number"},
        optional={"alt_txt": "string", "snippet_type": "string"},
    ),
    Method(
        name="files.completeUploadExternal",
        tier=Tier.T4,
        run=_complete,
        scopes=("files:write",),
        required={"files": "array"},
        optional={
            "channel_id": "string",
            "channels": "string",
            "initial_comment": "string",
            "thread_ts": "string",
        },
    ),
)
