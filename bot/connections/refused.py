"""The ways in which a sign-in ends without an account.

SignInRefused             where a person's browser stands, and what to do next
├── LinkRefused           the link from Slack is used, too old, or none of ours
├── SignInOver            the time of the sign-in is over, or accounts were picked already
├── NotSignedIn           the sign-in goes on, and Meta's dialog has to be opened again
└── NotConfigured         whoever runs Greenlight has not set what it needs

Beside them stands StateRefused (bot.graph.login.state): what came back to a browser was not begun there, or not by us.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.errors import GreenlightError
from bot.graph import SetupWrong, StateFault, StateRefused
from bot.words import say

__all__ = [
    "LinkFault",
    "LinkRefused",
    "NotConfigured",
    "NotSignedIn",
    "SignInOver",
    "SignInRefused",
    "StateFault",
    "StateRefused",
]


class SignInRefused(GreenlightError):
    """A sign-in that cannot go on as it is; nothing was connected."""


class LinkFault(StrEnum):
    """What can be wrong with a link."""

    FOREIGN = "foreign"
    EXPIRED = "expired"
    USED = "used"


class LinkRefused(SignInRefused):
    """The link from Slack opens nothing; `fault` says why."""

    def __init__(self, fault: LinkFault) -> None:
        self.fault = fault
        words = {
            LinkFault.FOREIGN: (say("connect.link.foreign"), say("connect.link.foreign_why")),
            LinkFault.EXPIRED: (say("connect.link.expired"), say("connect.link.expired_why")),
            LinkFault.USED: (say("connect.link.used"), say("connect.link.used_why")),
        }
        happened, why = words[fault]
        super().__init__(happened, why=why, todo=say("connect.again_from_slack"))


class SignInOver(SignInRefused):
    """Its time is over, or accounts were picked and it is done."""

    def __init__(self) -> None:
        super().__init__(say("connect.over"), why=say("connect.over_why"), todo=say("graph.sign_in.todo"))


class NotSignedIn(SignInRefused):
    """Meta's dialog brought nothing that can be used; it can be opened again in this browser, as `sign_in_id`."""

    def __init__(self, sign_in_id: str, happened: str, *, why: str, todo: str) -> None:
        self.sign_in_id = sign_in_id
        super().__init__(happened, why=why, todo=todo)

    @classmethod
    def because(cls, sign_in_id: str, error: GreenlightError) -> NotSignedIn:
        """Make one of Meta's refusal; what to do next is known better here, unless the set-up is wrong."""
        todo = error.todo if isinstance(error, SetupWrong) else say("connect.again_here")
        return cls(sign_in_id, error.happened, why=error.why, todo=todo)


class NotConfigured(SignInRefused):
    """Nobody can sign in: `missing` names the settings, for whoever runs Greenlight."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            say("connect.not_set_up"),
            why=say("connect.not_set_up_why"),
            todo=say("connect.not_set_up_todo", settings=", ".join(missing)),
        )
