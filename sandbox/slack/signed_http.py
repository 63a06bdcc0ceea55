"""HTTP mode: forms and JSON posted to the app's Request URL, signed.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.clock import Clock
from sandbox.slack import world


@dataclass(frozen=True, kw_only=True)
class HttpAnswer:
    """What the app answered: its body as JSON where it is JSON, else as text; None when empty."""

    status: int
    body: Any
    wants_no_retry: bool


class SignedHttp:
    """Posts to the app as Slack does."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._client: httpx.AsyncClient | None = None

    async def post(self, url: str, kind: str, payload: dict[str, Any], *, retry: tuple[int, str] | None) -> HttpAnswer:
        """Post one delivery; raises httpx.TransportError when nobody answers."""
        match kind:
            case "events_api":
                content_type, body = "application/json", json.dumps(payload)
            case "slash_commands":
                content_type, body = "application/x-www-form-urlencoded", urlencode(payload)
            case _:
                content_type = "application/x-www-form-urlencoded"
                body = urlencode({"payload": json.dumps(payload)})
        if self._client is None:
            # Who waits for the ack has a shorter deadline, on the sandbox's clock.
            self._client = httpx.AsyncClient(timeout=60)
        headers = {"content-type": content_type, "user-agent": "Slackbot 1.0", **self._sign(body)}
        if retry is not None:
            headers |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        answer = await self._client.post(url, content=body.encode(), headers=headers)
        return HttpAnswer(
            status=answer.status_code,
            body=_read(answer),
            wants_no_retry=answer.headers.get("x-slack-no-retry") == "1",
        )

    def _sign(self, body: str) -> dict[str, str]:
        stamp = str(int(self._clock.now()))
        secret = world.SIGNING_SECRET.encode()
        signed = hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}"}


def _read(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    try:
        return answer.json()
    except ValueError:
        return answer.text
