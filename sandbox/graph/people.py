"""Who may log in, what each let the app do, and the tokens that came of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sandbox.graph.assets import Page

Answer = Literal["granted", "declined"]
Trouble = Literal["checkpoint", "unconfirmed"]

DATA_ACCESS_DAYS = 90
# "Data access expiration" exempts these; the Instagram scopes are not on its list.
_NEVER_EXPIRING = ("ads_", "business_management", "pages_", "public_profile")


@dataclass
class Person:
    """Somebody at Facebook, or a system user of a business: `tasks` by the id of a Page or Instagram account."""

    id: str
    key: str
    name: str
    about: str
    tasks: dict[str, frozenset[str]] = field(default_factory=dict)
    businesses: frozenset[str] = frozenset()
    is_system: bool = False
    trouble: Trouble | None = None


@dataclass
class Grant:
    """What one person answered to the app, scope by scope, and for which assets (None: for all)."""

    answers: dict[str, Answer]
    targets: frozenset[str] | None
    used_at: float  # when the person was last at the dialog, in seconds since the epoch
    is_timed: bool = True

    def granted(self, *, now: float) -> frozenset[str]:
        """Return the scopes that count now."""
        return frozenset(scope for scope in self.answers if self.status(scope, now=now) == "granted")

    def status(self, scope: str, *, now: float) -> str:
        """Say `granted`, `declined` or `expired`, as `/me/permissions` does."""
        answer = self.answers[scope]
        ends_at = self.data_access_ends_at
        is_over = ends_at is not None and now >= ends_at and not scope.startswith(_NEVER_EXPIRING)
        return "expired" if is_over and answer == "granted" else answer

    @property
    def data_access_ends_at(self) -> float | None:
        """Return when the data-access clock runs out; None for system users, who never log in."""
        return self.used_at + DATA_ACCESS_DAYS * 86_400 if self.is_timed else None


@dataclass
class Token:
    """One access token; `ended` is the subcode it is refused with once it was ended before its time."""

    value: str
    person: Person
    issued_at: float
    expires_at: float | None = None
    is_long: bool = False
    page: Page | None = None
    ended: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass
class Code:
    """What the dialog sends back with: good once, soon, and with the same redirect address."""

    value: str
    person: Person
    redirect_uri: str
    made_at: float
    metadata: dict[str, str]
    is_used: bool = False


class People:
    """The people, what they granted and every token ever issued."""

    def __init__(self, people: Iterable[Person], *, grants: Mapping[str, Grant], tokens: Iterable[Token]) -> None:
        self.everybody = list(people)
        self.grants = dict(grants)
        self._tokens = {token.value: token for token in tokens}
        self._codes: dict[str, Code] = {}

    def find(self, name: str) -> Person | None:
        """Find somebody by key or by id."""
        return next((person for person in self.everybody if name in (person.key, person.id)), None)

    def token(self, value: str) -> Token | None:
        """Find a token, living or not."""
        return self._tokens.get(value)

    def token_of(self, person_id: str) -> Token:
        """Return the newest token of a person."""
        return [token for token in self._tokens.values() if token.person.id == person_id][-1]

    def issue(
        self,
        person: Person,
        *,
        now: float,
        expires_at: float | None = None,
        is_long: bool = False,
        page: Page | None = None,
    ) -> Token:
        """Make a new token."""
        value = f"EAA{secrets.token_hex(40)}"
        token = Token(value, person, now, expires_at, is_long, page)
        self._tokens[value] = token
        return token

    def issue_code(self, person: Person, *, redirect_uri: str, metadata: dict[str, str], now: float) -> str:
        """Make the code that the dialog sends back with."""
        code = Code(f"AQ{secrets.token_urlsafe(150)}", person, redirect_uri, now, metadata)
        self._codes[code.value] = code
        return code.value

    def code(self, value: str) -> Code | None:
        """Find a code, used or not."""
        return self._codes.get(value)

    def page_token(self, parent: Token, page: Page, *, now: float) -> Token:
        """Return the token for a Page that belongs to a user token: without an end when that one is long-lived."""
        expires_at = None if parent.is_long else parent.expires_at
        for token in self._tokens.values():
            is_same = (token.person, token.page, token.expires_at) == (parent.person, page, expires_at)
            if is_same and token.ended is None:
                return token
        return self.issue(parent.person, now=now, expires_at=expires_at, is_long=parent.is_long, page=page)

    def end_tokens(self, person: Person, *, subcode: int) -> None:
        """End every token of a person; each is refused with that subcode from now on."""
        for token in self._tokens.values():
            if token.person is person and token.ended is None:
                token.ended = subcode
