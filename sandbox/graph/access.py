"""Who is calling and what they may: the token, its proof, its scopes and the person's role.

Meta's "Secure Graph API requests": `appsecret_proof` is the hex HMAC-SHA256 of the token, keyed by the app secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.graph import seed
from sandbox.graph.assets import Business, Page
from sandbox.graph.errors import (
    proof_missing,
    proof_wrong,
    role_missing,
    scope_missing,
    session_ended,
    token_malformed,
    token_missing,
)
from sandbox.graph.model import Creator, Profile
from sandbox.graph.people import Grant, Person, Token
from sandbox.graph.world import World

APP_TOKEN = f"{seed.APP_ID}|{seed.APP_SECRET}"
_TROUBLES = {"checkpoint": 459, "unconfirmed": 464}


@dataclass(frozen=True)
class Session:
    """A token that lives, with everything it may do now."""

    world: World
    token: Token
    person: Person
    grant: Grant

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes that count now."""
        return self.grant.granted(now=self.world.clock.now())

    def require(self, *scopes: str) -> None:
        """Refuse the call (code 10) when one of the scopes is not granted, or not any more."""
        for scope in scopes:
            if scope not in self.scopes:
                raise scope_missing(scope)

    def require_task(self, asset: Page | Profile | Creator, task: str) -> None:
        """Refuse the call (code 200) when the person's role on the account does not have the task."""
        if task not in self.tasks(asset):
            raise role_missing(task)

    def tasks(self, asset: Page | Profile | Creator) -> frozenset[str]:
        """Return what the person may do on a Page or Instagram account: given directly, or by its Page."""
        if isinstance(asset, Page):
            return self.person.tasks.get(asset.id, frozenset())
        pages = [page.id for page in self.world.pages if page.instagram == asset.ig_id]
        return frozenset().union(*(self.person.tasks.get(each, frozenset()) for each in (asset.ig_id, *pages)))

    def sees(self, node: Any) -> bool:
        """Say whether this token opens a node; what belongs to an account is seen with that account."""
        match node:
            case Person():
                return node is self.person
            case Business():
                return node.id in self.person.businesses and self.chose(node.id)
            case Page():
                is_other = self.token.page is not None and self.token.page is not node
                return bool(self.tasks(node)) and self.chose(node.id) and not is_other
            case Profile() | Creator():
                return bool(self.tasks(node)) and self.chose(node.ig_id)
            case _:
                owners = node.owners if hasattr(node, "owners") else [node.owner] if hasattr(node, "owner") else []
                return any(self.sees(each) for each in owners)

    def chose(self, asset_id: str) -> bool:
        """Say whether the person let the app work with this asset."""
        return self.grant.targets is None or asset_id in self.grant.targets


def prove(token: str) -> str:
    """Compute the proof that belongs to a token."""
    return hmac.new(seed.APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def authenticate(world: World, params: Mapping[str, str]) -> Session:
    """Open the session of the token that a call carries.

    Raises GraphError: 104 without a token, 190 for one that is unknown, 190 with the subcode that says why for one
    that has ended, 100 for a proof that is missing or wrong.
    """
    value = params.get("access_token", "")
    if not value:
        raise token_missing()
    proof = params.get("appsecret_proof", "")
    if not proof:
        raise proof_missing()
    if not hmac.compare_digest(proof.encode(), prove(value).encode()):
        raise proof_wrong()
    return open_session(world, value)


def open_session(world: World, value: str) -> Session:
    """Open the session of a token; raises GraphError (190) as `authenticate` does."""
    token = world.people.token(value)
    if token is None:
        raise token_malformed()
    if subcode := why_ended(world, token):
        raise session_ended(subcode)
    return Session(world, token, token.person, world.people.grants[token.person.id])


def why_ended(world: World, token: Token) -> int | None:
    """Return the subcode with which a token is refused, or None while it lives (Meta: Handling errors)."""
    person = token.person
    if token.ended is not None:
        return token.ended
    if person.id not in world.people.grants:
        return 458
    if person.trouble is not None:
        return _TROUBLES[person.trouble]
    if token.page is not None and not person.tasks.get(token.page.id):
        return 492
    if token.expires_at is not None and world.clock.now() >= token.expires_at:
        return 463
    return None


def authenticate_app(params: Mapping[str, str]) -> None:
    """Let only the app's own token through; raises GraphError: 104 without one, 190 for any other."""
    given = params.get("access_token", "")
    if not given:
        raise token_missing()
    if not hmac.compare_digest(given.encode(), APP_TOKEN.encode()):
        raise token_malformed()
