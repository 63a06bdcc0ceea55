"""Sign-off: a second person agrees to what one has asked for, before it is done.

Four eyes means: never the one who asked, only somebody with a role for it, only what that person was shown, and not for
ever. These functions decide; that two people who press at once do not both decide is the store's to keep.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.ids import PersonId


class Matter(StrEnum):
    """What may need a second person."""

    REQUEST = "request"
    REVOKE = "revoke"


class Stage(StrEnum):
    """Where a sign-off stands. All but the first are final."""

    OPEN = "open"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by who asked."""
    EXPIRED = "expired"


class Obstacle(StrEnum):
    """Why somebody cannot do what they pressed. The first that applies is told."""

    SETTLED = "settled"
    """Signed, refused or taken back already: the sign-off says by whom and when."""
    EXPIRED = "expired"
    OWN = "own"
    """Who asked cannot sign; who asked can take it back."""
    NO_ROLE = "no_role"
    CHANGED = "changed"
    """It is not what this person was shown any more."""
    NO_REASON = "no_reason"
    NOT_THEIRS = "not_theirs"
    """Only who asked can take it back."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a campaign asks for. A matter that is not named needs nobody."""

    matters: Collection[Matter] = frozenset()
    roles: Collection[str]
    """A person with one of them may sign."""
    lasts: timedelta = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Somebody who presses a button to sign or to refuse."""

    id: PersonId
    roles: Collection[str]


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """One thing that waits for a second person, or has been decided."""

    matter: Matter
    content: str
    """A fingerprint of all that would be done: changed by any edit, so that nobody signs what they have not seen."""
    asked_by: PersonId
    asked_at: datetime
    expires_at: datetime
    stage: Stage = Stage.OPEN
    settled_by: PersonId | None = None
    """None where it expired."""
    settled_at: datetime | None = None
    reason: str = ""

    def stage_at(self, now: datetime) -> Stage:
        """Return where it stands, also where nobody has written down yet that it has expired."""
        return Stage.EXPIRED if self.stage is Stage.OPEN and now >= self.expires_at else self.stage


def needs_signing(rule: Rule, matter: Matter) -> bool:
    """Tell whether a matter waits for a second person."""
    return matter in rule.matters


def propose(rule: Rule, *, matter: Matter, content: str, by: PersonId, now: datetime) -> SignOff:
    """Put something before the others."""
    return SignOff(matter=matter, content=content, asked_by=by, asked_at=now, expires_at=now + rule.lasts)


def sign(sign_off: SignOff, *, rule: Rule, by: Signer, seen: str, now: datetime) -> SignOff | Obstacle:
    """Agree. `seen` is the content that the person was shown, from the button they pressed."""
    obstacle = _obstacle(sign_off, rule=rule, by=by, now=now)
    if obstacle is None and seen != sign_off.content:
        obstacle = Obstacle.CHANGED
    return obstacle or _settle(sign_off, Stage.SIGNED, by=by.id, now=now)


def refuse(sign_off: SignOff, *, rule: Rule, by: Signer, reason: str, now: datetime) -> SignOff | Obstacle:
    """Disagree, and say why to who asked."""
    obstacle = _obstacle(sign_off, rule=rule, by=by, now=now)
    if obstacle is None and not reason.strip():
        obstacle = Obstacle.NO_REASON
    return obstacle or _settle(sign_off, Stage.REFUSED, by=by.id, now=now, reason=reason.strip())


def withdraw(sign_off: SignOff, *, by: PersonId, now: datetime) -> SignOff | Obstacle:
    """Take back what one has asked for oneself."""
    if (closed := _closed(sign_off, now=now)) is not None:
        return closed
    return _settle(sign_off, Stage.WITHDRAWN, by=by, now=now) if by == sign_off.asked_by else Obstacle.NOT_THEIRS


def expire(sign_off: SignOff, *, now: datetime) -> SignOff:
    """Write down that its time is over, where it is."""
    if sign_off.stage is sign_off.stage_at(now):
        return sign_off
    return _settle(sign_off, Stage.EXPIRED, by=None, now=sign_off.expires_at)


def _obstacle(sign_off: SignOff, *, rule: Rule, by: Signer, now: datetime) -> Obstacle | None:
    if (closed := _closed(sign_off, now=now)) is not None:
        return closed
    if by.id == sign_off.asked_by:
        return Obstacle.OWN
    return None if set(by.roles) & set(rule.roles) else Obstacle.NO_ROLE


def _closed(sign_off: SignOff, *, now: datetime) -> Obstacle | None:
    stage = sign_off.stage_at(now)
    if stage is Stage.EXPIRED:
        return Obstacle.EXPIRED
    return None if stage is Stage.OPEN else Obstacle.SETTLED


def _settle(sign_off: SignOff, stage: Stage, *, by: PersonId | None, now: datetime, reason: str = "") -> SignOff:
    return replace(sign_off, stage=stage, settled_by=by, settled_at=now, reason=reason)
