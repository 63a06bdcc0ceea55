"""A permission's life: whatever brand and creator do, in whatever order, its status only moves as Meta's does."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import Clock
from sandbox.graph import permissions, phone
from sandbox.graph.errors import GraphError
from sandbox.graph.model import Permission, Status
from sandbox.graph.rules import Rules
from sandbox.graph.wishes import AnswerWish
from sandbox.graph.world import World
from sandbox.stream import Stream

HANDLE = "maya.makes"
ACTS = st.lists(st.sampled_from(["ask", "withdraw", "approve", "decline", "revoke"]), max_size=30)
MOVES = {
    (Status.PENDING, Status.APPROVED),
    (Status.PENDING, Status.REJECTED),
    (Status.PENDING, Status.CANCELED),
    (Status.APPROVED, Status.REVOKED),
}


def _act(world: World, act: str, *, rules: Rules) -> bool:
    """Do one thing; returns whether it was possible."""
    brand, creator = world.profiles[0], world.creator(HANDLE)
    assert creator is not None
    try:
        match act:
            case "ask":
                permissions.ask(world, {"creator_instagram_username": HANDLE}, brand=brand, rules=rules)
            case "withdraw":
                permissions.revoke(world, {"creator_instagram_account": creator.ig_id}, brand=brand, rules=rules)
            case _:
                wish = AnswerWish.model_validate({"creator_username": HANDLE, "answer": act})
                phone.answer(world, wish, creator=creator)
    except (GraphError, phone.NothingToAnswer):
        return False
    return True


def _statuses(rows: list[Permission]) -> list[Status]:
    return [row.status for row in rows]


@given(acts=ACTS)
def test_statuses_move_only_as_documented_and_rows_are_never_lost(acts: list[str]) -> None:
    world, rules = World(clock=Clock(), stream=Stream()), Rules()
    seen = [_statuses(world.permissions())]

    for act in acts:
        was_possible = _act(world, act, rules=rules)
        seen.append(_statuses(world.permissions()))
        assert was_possible == (seen[-1] != seen[-2])

    for before, after in pairwise(seen):
        assert len(after) >= len(before)
        assert {(old, new) for old, new in zip(before, after, strict=False) if old != new} <= MOVES


@given(acts=ACTS)
def test_by_rule_same_id_a_creator_has_one_open_request_at_most(acts: list[str]) -> None:
    world, rules = World(clock=Clock(), stream=Stream()), Rules(repeat_request="same_id")

    for act in acts:
        _act(world, act, rules=rules)
        assert sum(status.is_open for status in _statuses(world.permissions())) <= 1
