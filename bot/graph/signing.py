"""From a call to the request that leaves: the token beside it, its proof, everything encoded. Pure.

The token travels in `Authorization: Bearer`. Meta's guides for graph.facebook.com show it as the parameter
`access_token`, which for a GET means in the URL, where logs, proxies and exceptions keep it. The header is the
documented way on Meta's other hosts (api.facebook.com, content publishing) and is used on this one in public
code; that Graph takes it for these very edges is not confirmed in writing. `appsecret_proof` is useless
without the token and travels as the parameter it is documented to be.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.graph.call import Call, Host
from bot.graph.errors import LoginDead
from bot.words import say

# What may stand in a header: a token with a line break or a letter like ü is a paste gone wrong.
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, repr=False)
class Signed:
    """A request as it leaves, secrets and all: made, sent and dropped, never shown or kept."""

    method: str
    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None
    writes: bool
    secrets: tuple[str, ...]
    """What must never be quoted, should Meta's answer repeat it."""


def prove(token: str, *, app_secret: str) -> str:
    """Make `appsecret_proof`: hex HMAC-SHA256 of the token under the app secret (Meta, "Secure requests").

    Raises LoginDead for what cannot be a token: sending it would fail with an error that quotes it.
    """
    if not _TOKEN.fullmatch(token):
        raise LoginDead(why=say("graph.why.damaged_login"))
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def sign(call: Call, *, base: str, token: SecretStr | None, app_secret: SecretStr) -> Signed:
    """Prepare a call for sending; `token` is None for those few that come before there is one.

    Raises LoginDead for what cannot be a token.
    """
    hidden = {name: value.get_secret_value() for name, value in call.hidden.items()}
    params, headers = {**call.params, **hidden}, dict(call.headers)
    secrets = [*hidden.values(), *(secret.get_secret_value() for secret in (*call.unquotable, app_secret))]
    if token is not None:
        bearer = token.get_secret_value()
        proof = prove(bearer, app_secret=app_secret.get_secret_value())
        headers["Authorization"] = f"Bearer {bearer}"
        if call.host is Host.GRAPH:
            params["appsecret_proof"] = proof
        secrets += [bearer, proof]

    query, body = params, None
    if call.json is not None:
        headers["Content-Type"], body = "application/json", json.dumps(call.json).encode()
    elif call.method == "POST":
        headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(params).encode()
        query = {}
    return Signed(
        method=call.method,
        url=base + call.path,
        query=query,
        headers=headers,
        body=body,
        writes=call.writes,
        secrets=tuple(secret for secret in secrets if secret),
    )
