"""The ways in which a creator's page ends without a connection, each with its own words.

InviteRefused             where the creator stands, and what to do next
├── InviteUnknown         no such link: guessed, cut off, replaced by another; the same words for all of them
├── InviteOver            used, declined, revoked, or its time is over; `state` says which
├── ConnectionOver        what was connected has ended since
├── TooOften              too many tries, or too many questions
├── MoreNeeded            the team wants more than the creator's sign-in allows; only a new link can ask for it
└── AccountMissing        signed in, and there is no account that can be connected; `sign_in_id` opens another round
"""

from __future__ import annotations

from enum import StrEnum

from bot.errors import GreenlightError
from bot.influencers.status import InviteState
from bot.words import say


class InviteRefused(GreenlightError):
    """The page cannot go on as it is; nothing was connected."""


class InviteUnknown(InviteRefused):
    """There is no such link. Whoever guesses learns no more than whoever lost some letters on the way."""

    def __init__(self) -> None:
        super().__init__(
            say("invite.page.unknown"), why=say("invite.page.unknown_why"), todo=say("invite.page.ask_team")
        )


class InviteOver(InviteRefused):
    """The invite is not open any more. `can_return` says that what it connected still stands, for whoever connected it."""

    def __init__(self, state: InviteState, *, can_return: bool = False) -> None:
        self.state = state
        self.can_return = can_return
        super().__init__(
            say(f"invite.page.over.{state}"),
            why=say(f"invite.page.over_why.{state}"),
            todo=say("invite.page.over_todo"),
        )


class ConnectionOver(InviteRefused):
    """The connection has ended, so that nothing can be done with it."""

    def __init__(self) -> None:
        super().__init__(
            say("invite.page.connection_over"),
            why=say("invite.page.connection_over_why"),
            todo=say("invite.page.over_todo"),
        )


class TooOften(InviteRefused):
    """Too much came from one address, or for one link; it can be tried again in a while."""

    def __init__(self) -> None:
        super().__init__(
            say("invite.page.too_often"), why=say("invite.page.too_often_why"), todo=say("invite.page.too_often_todo")
        )


class MoreNeeded(InviteRefused):
    """Comments are to be monitored, and the creator was not asked for that, or left it out."""

    def __init__(self, username: str) -> None:
        super().__init__(
            say("influencers.more_needed", creator=f"@{username}"),
            why=say("influencers.more_needed_why"),
            todo=say("influencers.more_needed_todo"),
        )


class Missing(StrEnum):
    """Why no account can be connected."""

    WRONG_ACCOUNT = "wrong_account"
    DECLINED = "declined"
    NO_PROFESSIONAL = "no_professional"


class AccountMissing(InviteRefused):
    """The sign-in brought no account that the invite can take."""

    def __init__(self, sign_in_id: str, missing: Missing, *, wanted: str = "") -> None:
        self.sign_in_id = sign_in_id
        self.missing = missing
        super().__init__(
            say(f"invite.page.missing.{missing}"),
            why=say("invite.page.wanted", handle=f"@{wanted}") if wanted else say(f"invite.page.missing_why.{missing}"),
            todo=say(f"invite.page.missing_todo.{missing}"),
        )
