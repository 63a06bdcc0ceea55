"""Who may do what, and what a refusal says."""

from __future__ import annotations

import itertools

import pytest

from bot.errors import NotAllowed, NotFound
from bot.policy import Act, Person, Place, check

MEMBER = Person(id="U0BEN", is_guest=False, is_in_channel=True)
OUTSIDER = Person(id="U0OUT", is_guest=False, is_in_channel=False)
GUEST = Person(id="U0GUEST", is_guest=True, is_in_channel=True)


def a_place(**given: object) -> Place:
    values: dict[str, object] = {
        "name": "Spring launch",
        "channel_id": "C0SPRING",
        "is_private": False,
        "is_closed": False,
        "created_by": "U0ANA",
        "asker_ids": (),
    }
    return Place(**(values | given))  # type: ignore[arg-type]  # a builder


def test_everybody_may_do_everything_in_an_open_public_campaign_that_names_nobody() -> None:
    for act in Act:
        check(act, person=MEMBER, place=a_place())


@pytest.mark.parametrize("act", list(Act))
def test_a_private_campaign_is_not_there_for_outsiders_in_the_very_words_of_one_that_never_was(act: Act) -> None:
    with pytest.raises(NotFound) as hidden:
        check(act, person=OUTSIDER, place=a_place(is_private=True, asker_ids=["U0OUT"], created_by="U0OUT"))
    assert "Spring launch" not in str(hidden.value)


@pytest.mark.parametrize("act", [Act.ASK, Act.CANCEL, Act.REVOKE])
def test_who_is_not_on_the_list_is_refused_and_told_who_can(act: Act) -> None:
    with pytest.raises(NotAllowed) as refused:
        check(act, person=MEMBER, place=a_place(asker_ids=["U0CHLOE"]))
    assert "<@U0ANA> or <@U0CHLOE>" in refused.value.todo


@pytest.mark.parametrize("person_id", ["U0ANA", "U0CHLOE"])
def test_the_maker_and_the_named_may_ask(person_id: str) -> None:
    check(
        Act.ASK, person=Person(id=person_id, is_guest=False, is_in_channel=True), place=a_place(asker_ids=["U0CHLOE"])
    )


def test_guests_only_read() -> None:
    check(Act.SEE, person=GUEST, place=a_place())
    for act in set(Act) - {Act.SEE}:
        with pytest.raises(NotAllowed, match="Guests"):
            check(act, person=GUEST, place=a_place())


def test_a_closed_campaign_can_be_seen_and_nothing_else() -> None:
    check(Act.SEE, person=MEMBER, place=a_place(is_closed=True))
    for act in set(Act) - {Act.SEE}:
        with pytest.raises(NotAllowed, match="closed"):
            check(act, person=MEMBER, place=a_place(is_closed=True))


def test_every_refusal_says_what_why_and_what_to_do() -> None:
    places = [
        a_place(asker_ids=asked, is_closed=closed)
        for asked, closed in itertools.product([(), ("U0CHLOE",)], [True, False])
    ]
    refusals = 0
    for act, person, place in itertools.product(Act, [MEMBER, GUEST], places):
        refused = _refusal(act, person=person, place=place)
        if refused is not None:
            refusals += 1
            assert refused.happened
            assert refused.why
            assert refused.todo
    assert refusals > 10


def _refusal(act: Act, *, person: Person, place: Place) -> NotAllowed | None:
    try:
        check(act, person=person, place=place)
    except NotAllowed as refused:
        return refused
    return None
