"""Why something could not be done with a comment, in words about the creator's login: that it is no brand's profile matters here."""

from __future__ import annotations

from bot.errors import GreenlightError
from bot.graph import LoginDead, ScopeMissing
from bot.words import say
from storage.influencers import Asset


def words_of(failed: GreenlightError, asset: Asset) -> str:
    """Say what happened, why, and what to do."""
    creator = f"@{asset.username}"
    if isinstance(failed, LoginDead):
        return " ".join((say("comments.login_dead", creator=creator), say("comments.login_dead_todo", creator=creator)))
    if isinstance(failed, ScopeMissing):
        return " ".join((not_granted(asset, failed.missing_scopes), say("comments.not_granted_todo")))
    return failed.sentence


def not_granted(asset: Asset, scopes: tuple[str, ...]) -> str:
    """Say that a creator's login may not do it; `scopes` are Meta's permissions that are missing, as far as they are known."""
    creator = f"@{asset.username}"
    if not scopes:
        return say("comments.not_allowed", creator=creator)
    return say("comments.not_granted", creator=creator, scopes=", ".join(scopes))
