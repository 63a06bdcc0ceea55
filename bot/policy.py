"""Who may do what: one pure function decides, and every refusal says who can.

A role is given to a person or to a Slack user group, in the whole workspace or in one campaign. Whoever was given any has
the highest of them; all other members of the workspace have what everybody has. Slack's own owners and administrators are
admins: they could take Greenlight away altogether, so they cannot be locked out of it either. Guests, people of another
company (Slack Connect) and people who have left have no role; the first two may read along where they are members.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from bot.errors import NotAllowed, NotFound
from bot.words import any_of, say


class Role(IntEnum):
    """What somebody is here; each may do what those before it may."""

    VIEWER = 1
    REQUESTER = 2
    MANAGER = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """How it is written down, and the end of its key among the words."""
        return self.name.lower()

    @classmethod
    def of_word(cls, word: str) -> Role:
        """Read it back; raises KeyError for a word that is none."""
        return cls[word.upper()]


class Act(StrEnum):
    """What a person may want to do in a campaign."""

    SEE = "see"
    CHECK = "check"
    ASK = "ask"
    WRITE = "write"
    """Bring a letter to the creator, and say what became of it."""
    NUDGE = "nudge"
    """Write to a creator again who has not answered."""
    CANCEL = "cancel"
    MOVE = "move"
    """Take a request to another campaign; it is asked in both."""
    REVOKE = "revoke"
    EDIT = "edit"
    GIVE_ROLES = "give_roles"
    TAKE_HISTORY = "take_history"
    """Take away who did what in it."""
    CLOSE = "close"
    REOPEN = "reopen"
    SIGN = "sign"
    """Agree to what somebody else wants done, or refuse it."""
    UNDO = "undo"
    """Stop what is held back before it leaves: one's own, or as a manager anybody's."""
    SET_TERM = "set_term"
    TAG = "tag"
    """Say who may name the brand in the paid-partnership label."""
    BOOST = "boost"
    """Have a post made ready for an ad: permission for one post, and its ad code."""
    REVEAL = "reveal"
    """Read an ad code."""
    INVITE = "invite"
    """Have a creator connect an account for a while, and say what is monitored of it."""
    END = "end"
    """Have a creator's connection end before its time."""
    MODERATE = "moderate"
    """Hide, show and answer what people write under a creator's posts."""


class WorkspaceAct(StrEnum):
    """What a person may want to do with what belongs to the whole workspace."""

    CREATE_CAMPAIGN = "create_campaign"
    CONNECT = "connect"
    DISCONNECT = "disconnect"
    TAKE_ALL_HISTORY = "take_all_history"
    """Take away who did what in all campaigns they see."""
    SETTLE = "settle"
    """Give roles in the workspace, and say what everybody may."""


LEAST: Mapping[Act | WorkspaceAct, Role] = {
    Act.SEE: Role.VIEWER,
    Act.CHECK: Role.VIEWER,
    Act.ASK: Role.REQUESTER,
    Act.WRITE: Role.REQUESTER,
    Act.NUDGE: Role.REQUESTER,
    Act.CANCEL: Role.REQUESTER,
    Act.MOVE: Role.REQUESTER,
    Act.REVOKE: Role.REQUESTER,
    Act.EDIT: Role.MANAGER,
    Act.GIVE_ROLES: Role.MANAGER,
    Act.TAKE_HISTORY: Role.MANAGER,
    Act.CLOSE: Role.MANAGER,
    Act.REOPEN: Role.MANAGER,
    Act.SIGN: Role.MANAGER,
    Act.UNDO: Role.MANAGER,
    Act.SET_TERM: Role.REQUESTER,
    Act.TAG: Role.REQUESTER,
    Act.BOOST: Role.REQUESTER,
    Act.REVEAL: Role.REQUESTER,
    Act.INVITE: Role.REQUESTER,
    Act.END: Role.REQUESTER,
    Act.MODERATE: Role.REQUESTER,
    WorkspaceAct.CREATE_CAMPAIGN: Role.REQUESTER,
    WorkspaceAct.CONNECT: Role.REQUESTER,
    WorkspaceAct.DISCONNECT: Role.REQUESTER,
    WorkspaceAct.TAKE_ALL_HISTORY: Role.ADMIN,
    WorkspaceAct.SETTLE: Role.ADMIN,
}
"""The least role for each act."""
LEAST_FOR_OWN: Mapping[Act, Role] = {Act.UNDO: Role.REQUESTER}
"""What is different for what one has wished for oneself."""

MOST_NAMED = 5
WHEN_CLOSED = frozenset({Act.SEE, Act.WRITE, Act.REOPEN, Act.UNDO, Act.TAKE_HISTORY, Act.MODERATE, Act.END})
"""What can be done in a campaign that is closed."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who wants to do it, as far as the campaign at hand is concerned."""

    id: str
    is_guest: bool
    is_in_channel: bool
    """Whether they are in the campaign's channel; only asked for where it decides something."""
    is_foreign: bool = False
    """Of another company, in a channel that is shared with it."""
    is_gone: bool = False
    """They have left the workspace."""
    is_slack_admin: bool = False
    groups: Collection[str] = frozenset()
    """Those of the user groups with a role here that they are in."""

    @property
    def is_outsider(self) -> bool:
        """Whether they can have no role here."""
        return self.is_guest or self.is_foreign or self.is_gone


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The roles that were given in one place."""

    everybody: Role | None = None
    """What members have who were given none; None in a campaign that leaves it to the workspace."""
    given: Mapping[str, Role] = field(default_factory=dict)
    """By person or user group."""


OF_NEW_WORKSPACE = Roles(everybody=Role.REQUESTER)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The campaign it would be done in, as far as the rule needs to know."""

    name: str
    channel_id: str
    is_private: bool
    is_closed: bool
    is_channel_gone: bool = False
    """Nobody can be looked up in its channel: it was deleted, or Greenlight is not in it any more."""
    roles: Roles = field(default_factory=Roles)
    workspace: Roles = OF_NEW_WORKSPACE


def role_of(person: Person, *, place: Place | None = None, workspace: Roles | None = None) -> Role | None:
    """Return the role of a person in a campaign, or in the workspace; None for those who can have none."""
    everywhere = place.workspace if place is not None else workspace or OF_NEW_WORKSPACE
    here = place.roles if place is not None else Roles()
    if person.is_outsider:
        return None
    if person.is_slack_admin:
        return Role.ADMIN
    holders = (person.id, *person.groups)
    given = [roles.given[holder] for roles in (everywhere, here) for holder in holders if holder in roles.given]
    return max(given, default=here.everybody or everywhere.everybody or Role.VIEWER)


def sees(person: Person, place: Place) -> bool:
    """Tell whether a campaign is there for a person at all.

    A private campaign is there for the people of its channel alone, whatever their role. Where its channel is gone nobody
    is in it: then it is there for those who manage it by name, so that somebody can move it.
    """
    if person.is_gone:
        return False
    if person.is_in_channel:
        return True
    if place.is_private:
        is_manager = place.roles.given.get(person.id, Role.VIEWER) >= Role.MANAGER
        return place.is_channel_gone and is_manager and not person.is_outsider
    return not person.is_outsider


def check(act: Act, *, person: Person, place: Place, owner: str | None = None) -> None:
    """Raise NotAllowed unless `person` may `act` in `place`, and NotFound when it is hidden from them.

    What is hidden does not exist for them: they get the words of a campaign that was not found. `owner` is who wished for
    what is signed or undone: nobody signs their own wish.
    """
    if not sees(person, place):
        raise no_such_campaign()
    if act is Act.SEE:
        return
    is_own = person.id == owner
    role, least = role_of(person, place=place), (LEAST_FOR_OWN if is_own else LEAST).get(act, LEAST[act])
    if role is None:
        raise NotAllowed(
            say(f"policy.guest.{act}"), why=_outside(person), todo=who_can(least, place.roles, place.workspace)
        )
    if place.is_closed and act not in WHEN_CLOSED:
        raise NotAllowed(
            say(f"policy.member.{act}", campaign=place.name),
            why=say("policy.closed.why"),
            todo=say("policy.closed.todo"),
        )
    if act is Act.SIGN and is_own:
        raise NotAllowed(
            say("policy.four_eyes.happened"), why=say("policy.four_eyes.why"), todo=say("policy.four_eyes.todo")
        )
    if role < least:
        raise NotAllowed(
            say(f"policy.member.{act}", campaign=place.name),
            why=_too_little(role, least),
            todo=who_can(least, place.roles, place.workspace),
        )


def check_workspace(act: WorkspaceAct | Act, *, person: Person, workspace: Roles, owner: str | None = None) -> None:
    """Raise NotAllowed unless `person` may `act` in the workspace, or on a request that is in no campaign; `owner` as in `check`."""
    least = LEAST_FOR_OWN.get(act, LEAST[act]) if isinstance(act, Act) and person.id == owner else LEAST[act]
    role = role_of(person, workspace=workspace)
    if role is not None and role >= least:
        return
    why = _outside(person) if role is None else _too_little(role, least)
    raise NotAllowed(say(f"policy.here.{act}"), why=why, todo=who_can(least, workspace))


def named_with(least: Role, *places: Roles, but: str) -> str:
    """Name those who have a role, the campaign's own first; whoever is meant by `but` left out. Empty: nobody by name."""
    can = [holder for roles in places for role, holder in _highest_first(roles) if role >= least and holder != but]
    named = list(dict.fromkeys(can))[:MOST_NAMED]
    return any_of([mention(holder) for holder in named]) if named else ""


def who_can(least: Role, *places: Roles) -> str:
    """Say whom to ask: those with the role by name, the campaign's own first; else those who can give it."""
    can = [(role, holder) for roles in places for role, holder in _highest_first(roles) if role >= least]
    if can:
        named = list(dict.fromkeys(holder for _role, holder in can))[:MOST_NAMED]
        return say("policy.ask_people", people=any_of([mention(holder) for holder in named]))
    everybody = next((roles.everybody for roles in places if roles.everybody is not None), Role.VIEWER)
    return say("policy.ask_member" if everybody >= least else "policy.ask_slack_admin")


def _highest_first(roles: Roles) -> list[tuple[Role, str]]:
    return sorted(((role, holder) for holder, role in roles.given.items()), key=lambda each: -each[0])


def mention(holder: str) -> str:
    """Write a person or a user group so that Slack shows the name. Ids of user groups begin with S."""
    return f"<!subteam^{holder}>" if holder.startswith("S") else f"<@{holder}>"


def no_such_campaign() -> NotFound:
    """Say that a campaign is not there: the same words whether it never was or is hidden."""
    return NotFound(say("policy.no_such_campaign.happened"), todo=say("policy.no_such_campaign.todo"))


def _outside(person: Person) -> str:
    if person.is_gone:
        return say("policy.outside.gone")
    return say("policy.outside.foreign" if person.is_foreign else "policy.outside.guest")


def _too_little(role: Role, least: Role) -> str:
    return say("policy.too_little", role=say(f"policy.role.{role.word}"), least=say(f"policy.role.{least.word}"))
