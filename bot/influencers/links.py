"""The link of an invite: a random token that only its maker sees; what is stored is its digest.

The token has 256 random bits, so that its digest tells nobody what it is, and needs neither salt nor stretching.
"""

from __future__ import annotations

import hashlib
import re
import secrets

AT = "/invite"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Make the token of a link."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str | None:
    """Return the digest by which a token is found; None for what can be none of ours."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


def address_of(token: str, *, public_url: str) -> str:
    """Return the link."""
    return f"{public_url}{AT}/{token}"
