"""The `state` of a sign-in: whose it is, sealed on the way out and held against the browser that comes back.

Without it anybody could send a person a link that ends a sign-in in *their* name (OAuth 2.0, RFC 6749 section
10.12). It is encrypted and signed, so that it tells nobody whose it is. That it is used once is kept by whoever
stores the `nonce`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from bot.errors import GreenlightError
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One sign-in: who began it, until when it may end, and `about` what, in the words of whoever began it."""

    workspace_id: str
    person_id: str
    nonce: str
    expires_at: datetime
    about: str = ""


class StateFault(StrEnum):
    """What can be wrong with a state."""

    FOREIGN = "foreign"
    """Not made here, altered, or cut."""
    EXPIRED = "expired"
    OTHER_BROWSER = "other_browser"


class StateRefused(GreenlightError):
    """A state that may not be trusted; `fault` says why. Nothing was changed."""

    def __init__(self, fault: StateFault) -> None:
        self.fault = fault
        super().__init__(
            say(f"graph.sign_in_happened.{fault}"),
            why=say(f"graph.sign_in_why.{fault}"),
            todo=say("graph.sign_in.todo"),
        )


class States:
    """Seals and opens states; the first key seals, all keys open. `purpose` keeps kinds of states apart."""

    def __init__(self, keys: Sequence[SecretStr], *, purpose: str = "sign-in") -> None:
        self._fernet = MultiFernet([Fernet(_derived(key, purpose=purpose)) for key in keys])

    def seal(self, sign_in: SignIn, *, browser: str) -> str:
        """Make the state of a sign-in begun in the browser that keeps `browser`, a random text, in a cookie."""
        content = {
            "w": sign_in.workspace_id,
            "p": sign_in.person_id,
            "n": sign_in.nonce,
            "e": int(sign_in.expires_at.timestamp()),
            "a": sign_in.about,
            "b": _digest(browser),
        }
        return self._fernet.encrypt(json.dumps(content).encode()).decode("ascii")

    def open(self, state: str, *, browser: str, now: datetime) -> SignIn:
        """Read a state that came back to the browser that keeps `browser`. Raises StateRefused."""
        content = self._decrypted(state)
        if content is None:
            raise StateRefused(StateFault.FOREIGN)
        if not hmac.compare_digest(content["b"], _digest(browser)):
            raise StateRefused(StateFault.OTHER_BROWSER)
        expires_at = datetime.fromtimestamp(content["e"], UTC)
        if now >= expires_at:
            raise StateRefused(StateFault.EXPIRED)
        return SignIn(
            workspace_id=content["w"],
            person_id=content["p"],
            nonce=content["n"],
            expires_at=expires_at,
            about=content["a"],
        )

    def _decrypted(self, state: str) -> dict[str, Any] | None:
        try:
            content = self._fernet.decrypt(state.encode())
        except InvalidToken:
            return None
        found: dict[str, Any] = json.loads(content)
        return found


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()


def _derived(key: SecretStr, *, purpose: str) -> bytes:
    info = f"greenlight state v1: {purpose}".encode()
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info)
    return base64.urlsafe_b64encode(derivation.derive(key.get_secret_value().encode()))
