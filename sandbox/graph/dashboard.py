"""The app's settings at Meta, as somebody would set them in the App Dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.graph import seed

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass
class Dashboard:
    """The settings of the one app there is; `redirect_uris` None lets every address on this machine in."""

    id: str = seed.APP_ID
    name: str = "Greenlight"
    redirect_uris: list[str] | None = None
    deauthorize_url: str | None = None
    deletion_url: str | None = None

    def takes_back_to(self, address: str) -> bool:
        """Say whether the dialog may send somebody back to this address ("strict mode": compared as a whole)."""
        if self.redirect_uris is not None:
            return address in self.redirect_uris
        url = urlsplit(address)
        return url.scheme in ("http", "https") and url.hostname in _HERE and not url.fragment
