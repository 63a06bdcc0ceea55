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

Every class names default words for a campaign producer, by their keys in `bot.words`; the table in
`bot.graph.codes` has better ones for the codes we know.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal, TypedDict, Unpack

from bot.errors import GreenlightError
from bot.words import say

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
    default_happened: ClassVar[str] = "graph.unexplained.happened"
    default_why: ClassVar[str] = "graph.unexplained.why"
    default_todo: ClassVar[str] = "graph.unexplained.todo"

    def __init__(self, happened: str | None = None, **words: Unpack[Words]) -> None:
        self.code = words.get("code")
        self.subcode = words.get("subcode")
        self.trace_id = words.get("trace_id")
        self.may_have_happened = words.get("may_have_happened", False)
        super().__init__(
            happened or say(self.default_happened),
            why=words.get("why") or say(self.default_why),
            todo=words.get("todo") or say(self.default_todo),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # A durable workflow stores errors pickled; calling the class with `args` would add the default words.
        return _blank, (type(self), *self.args), self.__dict__


class GraphUnreachable(GraphError):
    """The call never left: DNS, connection refused or timed out, no free connection. Nothing happened."""

    remedy = Remedy.RETRY
    default_happened = "graph.unreachable.happened"
    default_why = "graph.unreachable.why"
    default_todo = "graph.unreachable.todo"


class GraphUnanswered(GraphError):
    """The call was sent and no usable answer came: read timeout, dropped connection, an HTML error page."""

    remedy = Remedy.RETRY
    default_happened = "graph.unanswered.happened"
    default_why = "graph.unanswered.why"
    default_todo = "graph.unanswered.todo"


class GraphTransient(GraphError):
    """Meta says the failure is temporary."""

    remedy = Remedy.RETRY
    default_happened = "graph.transient.happened"
    default_why = "graph.transient.why"
    default_todo = "graph.transient.todo"


class GraphThrottled(GraphError):
    """Meta wants fewer calls. Wait `wait_seconds`; calling on meanwhile lengthens the block.

    `scope` says what must stand still: the whole `app`, this login (`user`), or this `business` account.
    """

    remedy = Remedy.WAIT
    default_happened = "graph.throttled.happened"
    default_why = "graph.throttled.why"
    default_todo = "graph.throttled.todo"

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

    default_happened = "graph.held.happened"


class LoginDead(GraphError):
    """The token will never work again: the profile must be reconnected."""

    remedy = Remedy.RECONNECT
    default_happened = "graph.login_dead.happened"
    default_why = "graph.login_dead.why"
    default_todo = "graph.login_dead.todo"


class ScopeMissing(GraphError):
    """The login is alive and may not do this. `missing_scopes` names what Meta's own text names, if it does."""

    remedy = Remedy.GRANT
    default_happened = "graph.scope_missing.happened"
    default_why = "graph.scope_missing.why"
    default_todo = "graph.scope_missing.todo"
    missing_scopes: tuple[str, ...] = ()


class InputRefused(GraphError):
    """What was asked for cannot be: asking again without a change will fail again."""

    remedy = Remedy.CHANGE
    default_happened = "graph.input_refused.happened"
    default_why = "graph.input_refused.why"
    default_todo = "graph.input_refused.todo"


class CreatorNotFound(InputRefused):
    """No professional account answers to that name. A private person's and a mistyped one look the same."""

    default_happened = "graph.creator_not_found.happened"
    default_why = "graph.creator_not_found.why"
    default_todo = "graph.creator_not_found.todo"


class SignInStale(InputRefused):
    """Facebook handed over a code that is used, too old, or not meant for this address: sign in once more."""

    default_happened = "graph.sign_in_stale.happened"
    default_why = "graph.sign_in_stale.why"
    default_todo = "graph.sign_in_stale.todo"


class Blocked(GraphError):
    """Meta has blocked the action as abusive or against its policies. Pause for hours, not minutes."""

    remedy = Remedy.PAUSE
    default_happened = "graph.blocked.happened"
    default_why = "graph.blocked.why"
    default_todo = "graph.blocked.todo"


class SetupWrong(GraphError):
    """Greenlight's app at Meta, or what Greenlight was told of it, is wrong: nobody in Slack can mend that."""

    remedy = Remedy.SET_UP
    default_happened = "graph.setup_wrong.happened"
    default_why = "graph.setup_wrong.why"
    default_todo = "graph.setup_wrong.todo"


class GraphNonsense(GraphError):
    """An answer to a read that cannot be read: broken JSON, a web page, the wrong shape."""

    default_happened = "graph.nonsense.happened"
    default_why = "graph.nonsense.why"
    default_todo = "graph.nonsense.todo"


class GraphUnknown(GraphError):
    """A code we have no words for, shown as it came."""

    default_happened = "graph.unknown.happened"


def _blank(kind: type[GraphError], *args: object) -> GraphError:
    return kind.__new__(kind, *args)
