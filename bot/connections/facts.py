"""What there is to say about profiles and their logins: the facts that windows, pages and messages are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.connections.clocks import Clocks, reminder_due
from bot.connections.lacks import Lack
from bot.connections.notices import Ending
from bot.slack.calls import Words
from storage.ids import PersonId, ProfileId
from storage.logins import Source
from storage.tables import Health, Kind


@dataclass(frozen=True, kw_only=True)
class LoginFacts:
    """The login that a profile uses."""

    source: Source
    name: str
    """Whose it is, by the name at Meta; empty where Meta hides it."""
    granted_by: PersonId | None
    granted_at: datetime
    clocks: Clocks
    checked_at: datetime | None
    lacks: Sequence[Lack]
    others: int
    """How many other people's logins could stand in."""


@dataclass(frozen=True, kw_only=True)
class ProfileFacts:
    """One profile as a person should see it."""

    id: ProfileId
    kind: Kind
    name: str
    health: Health
    health_words: str | None
    unreadable_since: datetime | None
    last_read_at: datetime | None
    login: LoginFacts | None
    """None while it is disconnected."""

    def is_ending(self, *, now: datetime) -> bool:
        """Whether its login ends so soon that somebody should sign in again."""
        return self.login is not None and not self.login.others and reminder_due(self.login.clocks, now=now) is not None

    @property
    def needs_somebody(self) -> bool:
        """Whether it does not work, or lacks something."""
        is_sick = self.health in (Health.LOGIN_DEAD, Health.UNREADABLE)
        return is_sick or (self.login is not None and bool(self.login.lacks))


@dataclass(frozen=True, kw_only=True)
class AdoptedFacts:
    """A profile that was connected, and how many permissions were found at Meta for it, by state."""

    name: str
    kind: Kind
    adopted: Mapping[str, int] | None
    """None while Meta's list was not read."""


@dataclass(frozen=True, kw_only=True)
class ConnectedFacts:
    """What a sign-in brought."""

    profiles: Sequence[AdoptedFacts]


@dataclass(frozen=True, kw_only=True)
class ReconnectFacts:
    """A login that ends or has ended, and the profiles that would stand still without it."""

    profiles: Sequence[str]
    profile_id: ProfileId | None
    """The first of them."""
    name: str
    when: int | Ending
    ends_at: datetime | None
    words: str | None
    granted_by: PersonId | None
    is_yours: bool
    """Whether whoever reads it granted it."""


@dataclass(frozen=True, kw_only=True)
class LeftFacts:
    """What became of a login that nobody here uses any more."""

    profiles: Sequence[str]
    name: str
    is_given_back: bool
    is_shared: bool
    """It was left at Meta, because something else stands on the same grant."""


NoticeFacts = ConnectedFacts | ReconnectFacts | LeftFacts
DrawNotice = Callable[[NoticeFacts], Words]
