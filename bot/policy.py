"""Who may do what: one pure function decides, and every refusal says who can."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import NotAllowed, NotFound
from bot.words import any_of, say


class Act(StrEnum):
    """What a person may want to do."""

    SEE = "see"
    ASK = "ask"
    CHECK = "check"
    CANCEL = "cancel"
    REVOKE = "revoke"
    CREATE_CAMPAIGN = "create_campaign"


class WorkspaceAct(StrEnum):
    """What a person may want to do with what belongs to the whole workspace."""

    CONNECT = "connect"
    DISCONNECT = "disconnect"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who wants to do it, as far as the campaign at hand is concerned."""

    id: str
    is_guest: bool
    is_in_channel: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """The campaign it would be done in, as far as the rule needs to know."""

    name: str
    channel_id: str
    is_private: bool
    is_closed: bool
    created_by: str
    asker_ids: Collection[str]


def check(act: Act, *, person: Person, place: Place) -> None:
    """Raise NotAllowed unless `person` may `act` in `place`, and NotFound when it is hidden from them.

    A private campaign does not exist for people outside its channel: they get the words of a campaign that was not found.
    """
    if place.is_private and not person.is_in_channel:
        raise no_such_campaign()
    if act is Act.SEE:
        return
    if person.is_guest:
        raise NotAllowed(
            say(f"policy.guest.{act}"),
            why=say("policy.guests_read_along"),
            todo=say("policy.ask_people", people=_who_can(place)),
        )
    if place.is_closed:
        raise NotAllowed(
            say(f"policy.member.{act}", campaign=place.name),
            why=say("policy.closed.why"),
            todo=say("policy.closed.todo"),
        )
    if act in (Act.ASK, Act.CANCEL, Act.REVOKE) and not _is_asker(person, place):
        raise NotAllowed(
            say(f"policy.member.{act}", campaign=place.name),
            why=say("policy.not_asker.why"),
            todo=say("policy.ask_people_or_be_added", people=_who_can(place)),
        )


def _is_asker(person: Person, place: Place) -> bool:
    return not place.asker_ids or person.id == place.created_by or person.id in place.asker_ids


def _who_can(place: Place) -> str:
    people = list(dict.fromkeys([place.created_by, *place.asker_ids]))
    return any_of([f"<@{person}>" for person in people[:5]])


def no_such_campaign() -> NotFound:
    """Say that a campaign is not there: the same words whether it never was or is hidden."""
    return NotFound(say("policy.no_such_campaign.happened"), todo=say("policy.no_such_campaign.todo"))


def check_member(act: WorkspaceAct, *, is_member: bool) -> None:
    """Raise NotAllowed unless somebody is a member of the workspace: neither a guest nor gone."""
    if not is_member:
        raise NotAllowed(
            say(f"policy.workspace.{act}"), why=say("policy.guests_read_along"), todo=say("policy.ask_member")
        )


def guests_read_along(act: Act) -> NotAllowed:
    """Say that a guest of the workspace may not do this."""
    return NotAllowed(say(f"policy.here.{act}"), why=say("policy.guests_read_along"), todo=say("policy.ask_member"))
