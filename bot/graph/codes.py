"""One table from Meta's error codes to our errors and their words.

Codes and subcodes only: Meta changes its descriptions without notice. Sources: the error pages of the Graph
and Marketing API guides and the rate-limit guide. `{wait}` in `todo` becomes the time to wait.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.graph.errors import (
    Blocked,
    CreatorNotFound,
    GraphError,
    GraphThrottled,
    GraphTransient,
    GraphUnknown,
    InputRefused,
    LoginDead,
    ScopeMissing,
    SetupWrong,
    ThrottleScope,
)


@dataclass(frozen=True)
class Rule:
    """What a code means. Words left out are the class's own; `quotes` puts Meta's text into `why`."""

    kind: type[GraphError]
    happened: str | None = None
    why: str | None = None
    todo: str | None = None
    quotes: bool = False
    # For throttles: what stands still, and for how many seconds when no header says.
    scope: ThrottleScope = "app"
    wait: float = 900.0


_RECONNECT = "Ask whoever looks after the profile to reconnect it (`/partnership profiles`), then ask again."
_AT_FACEBOOK = (
    "The person who connected the profile has to log in at facebook.com and follow the steps there; "
    "after that, reconnect the profile."
)
_WAIT = "Nothing needs fixing: ask again in {wait}."
APP_WHY = "All of Greenlight together has used up the calls Meta allows it for now."
USER_WHY = "The login behind this profile has used up the calls Meta allows it for now."
ACCOUNT_WHY = "This account has used up the calls Meta allows it for now; other profiles are not affected."
_OPERATOR = "Tell whoever runs Greenlight: this is a fault in its set-up, not in what you asked."


def _dead(why: str, todo: str = _RECONNECT) -> Rule:
    return Rule(LoginDead, why=why, todo=todo)


def _slow(scope: ThrottleScope, why: str, *, wait: float = 900.0) -> Rule:
    return Rule(GraphThrottled, why=why, todo=_WAIT, scope=scope, wait=wait)


RULES: dict[tuple[int, int | None], Rule] = {
    # Try again.
    (1, None): Rule(GraphTransient, why="Meta gave no reason; it may be a short outage on its side."),
    (1, 99): Rule(GraphTransient, why="Meta had an outage, or could not make sense of how it was asked."),
    (2, None): Rule(GraphTransient, why="Meta says that its service is down for the moment."),
    # Wait.
    (4, None): _slow("app", APP_WHY),
    (17, None): _slow("user", USER_WHY),
    (17, 2446079): _slow("business", ACCOUNT_WHY, wait=300.0),
    (17, 1885172): _slow("business", ACCOUNT_WHY, wait=300.0),
    (32, None): _slow("user", "The calls Meta allows on this Facebook Page are used up for now."),
    (341, None): _slow("app", APP_WHY),
    (613, None): _slow("user", "Meta has a limit of its own on this action, and it is reached for now."),
    (613, 1996): _slow("app", "Meta saw an unusual number of calls at once from Greenlight."),
    (613, 1487742): _slow("business", ACCOUNT_WHY, wait=300.0),
    (613, 5044001): _slow("business", "Too many changes were made to this account at once.", wait=60.0),
    (80000, None): _slow("business", ACCOUNT_WHY),
    (80001, None): _slow("business", "The calls Meta allows on this Facebook Page are used up for now."),
    (80002, None): _slow(
        "business",
        "This Instagram account has used up the calls Meta allows it for now (an account that was little seen "
        "in the last day is allowed few).",
    ),
    (80003, None): _slow("business", ACCOUNT_WHY),
    (80004, None): _slow("business", "This ad account has used up the calls Meta allows it for now."),
    (80005, None): _slow("business", ACCOUNT_WHY),
    (80006, None): _slow("business", ACCOUNT_WHY),
    (80008, None): _slow("business", ACCOUNT_WHY),
    (80009, None): _slow("business", ACCOUNT_WHY),
    (80014, None): _slow("business", ACCOUNT_WHY),
    # Reconnect.
    (102, None): _dead("The login session has ended."),
    (104, None): _dead(
        "The signature Greenlight sent does not fit the login: it was made for another app, or the app's "
        "secret has changed.",
        "Reconnect the profile; if that does not help, whoever runs Greenlight should check its app secret.",
    ),
    (459, None): _dead("Meta wants the person who connected the profile to prove who they are.", _AT_FACEBOOK),
    (190, None): _dead("The login is no longer valid."),
    (190, 458): _dead("The person who connected the profile has removed Greenlight from their Facebook account."),
    (190, 459): _dead("Meta wants the person who connected the profile to prove who they are.", _AT_FACEBOOK),
    (190, 460): _dead("The person who connected the profile has changed their Facebook password."),
    (190, 463): _dead("The login has expired, as Meta's logins do after about 60 days."),
    (190, 464): _dead("The Facebook account that connected the profile is not confirmed.", _AT_FACEBOOK),
    (190, 467): _dead("The login was ended, for instance by logging out or by a change of settings."),
    (190, 492): _dead(
        "The person who connected the profile has lost their role on its Facebook Page.",
        "Give them the role back, or have somebody who has it reconnect the profile.",
    ),
    # Ask for a scope or a role.
    (3, None): Rule(ScopeMissing, why="Greenlight's app at Meta may not do this at all.", todo=_OPERATOR),
    (10, None): Rule(ScopeMissing),
    (210, None): Rule(ScopeMissing, why="The login may not see this person or account."),
    (283, None): Rule(ScopeMissing, why="The login lacks a permission for the Facebook Page behind the account."),
    (294, None): Rule(ScopeMissing, why="The login lacks the permission to manage ads."),
    # Fix the input.
    (24, None): Rule(
        InputRefused,
        happened="Meta cannot find what this was about.",
        why="It is gone, or this profile's login may not see it (any more).",
        todo="Check whether it is still there; if it is, reconnect the profile.",
    ),
    (110, None): Rule(CreatorNotFound),
    (110, 2207013): Rule(CreatorNotFound),
    (100, None): Rule(InputRefused, quotes=True),
    (100, 33): Rule(
        InputRefused,
        happened="Meta cannot find the account this was about.",
        why="It does not exist any more, or this profile's login may not see it.",
        todo="Check the creator and the profile; if both are right, reconnect the profile.",
    ),
    (506, None): Rule(
        InputRefused,
        happened="Meta says it was just asked for exactly the same.",
        why="A repeat of the same call is refused.",
        todo="Check how things stand: it has probably been done already.",
    ),
    (2500, None): Rule(
        InputRefused, happened="Meta could not read Greenlight's question.", quotes=True, todo=_OPERATOR
    ),
    (1815199, None): Rule(
        InputRefused,
        happened="The ad account may not use this Instagram account.",
        why="The two are not connected at Meta.",
        todo="Have an admin connect them in Meta Business Suite, then try again.",
    ),
    (3867105, None): Rule(
        InputRefused,
        happened="This content cannot be used for your partnership ad.",
        why="Meta has ruled it out for partnership ads.",
        todo="Choose another post, or ask the creator to change this one.",
    ),
    **dict.fromkeys(
        ((1885557, None), (2446289, None), (2490155, None)),
        Rule(
            InputRefused,
            happened="This post cannot be used any more.",
            why="It was deleted or archived, or its owner has hidden it.",
            todo="Choose another post, or ask the creator to bring it back.",
        ),
    ),
    # Fix the set-up. Meta's tables of today do not list these; public code meets them at sign-ins and subscriptions.
    (101, None): Rule(SetupWrong, why="Meta knows no app with the id that Greenlight gives as its own."),
    (2200, None): Rule(
        SetupWrong,
        happened="Meta could not verify the address that its news should go to.",
        why="Nobody answered there, or not with the challenge that Meta had sent.",
        todo="Whoever runs Greenlight should check that GREENLIGHT_PUBLIC_URL leads here from everywhere.",
    ),
    (191, None): Rule(SetupWrong, why="The address Meta should lead back to is not one the app at Meta lists."),
    # Stop.
    (368, None): Rule(Blocked),
}

_LARGEST_CODE = 99_999
UNKNOWN = Rule(GraphUnknown, quotes=True)


def find_rule(code: int | None, *, subcode: int | None) -> Rule | None:
    """Find what a code means: the pair first, then the code alone, then its range; None when unknown.

    The numbers of the Marketing API come as codes in its table and as subcodes of a general code in practice.
    """
    if code is None:
        return None
    special = RULES.get((subcode, None)) if subcode is not None and subcode > _LARGEST_CODE else None
    if rule := RULES.get((code, subcode)) or special or RULES.get((code, None)):
        return rule
    if 200 <= code <= 299:
        return Rule(ScopeMissing)
    if code < 0:
        return RULES[1, None]
    return None
