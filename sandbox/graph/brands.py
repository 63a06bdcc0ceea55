"""A brand beside the seeded ones: its Instagram account, and a system user with a token that may do everything there."""

from __future__ import annotations

from sandbox.graph.assets import ALL_TASKS
from sandbox.graph.model import Profile
from sandbox.graph.people import Grant, Person
from sandbox.graph.scopes import SCOPES
from sandbox.graph.world import World

_FIRST_IG_ID, _FIRST_KEEPER = 17_841_460_000_000_001, 10_223_344_557_000_001
_ID_STEP = 7_919


def put(world: World, username: str) -> Profile:
    """Add a brand, or find the one of that handle."""
    name = username.lower()
    known = next((profile for profile in world.profiles if profile.username == name), None)
    if known is not None:
        return known
    number, now = len(world.profiles), world.clock.now()
    ig_id, keeper_id = str(_FIRST_IG_ID + number * _ID_STEP), str(_FIRST_KEEPER + number * _ID_STEP)
    keeper = Person(
        id=keeper_id,
        key=f"{name}-desk",
        name=f"{name} desk",
        about="System user: nobody logs in as it.",
        tasks={ig_id: ALL_TASKS},
        is_system=True,
    )
    profile = Profile(ig_id, name, name.title(), keeper=keeper_id)
    world.profiles.append(profile)
    world.people.everybody.append(keeper)
    world.people.grants[keeper_id] = Grant(
        answers=dict.fromkeys(SCOPES, "granted"), targets=frozenset({ig_id}), used_at=now, is_timed=False
    )
    world.people.issue(keeper, now=now, is_long=True)
    return profile
