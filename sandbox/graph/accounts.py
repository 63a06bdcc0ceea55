"""Instagram accounts as nodes: the profile's own, and business discovery of others (Meta: IG User, Business Discovery)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import bad_parameter, unknown_field, user_not_found
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts.media import show_public
from sandbox.graph.visit import Endpoint, Visit

NODE = "IGUser"


_DISCOVERY_SCOPES = ("instagram_manage_insights", "pages_read_engagement")


def show(visit: Visit, account: Profile | Creator) -> dict[str, Any]:
    """Show the caller's own account in the asked fields; by default only its id.

    Raises GraphError: 110/2207013 when business discovery finds nobody, 100 for a field that does not exist.
    """

    def discover(field: Field) -> dict[str, Any]:
        visit.session.require(*_DISCOVERY_SCOPES)
        return _discover(visit, field)

    whole = describe(account, base_url=visit.call.base_url) | {"business_discovery": discover}
    return pick(whole, asked_fields(visit), node=NODE)


def describe(account: Profile | Creator, *, base_url: str) -> dict[str, Any]:
    """List what an account's own people, and discovery, may read of it; None where it shows nothing.

    An account without a name shows no picture either, for clients must cope.
    """
    creator = account if isinstance(account, Creator) else None
    return {
        "username": account.username,
        "name": account.name,
        "biography": creator and creator.biography,
        "website": creator and creator.website,
        "followers_count": creator and creator.followers,
        "media_count": creator and creator.media_count,
        "profile_picture_url": f"{base_url}_pictures/{account.ig_id}.svg" if account.name else None,
        "id": account.ig_id,
    }


def _discover(visit: Visit, asked: Field) -> dict[str, Any]:
    username = asked.arguments.get("username", "")
    if not username:
        raise bad_parameter("The parameter username is required")
    creator = visit.world.creator(username)
    if creator is None or not creator.professional:
        raise user_not_found(username)
    public: dict[str, Any] = describe(creator, base_url=visit.call.base_url)
    public["media"] = None
    for field in asked.inside:
        if field.name not in public:
            raise unknown_field(field.name, node=NODE)
    for field in asked.inside:
        if field.name == "media":
            public["media"] = _public_posts(visit, creator, field)
    wanted = {field.name for field in asked.inside} | {"id"}
    return {name: value for name, value in public.items() if name in wanted and value not in (None, "")}


def _public_posts(visit: Visit, creator: Creator, asked: Field) -> dict[str, Any]:
    """List a creator's newest posts that everybody sees, in the asked fields; stories are none of them."""
    limit = asked.arguments.get("limit", "25")
    if not limit.isdecimal() or int(limit) < 1:
        raise bad_parameter("Param limit must be a positive number")
    rows = [show_public(visit, media, asked.inside) for media in visit.world.posts.of(creator)[: int(limit)]]
    return {"data": rows}


ENDPOINTS = tuple(Endpoint("GET", kind, "", show, scopes=("instagram_basic",)) for kind in (Profile, Creator))
