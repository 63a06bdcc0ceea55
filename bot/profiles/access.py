"""From a stored profile to what a Graph call needs: the only place where a profile's token is opened."""

from __future__ import annotations

from bot.errors import GreenlightError
from bot.graph import Access
from bot.words import say
from storage.secrets import SealBroken, Secrets
from storage.tables import Profile


class NoLogin(GreenlightError):
    """A profile has no login that can be used: it was disconnected, or no key opens its token."""


def access_of(profile: Profile, secrets: Secrets) -> Access:
    """Return the profile's account and its token; raises NoLogin."""
    if not profile.sealed_token:
        raise NoLogin(say("profiles.no_login"), why=say("profiles.no_login_why"), todo=say("profiles.no_login_todo"))
    try:
        return Access(ig_id=profile.ig_id, token=secrets.open(profile.sealed_token))
    except SealBroken:
        raise NoLogin(
            say("profiles.sealed"), why=say("profiles.sealed_why"), todo=say("profiles.sealed_todo")
        ) from None
