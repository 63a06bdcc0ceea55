"""One table from Meta's error codes to our errors and their words.

Codes and subcodes only: Meta changes its descriptions without notice. The words are keys of `bot.words`. Sources: the error pages of the Graph
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
    """What a code means. Words are keys, and those left out are the class's own; `quotes` puts Meta's text into `why`."""

    kind: type[GraphError]
    happened: str | None = None
    why: str | None = None
    todo: str | None = None
    quotes: bool = False
    # For throttles: what stands still, and for how many seconds when no header says.
    scope: ThrottleScope = "app"
    wait: float = 900.0


_RECONNECT = "graph.todo.reconnect"
_AT_FACEBOOK = "graph.todo.at_facebook"
_WAIT = "graph.todo.wait"
APP_WHY = "graph.why.app_used_up"
USER_WHY = "graph.why.user_used_up"
ACCOUNT_WHY = "graph.why.account_used_up"
_OPERATOR = "graph.todo.operator"


def _dead(why: str, todo: str = _RECONNECT) -> Rule:
    return Rule(LoginDead, why=why, todo=todo)


def _slow(scope: ThrottleScope, why: str, *, wait: float = 900.0) -> Rule:
    return Rule(GraphThrottled, why=why, todo=_WAIT, scope=scope, wait=wait)


RULES: dict[tuple[int, int | None], Rule] = {
    # Try again.
    (1, None): Rule(GraphTransient, why="graph.why.no_reason"),
    (1, 99): Rule(GraphTransient, why="graph.why.outage_or_nonsense"),
    (2, None): Rule(GraphTransient, why="graph.why.service_down"),
    # Wait.
    (4, None): _slow("app", APP_WHY),
    (17, None): _slow("user", USER_WHY),
    (17, 2446079): _slow("business", ACCOUNT_WHY, wait=300.0),
    (17, 1885172): _slow("business", ACCOUNT_WHY, wait=300.0),
    (32, None): _slow("user", "graph.why.page_used_up"),
    (341, None): _slow("app", APP_WHY),
    (613, None): _slow("user", "graph.why.action_used_up"),
    (613, 1996): _slow("app", "graph.why.unusually_many"),
    (613, 1487742): _slow("business", ACCOUNT_WHY, wait=300.0),
    (613, 5044001): _slow("business", "graph.why.too_many_changes", wait=60.0),
    (80000, None): _slow("business", ACCOUNT_WHY),
    (80001, None): _slow("business", "graph.why.page_used_up"),
    (80002, None): _slow(
        "business",
        "graph.why.little_seen_used_up",
    ),
    (80003, None): _slow("business", ACCOUNT_WHY),
    (80004, None): _slow("business", "graph.why.ad_account_used_up"),
    (80005, None): _slow("business", ACCOUNT_WHY),
    (80006, None): _slow("business", ACCOUNT_WHY),
    (80008, None): _slow("business", ACCOUNT_WHY),
    (80009, None): _slow("business", ACCOUNT_WHY),
    (80014, None): _slow("business", ACCOUNT_WHY),
    # Reconnect.
    (102, None): _dead("graph.why.session_ended"),
    (104, None): _dead(
        "graph.why.signature",
        "graph.todo.check_secret",
    ),
    (459, None): _dead("graph.why.checkpoint", _AT_FACEBOOK),
    (190, None): _dead("graph.why.login_invalid"),
    (190, 458): _dead("graph.why.app_removed"),
    (190, 459): _dead("graph.why.checkpoint", _AT_FACEBOOK),
    (190, 460): _dead("graph.why.password_changed"),
    (190, 463): _dead("graph.why.login_expired"),
    (190, 464): _dead("graph.why.unconfirmed", _AT_FACEBOOK),
    (190, 467): _dead("graph.why.logged_out"),
    (190, 492): _dead(
        "graph.why.role_lost",
        "graph.todo.role_back",
    ),
    # Ask for a scope or a role.
    (3, None): Rule(ScopeMissing, why="graph.why.app_may_not", todo=_OPERATOR),
    (10, None): Rule(ScopeMissing),
    (210, None): Rule(ScopeMissing, why="graph.why.may_not_see"),
    (283, None): Rule(ScopeMissing, why="graph.why.lacks_for_page"),
    (294, None): Rule(ScopeMissing, why="graph.why.lacks_for_ads"),
    # Fix the input.
    (24, None): Rule(
        InputRefused,
        happened="graph.happened.not_found",
        why="graph.why.gone_or_hidden",
        todo="graph.todo.still_there",
    ),
    (110, None): Rule(CreatorNotFound),
    (110, 2207013): Rule(CreatorNotFound),
    (100, None): Rule(InputRefused, quotes=True),
    (100, 33): Rule(
        InputRefused,
        happened="graph.happened.account_not_found",
        why="graph.why.not_there",
        todo="graph.todo.check_both",
    ),
    (506, None): Rule(
        InputRefused,
        happened="graph.happened.same_again",
        why="graph.why.repeat",
        todo="graph.todo.probably_done",
    ),
    (2500, None): Rule(InputRefused, happened="graph.happened.unread", quotes=True, todo=_OPERATOR),
    (1815199, None): Rule(
        InputRefused,
        happened="graph.happened.ad_account_may_not",
        why="graph.why.not_connected",
        todo="graph.todo.connect_both",
    ),
    (3867105, None): Rule(
        InputRefused,
        happened="graph.happened.content_ruled_out",
        why="graph.why.ruled_out",
        todo="graph.todo.other_post",
    ),
    **dict.fromkeys(
        ((1885557, None), (2446289, None), (2490155, None)),
        Rule(
            InputRefused,
            happened="graph.happened.post_not_usable",
            why="graph.why.post_gone",
            todo="graph.todo.post_back",
        ),
    ),
    # Fix the set-up. Meta's tables of today do not list these; public code meets them at sign-ins and subscriptions.
    (101, None): Rule(SetupWrong, why="graph.why.app_unknown"),
    (2200, None): Rule(
        SetupWrong,
        happened="graph.happened.address_unverified",
        why="graph.why.unverified",
        todo="graph.todo.check_public_url",
    ),
    (191, None): Rule(SetupWrong, why="graph.why.address_unlisted"),
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
