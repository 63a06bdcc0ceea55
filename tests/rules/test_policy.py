"""Who may do what: the whole table of acts, roles and places, and what a refusal says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import NotAllowed, NotFound
from bot.policy import (
    LEAST,
    WHEN_CLOSED,
    Act,
    Person,
    Place,
    Role,
    Roles,
    WorkspaceAct,
    check,
    check_workspace,
    role_of,
    sees,
)

GROUP = "S0TEAM"
HOLDERS = ("U0ANA", "U0BEN", "U0CHLOE", GROUP)

roles_of_a_place = st.builds(
    Roles,
    everybody=st.none() | st.sampled_from(Role),
    given=st.dictionaries(st.sampled_from(HOLDERS), st.sampled_from(Role)),
)
workspaces = st.builds(
    Roles,
    everybody=st.sampled_from([Role.VIEWER, Role.REQUESTER]),
    given=st.dictionaries(st.sampled_from(HOLDERS), st.sampled_from(Role)),
)
places = st.builds(
    Place,
    name=st.just("Spring launch"),
    channel_id=st.just("C0SPRING"),
    is_private=st.booleans(),
    is_closed=st.booleans(),
    is_channel_gone=st.booleans(),
    roles=roles_of_a_place,
    workspace=workspaces,
)
people = st.builds(
    Person,
    id=st.sampled_from(["U0ANA", "U0BEN", "U0OUT"]),
    is_guest=st.booleans(),
    is_foreign=st.booleans(),
    is_gone=st.booleans(),
    is_in_channel=st.booleans(),
    is_slack_admin=st.booleans(),
    groups=st.sampled_from([frozenset(), frozenset({GROUP})]),
)


def a_person(**about: object) -> Person:
    values: dict[str, object] = {"id": "U0BEN", "is_guest": False, "is_in_channel": False}
    return Person(**(values | about))  # type: ignore[arg-type]  # a builder


def a_place(**about: object) -> Place:
    values: dict[str, object] = {
        "name": "Spring launch",
        "channel_id": "C0SPRING",
        "is_private": False,
        "is_closed": False,
    }
    return Place(**(values | about))  # type: ignore[arg-type]  # a builder


def refusal(act: Act, *, person: Person, place: Place) -> NotAllowed | NotFound | None:
    try:
        check(act, person=person, place=place)
    except (NotAllowed, NotFound) as refused:
        return refused
    return None


@given(act=st.sampled_from(Act), person=people, place=places)
def test_an_act_is_allowed_to_who_sees_the_campaign_and_has_the_role_and_to_nobody_else(
    act: Act, person: Person, place: Place
) -> None:
    role = role_of(person, place=place)
    has_role = act is Act.SEE or (role is not None and role >= LEAST[act])
    is_in_time = not place.is_closed or act in WHEN_CLOSED

    assert (refusal(act, person=person, place=place) is None) == (sees(person, place) and has_role and is_in_time)


@given(act=st.sampled_from(Act), person=people, place=places)
def test_what_is_hidden_has_the_very_words_of_a_campaign_that_never_was(act: Act, person: Person, place: Place) -> None:
    assume(not sees(person, place))

    refused = refusal(act, person=person, place=place)

    assert isinstance(refused, NotFound)
    assert place.name not in refused.sentence


@given(person=people, place=places)
def test_a_private_campaign_is_there_for_the_people_of_its_channel_whatever_their_role(
    person: Person, place: Place
) -> None:
    person, place = replace(person, is_in_channel=False), replace(place, is_private=True)
    manages = place.roles.given.get(person.id, Role.VIEWER) >= Role.MANAGER and not person.is_outsider

    assert sees(person, place) == (place.is_channel_gone and manages)


@given(person=people, place=places)
def test_outsiders_have_no_role_and_read_along_where_they_are_members_only(person: Person, place: Place) -> None:
    assume(person.is_outsider)

    assert role_of(person, place=place) is None
    assert sees(person, place) == (person.is_in_channel and not person.is_gone)
    for act in set(Act) - {Act.SEE}:
        assert refusal(act, person=person, place=place) is not None


@given(person=people, place=places)
def test_slacks_own_administrators_are_admins_of_every_campaign_they_see(person: Person, place: Place) -> None:
    person = replace(person, is_slack_admin=True, is_guest=False, is_foreign=False, is_gone=False)

    assert role_of(person, place=place) is Role.ADMIN


@given(person=people, place=places, role=st.sampled_from(Role))
def test_a_higher_role_never_takes_anything_away(person: Person, place: Place, role: Role) -> None:
    before = replace(place, roles=replace(place.roles, given={**place.roles.given, person.id: role}))

    for higher in (each for each in Role if each > role):
        after = replace(place, roles=replace(place.roles, given={**place.roles.given, person.id: higher}))
        for act in Act:
            if refusal(act, person=person, place=before) is None:
                assert refusal(act, person=person, place=after) is None


@given(person=people, place=places)
def test_each_role_may_do_what_those_before_it_may(person: Person, place: Place) -> None:
    allowed = [refusal(act, person=person, place=place) is None for act in sorted(WHEN_CLOSED, key=LEAST.__getitem__)]

    assert allowed == sorted(allowed, reverse=True)


def test_whoever_was_given_a_role_has_the_highest_given_and_all_others_what_everybody_has() -> None:
    workspace = Roles(everybody=Role.REQUESTER, given={"U0BEN": Role.VIEWER, GROUP: Role.MANAGER})
    place = a_place(roles=Roles(everybody=Role.VIEWER, given={"U0ANA": Role.REQUESTER}), workspace=workspace)

    assert role_of(a_person(id="U0NEW"), place=place) is Role.VIEWER
    assert role_of(a_person(id="U0ANA"), place=place) is Role.REQUESTER
    assert role_of(a_person(id="U0BEN"), place=place) is Role.VIEWER
    assert role_of(a_person(id="U0BEN", groups={GROUP}), place=place) is Role.MANAGER
    assert role_of(a_person(id="U0NEW"), place=a_place(workspace=workspace)) is Role.REQUESTER


@given(act=st.sampled_from(WorkspaceAct), person=people, workspace=workspaces)
def test_the_workspace_is_changed_by_its_roles_alone(act: WorkspaceAct, person: Person, workspace: Roles) -> None:
    role = role_of(person, workspace=workspace)
    try:
        check_workspace(act, person=person, workspace=workspace)
        is_allowed = True
    except NotAllowed:
        is_allowed = False

    assert is_allowed == (role is not None and role >= LEAST[act])


@given(person=people, place=places)
def test_every_refusal_says_what_why_and_who_can(person: Person, place: Place) -> None:
    for act in sorted(set(Act) - {Act.SEE}):
        refused = refusal(act, person=person, place=place)
        if not isinstance(refused, NotAllowed):
            continue
        assert refused.happened
        assert refused.why
        can = [holder for holder, role in place.roles.given.items() if role >= LEAST[act]]
        if place.is_closed and not person.is_outsider and act not in WHEN_CLOSED:
            assert "closed" in refused.why
        elif can:
            mention = f"<!subteam^{can[0]}>" if can[0] == GROUP else f"<@{can[0]}>"
            assert mention in refused.todo
        else:
            assert refused.todo.startswith("Ask ")


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"is_guest": True}, "Guests can read along only."),
        ({"is_foreign": True}, "People of other companies can read along only."),
        ({}, "Your role here is viewer, and it takes the role requester."),
    ],
)
def test_a_refusal_tells_people_what_they_are_here(about: dict[str, bool], why: str) -> None:
    place = a_place(roles=Roles(everybody=Role.VIEWER, given={"U0ANA": Role.MANAGER, GROUP: Role.REQUESTER}))
    refused = refusal(Act.ASK, person=a_person(id="U0NEW", is_in_channel=True, **about), place=place)

    assert refused is not None
    assert refused.why == why
    assert refused.todo == f"Ask <@U0ANA> or <!subteam^{GROUP}> to do it, or to give you the role."


def test_where_nobody_was_given_the_role_slacks_administrators_are_named() -> None:
    with pytest.raises(NotAllowed) as refused:
        check_workspace(WorkspaceAct.SETTLE, person=a_person(), workspace=Roles(everybody=Role.REQUESTER))

    assert refused.value.todo.startswith("Ask an owner or administrator of this Slack workspace")


def test_what_is_done_in_a_campaign_and_in_the_workspace_have_words_of_their_own() -> None:
    # Both are looked up in one table, in which equal words would be one row.
    assert len(LEAST) == len(Act) + len(WorkspaceAct)


@given(people, places)
def test_nobody_signs_what_they_wished_for_themselves_whatever_their_role(person: Person, place: Place) -> None:
    assert _is_refused(Act.SIGN, person=person, place=place, owner=person.id)


@given(people, places)
def test_signing_for_others_takes_the_role_and_nothing_else(person: Person, place: Place) -> None:
    of_another = _is_refused(Act.SIGN, person=person, place=place, owner="U0SOMEBODY")
    assert of_another == (refusal(Act.SIGN, person=person, place=place) is not None)


@given(people, places)
def test_whoever_may_ask_may_undo_their_own_and_those_who_manage_anybodys(person: Person, place: Place) -> None:
    place = replace(place, is_closed=False)
    own = _is_refused(Act.UNDO, person=person, place=place, owner=person.id)
    of_another = _is_refused(Act.UNDO, person=person, place=place, owner="U0SOMEBODY")
    assert own == (refusal(Act.ASK, person=person, place=place) is not None)
    assert of_another == (refusal(Act.EDIT, person=person, place=place) is not None)


@given(people, places)
def test_a_campaign_that_is_closed_meanwhile_keeps_nobody_from_undoing(person: Person, place: Place) -> None:
    closed, still_open = replace(place, is_closed=True), replace(place, is_closed=False)
    assert _is_refused(Act.UNDO, person=person, place=closed, owner=person.id) == _is_refused(
        Act.UNDO, person=person, place=still_open, owner=person.id
    )


def _is_refused(act: Act, *, person: Person, place: Place, owner: str) -> bool:
    try:
        check(act, person=person, place=place, owner=owner)
    except (NotAllowed, NotFound):
        return True
    return False
