"""Who is calling: access tokens and the proof that the call comes from the app's own server.

Meta's "Secure Graph API requests": `appsecret_proof` is the hex HMAC-SHA256 of the token, keyed by the app secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from sandbox.graph import seed
from sandbox.graph.errors import (
    proof_missing,
    proof_wrong,
    token_expired,
    token_malformed,
    token_missing,
)
from sandbox.graph.model import Profile
from sandbox.graph.world import World

APP_TOKEN = f"{seed.APP_ID}|{seed.APP_SECRET}"


def prove(token: str) -> str:
    """Compute the proof that belongs to a token."""
    return hmac.new(seed.APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def owner(world: World, token: str) -> Profile | None:
    """Find the profile a token was made for, whether the token still lives or not."""
    return next(
        (profile for profile in world.profiles if token == profile.access_token or token in profile.retired_tokens),
        None,
    )


def is_alive(profile: Profile, token: str) -> bool:
    """Say whether this token of the profile's still opens a session."""
    return token == profile.access_token and profile.expired_at is None


def authenticate(world: World, params: Mapping[str, str]) -> Profile:
    """Find whose token a call carries.

    Raises GraphError: 104 without a token, 190 for one that is unknown, 190/463 for one that has expired, 100 for a
    proof that is missing or wrong.
    """
    token = params.get("access_token", "")
    if not token:
        raise token_missing()
    proof = params.get("appsecret_proof", "")
    if not proof:
        raise proof_missing()
    if not hmac.compare_digest(proof.encode(), prove(token).encode()):
        raise proof_wrong()
    profile = owner(world, token)
    if profile is None:
        raise token_malformed()
    if not is_alive(profile, token):
        raise token_expired()
    return profile
