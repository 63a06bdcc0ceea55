"""Whom a brand lets tag it in the paid-partnership label: `/{brand-ig-id}/branded_content_tag_approval`.

Meta's "Post-level permissioning": a list is changed as a whole or not at all, and `success: false` says which it was.
"""

from __future__ import annotations

from typing import Any

from sandbox.graph.errors import bad_parameter
from sandbox.graph.listing import read_ids
from sandbox.graph.model import Profile
from sandbox.graph.visit import Endpoint, Visit

EDGE = "branded_content_tag_approval"
_SCOPES = ("instagram_basic", "instagram_branded_content_brand")
_MOST = 100


def check(visit: Visit, brand: Profile) -> dict[str, Any]:
    """List those of the asked creators who are approved."""
    approved = visit.world.posts.may_tag[brand.ig_id]
    return {"data": [{"id": each} for each in _asked(visit) if each in approved]}


def add(visit: Visit, brand: Profile) -> dict[str, Any]:
    """Approve creators; one whom nobody can approve fails them all. One who is approved already is no failure."""
    asked = _asked(visit)
    if not all(_can_be_approved(visit, each) for each in asked):
        return {"success": False}
    visit.world.posts.may_tag[brand.ig_id].update(asked)
    return {"success": True}


def remove(visit: Visit, brand: Profile) -> dict[str, Any]:
    """Take creators off the list; one who is not on it fails them all."""
    asked, approved = _asked(visit), visit.world.posts.may_tag[brand.ig_id]
    if not approved.issuperset(asked):
        return {"success": False}
    approved.difference_update(asked)
    return {"success": True}


def _asked(visit: Visit) -> list[str]:
    ids = list(dict.fromkeys(read_ids(visit.params, "user_ids")))
    if not ids:
        raise bad_parameter("The parameter user_ids is required")
    if len(ids) > _MOST:
        raise bad_parameter(f"Param user_ids must have at most {_MOST} elements.")
    return ids


def _can_be_approved(visit: Visit, ig_id: str) -> bool:
    creator = visit.world.creator_by_id(ig_id)
    return creator is not None and creator.professional and creator.taggable


ENDPOINTS = (
    Endpoint("GET", Profile, EDGE, check, scopes=_SCOPES),
    Endpoint("POST", Profile, EDGE, add, scopes=_SCOPES, task="CREATE_CONTENT"),
    Endpoint("DELETE", Profile, EDGE, remove, scopes=_SCOPES, task="CREATE_CONTENT"),
)
