"""Secrets at rest: sealed with keys that only the settings hold, opened only where a call needs them."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

SHORTEST_KEY = 32
"""Characters: a shorter key could be guessed."""


class SealBroken(Exception):
    """A stored secret cannot be opened with any of the keys given: a key was removed, or the row was altered."""


class Secrets:
    """Seals and opens secrets; the first key seals, all keys open, so that keys can be rotated without downtime.

    Each key is any text of at least `SHORTEST_KEY` characters; the cipher's key is derived from it (HKDF-SHA256), so any
    secret store's own format will do.
    """

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        if not keys:
            raise ValueError("at least one key is needed")
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys])

    def seal(self, secret: SecretStr) -> str:
        """Encrypt `secret` for a column."""
        return self._fernet.encrypt(secret.get_secret_value().encode()).decode("ascii")

    def open(self, sealed: str) -> SecretStr:
        """Decrypt what `seal` made; raises `SealBroken` when no key fits."""
        try:
            return SecretStr(self._fernet.decrypt(sealed.encode("ascii")).decode())
        except InvalidToken:
            raise SealBroken("no key opens this secret") from None


def _derived(key: SecretStr) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"greenlight secrets v1")
    return base64.urlsafe_b64encode(derivation.derive(key.get_secret_value().encode()))
