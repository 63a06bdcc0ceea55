"""Bringing lists, as people do it."""

from __future__ import annotations

import base64
from typing import Any

from tests.stories.desk import Desk


async def import_list(desk: Desk, text: str, *, channel: str | None = None) -> dict[str, Any]:
    """Bring a list, everything else as it is offered; returns what the submission answered."""
    await desk.close_windows(desk.ana)
    await desk.type(desk.ana, channel or desk.spring, "import")
    view = await desk.top_view(desk.ana, callback_id="import_form")
    return await desk.submit(desk.ana, view, {"import_paste": {"import_paste": text}})


async def import_file(
    desk: Desk, name: str, content: bytes, *, channel: str | None = None, **values: dict[str, Any]
) -> dict[str, Any]:
    """Hand a file over; returns what the submission answered."""
    await desk.close_windows(desk.ana)
    await desk.type(desk.ana, channel or desk.spring, "import")
    view = await desk.top_view(desk.ana, callback_id="import_form")
    picked = await desk.slack.post("file", user=desk.ana, name=name, content=base64.b64encode(content).decode())
    return await desk.submit(desk.ana, view, {"import_file": {"import_file": [picked["file"]]}, **values})


async def crowd(desk: Desk, count: int) -> list[str]:
    """Make creators nobody has asked yet, who answer nothing by themselves; returns their handles."""
    names = [f"creator.{number}" for number in range(count)]
    for name in names:
        await desk.meta.post("creator", username=name, behaviour="manual")
    return names
