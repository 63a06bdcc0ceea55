"""What an account still lacks before requests can be sent from it, as far as Meta says; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

ADVERTISING = frozenset({"ADVERTISE", "MANAGE", "FULL_CONTROL"})
"""Any of these roles may send requests (Meta asks for advertiser rights at least); `PROFILE_PLUS_` is taken off before."""


class Kind(StrEnum):
    """What can be missing."""

    LINK = "link"
    """No Instagram account hangs on the Page."""
    PROFESSIONAL = "professional"
    """The Instagram account is a personal one, or was never linked as a professional one."""
    SCOPE = "scope"
    ROLE = "role"
    LISTED = "listed"
    """Meta listed the account for this person once, and does no more: a role was taken away."""


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing that is missing; `scopes` names the permissions where it is those."""

    kind: Kind
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What somebody granted. `targets` holds, for permissions given for some accounts only, the ids of those."""

    scopes: Collection[str] = ()
    targets: Mapping[str, Collection[str]] = field(default_factory=dict)

    def without(self, needed: Sequence[str], *, ids: Collection[str]) -> tuple[str, ...]:
        """Return those of `needed` that are not there for an account known by any of `ids`.

        Meta does not say whose id a permission's targets hold: the account's, its Page's or its business's. Any will do.
        """
        return tuple(scope for scope in needed if not self._holds(scope, ids))

    def _holds(self, scope: str, ids: Collection[str]) -> bool:
        if scope not in self.scopes:
            return False
        chosen = self.targets.get(scope)
        return chosen is None or not set(chosen).isdisjoint(ids)


def lacks_of(
    granted: Granted | None,
    *,
    needed: Sequence[str],
    ids: Collection[str],
    tasks: Collection[str] | None,
    is_lost: bool = False,
    is_professional: bool = True,
) -> tuple[Lack, ...]:
    """Return what is missing. What Meta leaves open (no facts about the token, no roles) is not held against anybody."""
    lacks = [] if is_professional else [Lack(kind=Kind.PROFESSIONAL)]
    if is_lost:
        lacks.append(Lack(kind=Kind.LISTED))
    elif tasks is not None and ADVERTISING.isdisjoint(tasks):
        lacks.append(Lack(kind=Kind.ROLE))
    if granted is not None and (scopes := granted.without(needed, ids=ids)):
        lacks.append(Lack(kind=Kind.SCOPE, scopes=scopes))
    return tuple(lacks)
