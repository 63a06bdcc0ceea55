"""The error tree: every error a person can meet, and the sentence they read.

GreenlightError                   what happened, why, what to do next
├── Refused                       a person asked for something that may not be; nothing was changed
│   ├── NotAllowed                the policy says no, and says who can
│   └── WrongInput                one field is wrong; the error belongs beside that field
├── NotFound                      the thing named does not exist here (or is not theirs to see)
├── Misconfigured                 a setting is missing or malformed; the process cannot start
├── StorageDown                   the database is locked, full or gone; nothing was accepted
└── bot.graph.errors.GraphError   everything Meta can answer, or fail to answer
"""

from __future__ import annotations

from collections.abc import Sequence


class GreenlightError(Exception):
    """An error with the words for the person who meets it.

    `happened` says what happened, `why` the reason as far as we know it, `todo` what to do next. Each is
    one plain sentence; none may hold a secret. `str(error)` is for logs and holds the same words.
    """

    def __init__(self, happened: str, *, why: str = "", todo: str = "") -> None:
        self.happened = happened
        self.why = why
        self.todo = todo
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message as one paragraph."""
        return " ".join(part for part in (self.happened, self.why, self.todo) if part)


class Refused(GreenlightError):
    """A person asked for something that may not be; nothing was changed."""


class NotAllowed(Refused):
    """The policy says no. `why` names the rule and `todo` says who can."""


class WrongInput(Refused):
    """One field is wrong. `field` is the name the form knows it by."""

    def __init__(self, field: str, happened: str, *, why: str = "", todo: str = "") -> None:
        self.field = field
        super().__init__(happened, why=why, todo=todo)


class NotFound(GreenlightError):
    """The thing named does not exist here, or is not theirs to see: the words are the same for both."""


class Misconfigured(GreenlightError):
    """A setting is missing or malformed; the process cannot start (exit code 2). `lines` tells of each one, by name."""

    def __init__(self, happened: str, *, why: str = "", todo: str = "", lines: Sequence[str] = ()) -> None:
        self.lines = tuple(lines)
        super().__init__(happened, why=why, todo=todo)

    @property
    def sentence(self) -> str:
        """The whole message: one paragraph, or a line for each setting where several may be wrong."""
        return "\n".join([self.happened, *self.lines, self.todo]) if self.lines else super().sentence


class StorageDown(GreenlightError):
    """The database is locked, full or gone. What was being asked for was not accepted."""
