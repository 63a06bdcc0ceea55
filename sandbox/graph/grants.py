"""Who one is and what one granted: `/me` and `/me/permissions` (Meta: User, User Permissions)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import bad_parameter
from sandbox.graph.letting_in import remove_app, take_back
from sandbox.graph.listing import asked_fields, pick
from sandbox.graph.people import Person
from sandbox.graph.visit import Endpoint, Visit


def show(visit: Visit, person: Person) -> dict[str, Any]:
    """Show the person in the asked fields; by default id and name."""
    return pick({"id": person.id, "name": person.name}, asked_fields(visit, default="id,name"), node="User")


def list_answers(visit: Visit, _: Person) -> dict[str, Any]:
    """List every scope this person was asked for, as granted, declined or expired."""
    grant, now = visit.session.grant, visit.world.clock.now()
    rows = [{"permission": scope, "status": grant.status(scope, now=now)} for scope in sorted(grant.answers)]
    wanted = {name: visit.params[name] for name in ("permission", "status") if name in visit.params}
    return {"data": [row for row in rows if wanted.items() <= row.items()]}


def delete(visit: Visit, person: Person) -> dict[str, Any]:
    """Take one scope back, named behind the edge or as `permission`; without a name the whole app is removed."""
    named = visit.params.get("permission") or "".join(visit.call.steps[2:])
    if not named:
        remove_app(visit.world, person)
        return {"success": True}
    if named not in visit.session.scopes:
        raise bad_parameter(f"The permission {named} is not granted")
    take_back(visit.world, person, named)
    return {"success": True}


ENDPOINTS = (
    Endpoint("GET", Person, "", show),
    Endpoint("GET", Person, "permissions", list_answers),
    Endpoint("DELETE", Person, "permissions", delete),
    Endpoint("DELETE", Person, "permissions/*", delete),
)
