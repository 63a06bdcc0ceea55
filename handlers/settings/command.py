"""`/partnership settings`: who has which role in the workspace."""

from __future__ import annotations

from handlers.line import Line
from handlers.settings.modal import RolesMemory, draw_roles
from handlers.views import open_view


async def run(line: Line) -> None:
    """Open the window for an admin; anybody else reads who can."""
    caller = line.caller
    roles = await line.services.team.roles(caller.workspace_id, person_id=caller.person_id)
    days = await line.services.keeping_comments.days(caller.workspace_id, by=caller.person_id)
    view = draw_roles(roles, memory=RolesMemory(), comment_days=days)
    await open_view(line.client, view, trigger_id=line.trigger_id)
