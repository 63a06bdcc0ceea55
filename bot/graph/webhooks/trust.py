"""Whether something really comes from Meta (Meta, "Webhooks: getting started"; "Data Deletion Callback"). Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.graph.scalars import moment_of, text_of

_PREFIX = "sha256="


def answer_handshake(query: Mapping[str, str], *, verify_token: SecretStr) -> str | None:
    """Return what to answer when Meta verifies our address: its challenge; None for anybody else (answer 403).

    `verify_token` is the text entered in the App Dashboard. An empty one verifies nobody.
    """
    expected, given = verify_token.get_secret_value(), query.get("hub.verify_token", "")
    is_meta = bool(expected) and hmac.compare_digest(given.encode(), expected.encode())
    if not is_meta or query.get("hub.mode") != "subscribe":
        return None
    return query.get("hub.challenge") or None


def is_signed(body: bytes, *, signature: str | None, app_secret: SecretStr) -> bool:
    """Say whether the header `X-Hub-Signature-256` fits the body.

    The body has to be the bytes as they came: read and written again it would differ.
    """
    secret = app_secret.get_secret_value()
    if not secret or not signature or not signature.startswith(_PREFIX):
        return False
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signature.removeprefix(_PREFIX).lower().encode(), made.encode())


@dataclass(frozen=True, kw_only=True)
class SignedRequest:
    """What a deauthorise or data-deletion callback says: who (an id scoped to our app), and when it was made."""

    user_id: str
    issued_at: datetime | None


def read_signed_request(text: str, *, app_secret: SecretStr) -> SignedRequest | None:
    """Read the form field `signed_request`; None for one that Meta did not sign, or that names nobody.

    It is `base64url(signature).base64url(JSON)`, the signature one of the encoded text.
    """
    encoded_signature, _, payload = text.strip().partition(".")
    signature, content = _decoded(encoded_signature), _decoded(payload)
    secret = app_secret.get_secret_value()
    if not secret or signature is None or content is None:
        return None
    made = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(signature, made):
        return None
    claims = _object(content)
    user_id = text_of(claims.get("user_id"))
    if str(claims.get("algorithm", "")).upper() != "HMAC-SHA256" or user_id is None:
        return None
    return SignedRequest(user_id=user_id, issued_at=moment_of(claims.get("issued_at")))


def deletion_answer(*, status_url: str, confirmation_code: str) -> dict[str, str]:
    """Make the JSON that Meta wants in answer to a data-deletion request.

    `status_url` shows a person what became of the request. (One public note says that Meta's validator wants
    keys without quotes, which is no JSON: not followed.)
    """
    return {"url": status_url, "confirmation_code": confirmation_code}


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
