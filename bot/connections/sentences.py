"""How it is said what an account lacks and how to mend it, in Slack's windows and on the web pages alike."""

from __future__ import annotations

from collections.abc import Iterable

from bot.connections.lacks import Kind, Lack
from bot.connections.scopes import Scope
from bot.words import all_of, say
from storage.tables import Kind as AccountKind


def shown_name(kind: AccountKind, name: str) -> str:
    """Name an account as it is known: an Instagram account by its handle, a Page by its name."""
    return f"@{name}" if kind is AccountKind.INSTAGRAM else name


def lacked(lack: Lack) -> str:
    """Say what is missing."""
    if lack.kind is Kind.SCOPE:
        return say("connect.lack_scope", scopes=all_of(list(lack.scopes)))
    return say(f"connect.lack.{lack.kind}")


def mended(lack: Lack) -> str:
    """Say how to mend it."""
    return say(f"connect.mend.{lack.kind}")


def purposes(scopes: Iterable[Scope]) -> list[tuple[Scope, str]]:
    """Say what each permission is for."""
    return [(scope, say(f"connect.purpose.{scope}")) for scope in scopes]
