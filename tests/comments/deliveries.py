"""Bodies as Meta delivers them, in both shapes, and their signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from tests.storage.builders import NOW

MAYA = "17841412345678901"
SECRET = "an-app-secret-of-meta"
SENT = int((NOW + timedelta(minutes=1)).timestamp())
"""When Meta delivers, unless a test says otherwise: a minute after the creator connected."""


def a_value(comment_id: str, text: str = "Lovely!", **given: Any) -> dict[str, Any]:
    """One comment on a post, as Meta's reference has it."""
    author = {"id": "903", "username": "passing.reader"}
    return {
        "from": author,
        "media": {"id": "1790", "media_product_type": "FEED"},
        "id": comment_id,
        "text": text,
    } | given


def on_ad(comment_id: str, text: str = "Lovely!") -> dict[str, Any]:
    """One comment on an ad."""
    media = {
        "id": "1791",
        "media_product_type": "AD",
        "ad_id": "238",
        "ad_title": "Spring",
        "original_media_id": "1790",
    }
    return a_value(comment_id, text, media=media)


def a_body(*values: dict[str, Any], ig_id: str = MAYA, time: int = SENT, **more: Any) -> bytes:
    """One delivery of comments, by Facebook Login."""
    changes = [{"field": "comments", "value": value} for value in values]
    return json.dumps(
        {"object": "instagram", "entry": [{"id": ig_id, "time": time, "changes": changes}], **more}
    ).encode()


def by_instagram_login(value: dict[str, Any], *, ig_id: str = MAYA, time: int = SENT) -> bytes:
    """One delivery in the shape of Instagram Login: one piece of news, right in its entry."""
    entry = {"id": ig_id, "time": time, "field": "comments", "value": value}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def signature(body: bytes, *, secret: str = SECRET) -> str:
    """What Meta puts into `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
