"""The code by which somebody sees what became of their wish to have data deleted: it says when, and nothing of them. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import SecretStr

_CODE = re.compile(r"([0-9a-f]{10})([0-9a-f]{32})")


def confirmation_code(at: datetime, *, keys: Sequence[SecretStr]) -> str:
    """Make the code of a deletion at that moment: 42 letters and digits, signed with the first key."""
    moment = f"{int(at.timestamp()):010x}"
    return moment + _signature(moment, keys[0])


def deleted_at(code: str, *, keys: Sequence[SecretStr]) -> datetime | None:
    """Return the moment a code was made for, to the second; None for one that was not made with these keys."""
    found = _CODE.fullmatch(code)
    if found is None or not any(hmac.compare_digest(_signature(found[1], key), found[2]) for key in keys):
        return None
    return datetime.fromtimestamp(int(found[1], 16), UTC)


def _signature(moment: str, key: SecretStr) -> str:
    secret = key.get_secret_value().encode()
    return hmac.new(secret, f"greenlight data deletion:{moment}".encode(), hashlib.sha256).hexdigest()[:32]
