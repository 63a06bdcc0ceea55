"""How Meta signs what it sends: webhooks by a header over the raw body, login callbacks by `signed_request`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from sandbox.graph import seed

_KEY = seed.APP_SECRET.encode()


def write_body(payload: Mapping[str, Any]) -> bytes:
    """Write a webhook's body: letters beyond ASCII and slashes are escaped, so that only the raw bytes fit the hash."""
    return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()


def sign(body: bytes) -> str:
    """Compute the value of `X-Hub-Signature-256`."""
    return f"sha256={hmac.new(_KEY, body, hashlib.sha256).hexdigest()}"


def write_signed_request(user_id: str, *, now: float) -> str:
    """Write a `signed_request`: the signature covers the encoded payload, and neither part is padded."""
    claims = {"user_id": user_id, "algorithm": "HMAC-SHA256", "issued_at": int(now)}
    payload = _encode(json.dumps(claims, separators=(",", ":")).encode())
    return f"{_encode(hmac.new(_KEY, payload.encode(), hashlib.sha256).digest())}.{payload}"


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
