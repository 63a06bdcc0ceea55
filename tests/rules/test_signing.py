"""Four eyes: who may agree to what, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions.signing.rules import (
    Matter,
    Obstacle,
    Rule,
    Signer,
    SignOff,
    Stage,
    expire,
    needs_signing,
    propose,
    refuse,
    sign,
    withdraw,
)
from storage.ids import PersonId

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
RULE = Rule(matters={Matter.REVOKE}, roles={"admin", "manager"}, lasts=timedelta(days=2))
ANA, BEN = PersonId("U0ANA"), PersonId("U0BEN")
MANAGER = Signer(id=BEN, roles=["manager", "requester"])

people = st.builds(Signer, id=st.sampled_from([ANA, BEN]), roles=st.sets(st.sampled_from(["manager", "viewer"])))
Press = Callable[[SignOff, datetime], SignOff | Obstacle]
presses: st.SearchStrategy[Press] = st.one_of(
    st.builds(
        lambda by, seen: lambda it, now: sign(it, rule=RULE, by=by, seen=seen, now=now), people, st.sampled_from("ab")
    ),
    st.builds(
        lambda by, why: lambda it, now: refuse(it, rule=RULE, by=by, reason=why, now=now),
        people,
        st.sampled_from(["", "no"]),
    ),
    st.builds(lambda by: lambda it, now: withdraw(it, by=by.id, now=now), people),
    st.just(lambda it, now: expire(it, now=now)),
)


def proposed(content: str = "a") -> SignOff:
    return propose(RULE, matter=Matter.REVOKE, content=content, by=ANA, now=NOW)


def test_only_the_matters_that_a_campaign_names_need_a_second_person() -> None:
    assert needs_signing(RULE, Matter.REVOKE)
    assert not needs_signing(RULE, Matter.REQUEST)


def test_a_second_person_with_the_role_signs() -> None:
    signed = sign(proposed(), rule=RULE, by=MANAGER, seen="a", now=NOW)
    assert signed == replace(proposed(), stage=Stage.SIGNED, settled_by=BEN, settled_at=NOW)


def test_who_asked_can_neither_sign_nor_refuse_whatever_the_role_but_take_it_back() -> None:
    asker = Signer(id=ANA, roles=["admin"])
    assert sign(proposed(), rule=RULE, by=asker, seen="a", now=NOW) is Obstacle.OWN
    assert refuse(proposed(), rule=RULE, by=asker, reason="no", now=NOW) is Obstacle.OWN
    taken_back = withdraw(proposed(), by=ANA, now=NOW)
    assert isinstance(taken_back, SignOff)
    assert taken_back.stage is Stage.WITHDRAWN
    assert withdraw(proposed(), by=BEN, now=NOW) is Obstacle.NOT_THEIRS


def test_a_person_without_the_role_cannot_sign() -> None:
    assert sign(proposed(), rule=RULE, by=Signer(id=BEN, roles=["requester"]), seen="a", now=NOW) is Obstacle.NO_ROLE
    assert sign(proposed(), rule=RULE, by=Signer(id=BEN, roles=[]), seen="a", now=NOW) is Obstacle.NO_ROLE


def test_nobody_signs_what_was_changed_after_they_saw_it() -> None:
    assert sign(proposed("b"), rule=RULE, by=MANAGER, seen="a", now=NOW) is Obstacle.CHANGED


def test_a_refusal_needs_its_reason() -> None:
    assert refuse(proposed(), rule=RULE, by=MANAGER, reason=" \n", now=NOW) is Obstacle.NO_REASON
    refused = refuse(proposed(), rule=RULE, by=MANAGER, reason=" Wrong creator ", now=NOW)
    assert isinstance(refused, SignOff)
    assert (refused.stage, refused.reason, refused.settled_by) == (Stage.REFUSED, "Wrong creator", BEN)


def test_it_expires_by_itself_to_the_moment() -> None:
    just_before = NOW + RULE.lasts - timedelta(microseconds=1)
    assert isinstance(sign(proposed(), rule=RULE, by=MANAGER, seen="a", now=just_before), SignOff)
    assert sign(proposed(), rule=RULE, by=MANAGER, seen="a", now=NOW + RULE.lasts) is Obstacle.EXPIRED
    expired = expire(proposed(), now=NOW + timedelta(days=9))
    assert (expired.stage, expired.settled_by, expired.settled_at) == (Stage.EXPIRED, None, NOW + RULE.lasts)
    assert expire(proposed(), now=just_before) == proposed()


@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.REFUSED, Stage.WITHDRAWN])
def test_the_second_of_two_who_press_learns_that_it_is_settled(stage: Stage) -> None:
    settled = replace(proposed(), stage=stage, settled_by=BEN, settled_at=NOW)
    later = Signer(id=PersonId("U0CHLOE"), roles=["admin"])
    assert sign(settled, rule=RULE, by=later, seen="a", now=NOW) is Obstacle.SETTLED
    assert refuse(settled, rule=RULE, by=later, reason="no", now=NOW) is Obstacle.SETTLED
    assert withdraw(settled, by=ANA, now=NOW) is Obstacle.SETTLED


@given(st.lists(st.tuples(presses, st.timedeltas(timedelta(0), timedelta(days=1)))))
def test_whatever_is_pressed_in_whatever_order_it_is_settled_once_and_by_four_eyes(
    pressed: list[tuple[Press, timedelta]],
) -> None:
    sign_off, now = proposed(), NOW
    for press, pause in pressed:
        now += pause
        after = press(sign_off, now)
        if isinstance(after, Obstacle) or after == sign_off:
            continue
        assert sign_off.stage is Stage.OPEN
        sign_off = after
    if sign_off.stage in (Stage.SIGNED, Stage.REFUSED):
        assert sign_off.settled_by not in (None, sign_off.asked_by)
        assert sign_off.settled_at is not None
        assert sign_off.settled_at < sign_off.expires_at
    if sign_off.stage is Stage.WITHDRAWN:
        assert sign_off.settled_by == sign_off.asked_by
