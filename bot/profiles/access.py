"""From a stored profile to what a Graph call needs: the only place where a stored token is opened."""

from __future__ import annotations

from bot.graph import Access
from storage.secrets import Secrets
from storage.tables import Profile


def access_of(profile: Profile, secrets: Secrets) -> Access:
    """Return the profile's account and its token; raises `storage.secrets.SealBroken` when no key opens it."""
    return Access(ig_id=profile.ig_id, token=secrets.open(profile.sealed_token))
