"""Instagram accounts as nodes: the profile's own, and business discovery of others (Meta: IG User, Business Discovery)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import bad_parameter, unknown_field, user_not_found
from sandbox.graph.fields import Field, parse
from sandbox.graph.model import Creator, Profile
from sandbox.graph.visit import Endpoint, Visit
from sandbox.graph.world import World

NODE = "IGUser"


_DISCOVERY_SCOPES = ("instagram_manage_insights", "pages_read_engagement")


def show(visit: Visit, account: Profile | Creator) -> dict[str, Any]:
    """Show the caller's own account in the asked fields; by default only its id.

    Raises GraphError: 110/2207013 when business discovery finds nobody, 100 for a field that does not exist.
    """
    own = {"id": account.ig_id, "username": account.username, "name": account.name}
    shown: dict[str, Any] = {}
    for field in parse(visit.params.get("fields") or "id"):
        if field.name == "business_discovery":
            visit.session.require(*_DISCOVERY_SCOPES)
            shown[field.name] = _discover(visit.world, field, base_url=visit.call.base_url)
        elif field.name in own:
            shown[field.name] = own[field.name]
        else:
            raise unknown_field(field.name, node=NODE)
    return {name: value for name, value in shown.items() if value is not None} | {"id": account.ig_id}


def _discover(world: World, asked: Field, *, base_url: str) -> dict[str, Any]:
    username = asked.arguments.get("username", "")
    if not username:
        raise bad_parameter("The parameter username is required")
    creator = world.creator(username)
    if creator is None or not creator.professional:
        raise user_not_found(username)
    public = _public(creator, base_url=base_url)
    for field in asked.inside:
        if field.name not in public:
            raise unknown_field(field.name, node=NODE)
    wanted = {field.name for field in asked.inside} | {"id"}
    return {name: value for name, value in public.items() if name in wanted and value not in (None, "")}


def _public(creator: Creator, *, base_url: str) -> dict[str, Any]:
    """List what discovery may tell; an account without a name shows no picture either, for clients must cope."""
    picture = f"{base_url}_pictures/{creator.ig_id}.svg" if creator.name else None
    return {
        "username": creator.username,
        "name": creator.name,
        "biography": creator.biography,
        "website": creator.website,
        "followers_count": creator.followers,
        "media_count": creator.media_count,
        "profile_picture_url": picture,
        "id": creator.ig_id,
    }


ENDPOINTS = tuple(Endpoint("GET", kind, "", show, scopes=("instagram_basic",)) for kind in (Profile, Creator))
