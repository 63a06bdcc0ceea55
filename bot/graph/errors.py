"""Everything Meta can answer, or fail to answer.

GraphError                 any of the below: code, subcode, trace_id, may_have_happened
│                          retry now
├── GraphUnreachable       the call never left this machine: nothing happened
├── GraphUnanswered        it was sent and no usable answer came: a write may have taken effect
├── GraphTransient         Meta says: try again (codes 1, 2, negative, is_transient, 5xx)
│                          wait until
├── GraphThrottled         Meta says: wait (wait_seconds, scope)
│   └── GraphHeld          held back before Meta has to say so: nothing was sent
│                          reconnect
├── LoginDead              the token is dead: the profile must be reconnected
│                          ask for a scope or a role
├── ScopeMissing           the login is alive and lacks a permission or a role (missing_scopes)
│                          fix the input
├── InputRefused           what was asked for cannot be
│   ├── CreatorNotFound    no professional account answers to that name
│   └── SignInStale        what Facebook handed over at a sign-in is not good any more
│                          blocked by policy
├── Blocked                Meta has blocked the action for policy reasons
│                          fix the set-up
├── SetupWrong             Greenlight's app at Meta, or what Greenlight knows of it, is wrong
│                          unknown
├── GraphNonsense          an answer to a read that cannot be read
└── GraphUnknown           any other code, shown as it came

Every class carries default words for a campaign producer; the table in `bot.graph.codes` has better ones for
the codes we know.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal, TypedDict, Unpack

from bot.errors import GreenlightError

ThrottleScope = Literal["app", "user", "business"]


class Remedy(StrEnum):
    """What helps: one word for each branch of the tree."""

    RETRY = "retry now"
    """And read back first where `may_have_happened`."""
    WAIT = "wait until"
    RECONNECT = "reconnect"
    GRANT = "ask for a scope or a role"
    CHANGE = "fix the input"
    PAUSE = "blocked by policy"
    SET_UP = "fix the set-up"
    UNKNOWN = "unknown"


class Words(TypedDict, total=False):
    """What every error can be told; left out, the class's own words and no numbers."""

    why: str | None
    todo: str | None
    code: int | None
    subcode: int | None
    trace_id: str | None
    may_have_happened: bool


class GraphError(GreenlightError):
    """Meta's Graph service refused, failed or stayed silent.

    `code` and `subcode` are Meta's numbers, `trace_id` its `fbtrace_id` (quote it to Meta's support).
    `may_have_happened` is true when a write may have taken effect all the same: read back before a repeat.
    """

    remedy: ClassVar[Remedy] = Remedy.UNKNOWN
    default_happened: ClassVar[str] = "Meta refused the call."
    default_why: ClassVar[str] = "It gave no reason that Greenlight knows."
    default_todo: ClassVar[str] = "Try again later, and tell whoever runs Greenlight if it happens again."

    def __init__(self, happened: str | None = None, **words: Unpack[Words]) -> None:
        self.code = words.get("code")
        self.subcode = words.get("subcode")
        self.trace_id = words.get("trace_id")
        self.may_have_happened = words.get("may_have_happened", False)
        super().__init__(
            happened or self.default_happened,
            why=words.get("why") or self.default_why,
            todo=words.get("todo") or self.default_todo,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # A durable workflow stores errors pickled; calling the class with `args` would add the default words.
        return _blank, (type(self), *self.args), self.__dict__


class GraphUnreachable(GraphError):
    """The call never left: DNS, connection refused or timed out, no free connection. Nothing happened."""

    remedy = Remedy.RETRY
    default_happened = "Greenlight could not reach Meta, so nothing was sent."
    default_why = "No connection to Meta's service could be opened."
    default_todo = "Try again in a few minutes; if it lasts, whoever runs Greenlight should check its network."


class GraphUnanswered(GraphError):
    """The call was sent and no usable answer came: read timeout, dropped connection, an HTML error page."""

    remedy = Remedy.RETRY
    default_happened = "Meta did not answer."
    default_why = "The call was sent, but the connection broke, took too long, or brought back no usable answer."
    default_todo = "Check how things stand before asking again; if it lasts, look at metastatus.com."


class GraphTransient(GraphError):
    """Meta says the failure is temporary."""

    remedy = Remedy.RETRY
    default_happened = "Meta could not handle this just now."
    default_why = "Meta calls it a temporary fault on its side."
    default_todo = "Nothing needs fixing here: try again in a few minutes, and look at metastatus.com if it lasts."


class GraphThrottled(GraphError):
    """Meta wants fewer calls. Wait `wait_seconds`; calling on meanwhile lengthens the block.

    `scope` says what must stand still: the whole `app`, this login (`user`), or this `business` account.
    """

    remedy = Remedy.WAIT
    default_happened = "Meta has asked Greenlight to slow down, and did not carry this out."
    default_why = "Meta allows each app, login and account a number of calls, and it is used up for now."
    default_todo = "Nothing needs fixing: wait a quarter of an hour, then try again."

    def __init__(
        self,
        happened: str | None = None,
        *,
        wait_seconds: float = 900.0,
        scope: ThrottleScope = "app",
        **words: Unpack[Words],
    ) -> None:
        self.wait_seconds = wait_seconds
        self.scope: ThrottleScope = scope
        super().__init__(happened, **words)


class GraphHeld(GraphThrottled):
    """Greenlight held the call back by what it knows of the limits: nothing was sent, and nothing happened."""

    default_happened = "Meta has asked Greenlight to slow down, so this was not sent yet."


class LoginDead(GraphError):
    """The token will never work again: the profile must be reconnected."""

    remedy = Remedy.RECONNECT
    default_happened = "Meta no longer accepts this profile's login."
    default_why = "The login behind the profile has ended."
    default_todo = "Ask whoever looks after the profile to reconnect it (`/partnership profiles`), then try again."


class ScopeMissing(GraphError):
    """The login is alive and may not do this. `missing_scopes` names what Meta's own text names, if it does."""

    remedy = Remedy.GRANT
    default_happened = "This profile's login is not allowed to do that."
    default_why = "A permission was not granted when the profile was connected, or a role was taken away."
    default_todo = (
        "Ask whoever looks after the profile to reconnect it and accept every permission, "
        "with at least advertiser rights on the Instagram account."
    )
    missing_scopes: tuple[str, ...] = ()


class InputRefused(GraphError):
    """What was asked for cannot be: asking again without a change will fail again."""

    remedy = Remedy.CHANGE
    default_happened = "Meta did not accept what was asked for."
    default_why = "Something in it does not exist, is not allowed, or may not be seen by this profile."
    default_todo = "Check the creator and the profile, change what is wrong, and ask again."


class CreatorNotFound(InputRefused):
    """No professional account answers to that name. A private person's and a mistyped one look the same."""

    default_happened = "Meta knows no professional Instagram account by that name."
    default_why = "It is a typo, or a personal account: Meta gives the same answer for both."
    default_todo = "Check the spelling; if it is right, ask the creator to switch to a creator or business account."


class SignInStale(InputRefused):
    """Facebook handed over a code that is used, too old, or not meant for this address: sign in once more."""

    default_happened = "The sign-in at Facebook could not be finished."
    default_why = "What Facebook handed over works once and for a few minutes, and Meta does not take it any more."
    default_todo = "Start again from Slack with Connect, and go through the sign-in without a pause."


class Blocked(GraphError):
    """Meta has blocked the action as abusive or against its policies. Pause for hours, not minutes."""

    remedy = Remedy.PAUSE
    default_happened = "Meta has blocked this action."
    default_why = "Meta thinks it breaks its policies, or that it was done too often."
    default_todo = (
        "Stop sending from this profile for some hours, and ask its owner to look in Meta Business Suite "
        "whether the account is restricted."
    )


class SetupWrong(GraphError):
    """Greenlight's app at Meta, or what Greenlight was told of it, is wrong: nobody in Slack can mend that."""

    remedy = Remedy.SET_UP
    default_happened = "Meta does not know Greenlight's app the way Greenlight presents it."
    default_why = "The app's id, its secret or one of its addresses differs from what Meta has."
    default_todo = "Tell whoever runs Greenlight: this is a fault in its set-up, not in what you asked."


class GraphNonsense(GraphError):
    """An answer to a read that cannot be read: broken JSON, a web page, the wrong shape."""

    default_happened = "Meta's answer could not be understood."
    default_why = "It was not in any form that Meta describes."
    default_todo = "Try again later; if it lasts, tell whoever runs Greenlight, as Meta may have changed something."


class GraphUnknown(GraphError):
    """A code we have no words for, shown as it came."""

    default_happened = "Meta refused, with a code Greenlight does not know."


def _blank(kind: type[GraphError], *args: object) -> GraphError:
    return kind.__new__(kind, *args)
