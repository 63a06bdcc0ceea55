"""The creator's side: what the phone shows and what a tap on it does."""

from __future__ import annotations

from typing import Any

from sandbox.graph.model import Creator, Permission, Status
from sandbox.graph.pages_api import phone as pages_phone
from sandbox.graph.wishes import AnswerWish
from sandbox.graph.world import World

_TAPS = {
    "approve": (Status.PENDING, Status.APPROVED),
    "decline": (Status.PENDING, Status.REJECTED),
    "revoke": (Status.APPROVED, Status.REVOKED),
}


class NothingToAnswer(Exception):
    """The creator has nothing that this answer fits; its text is the sentence for the caller."""


def show(world: World, creator: Creator) -> dict[str, Any]:
    """List every request this creator ever got, oldest first, and what is between its Page and others."""
    page = next((page for page in world.pages if page.instagram == creator.ig_id), None)
    return {
        "creator": creator.username,
        "requests": [_show_one(row) for row in world.permissions(creator=creator)],
        "page_requests": pages_phone.show(world.page_permissions, page) if page else [],
    }


def answer(world: World, wish: AnswerWish, *, creator: Creator) -> list[str]:
    """Give one answer to everything it fits, and return the ids of the permissions it changed.

    Raises NothingToAnswer when there is none.
    """
    answered, becomes = _TAPS[wish.answer]
    fitting = [
        row
        for row in world.permissions(creator=creator)
        if row.status is answered
        and wish.profile_ig_id in (None, row.brand.ig_id)
        and wish.permission_id in (None, row.id)
    ]
    if not fitting:
        raise NothingToAnswer(f"{creator.username} has no {answered.value.lower()} request to {wish.answer}.")
    for row in fitting:
        world.change(row, status=becomes)
    return [row.id for row in fitting]


def _show_one(row: Permission) -> dict[str, Any]:
    return {
        "permission_id": row.id,
        "brand_username": row.brand.username,
        "status": row.status.value,
        "created_at": row.created_at,
        "answered_at": row.answered_at,
    }
