"""The app at Meta: its settings as in the App Dashboard, what it subscribed to, and the Pages it is on."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sandbox.graph import seed

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Subscription:
    """Where updates about one kind of object go, and about which of its fields."""

    callback_url: str
    fields: frozenset[str]


@dataclass(frozen=True)
class Install:
    """The app on one Page: who put it there, and which fields of the Page it hears of."""

    person_id: str
    fields: frozenset[str]


@dataclass
class Dashboard:
    """The one app there is; `redirect_uris` None lets every address on this machine in.

    `subscriptions` are by object (instagram, page, permissions), `installs` by Page id.
    """

    id: str = seed.APP_ID
    name: str = "Greenlight"
    redirect_uris: list[str] | None = None
    deauthorize_url: str | None = None
    deletion_url: str | None = None
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    installs: dict[str, Install] = field(default_factory=dict)

    def takes_back_to(self, address: str) -> bool:
        """Say whether the dialog may send somebody back to this address ("strict mode": compared as a whole)."""
        if self.redirect_uris is not None:
            return address in self.redirect_uris
        url = urlsplit(address)
        return url.scheme in ("http", "https") and url.hostname in _HERE and not url.fragment
