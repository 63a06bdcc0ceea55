"""`oauth/access_token`: a code, or a token that ends soon, becomes a token (Meta: manual login flow, Long-Lived Tokens)."""

from __future__ import annotations

import hmac
import math
from typing import Any

from sandbox.graph import seed
from sandbox.graph.access import APP_TOKEN, open_session
from sandbox.graph.errors import GraphError, bad_parameter, token_malformed
from sandbox.graph.people import Token
from sandbox.graph.visit import Endpoint, Visit

_CODE_SECONDS = 600
_LONG_SECONDS = 5_183_944  # "about 60 days", as Meta's answers show it
_HOUR = 3_600


def exchange(visit: Visit, _: None) -> dict[str, Any]:
    """Give a token for a code, a long-lived token for a short one, or the app's own.

    Raises GraphError: 101 and 1 for another app or secret, 100 with its subcode for a code, 190 for a dead token.
    """
    _check_app(visit)
    match visit.params.get("grant_type", "authorization_code"):
        case "authorization_code":
            return _write(visit, _from_code(visit))
        case "fb_exchange_token":
            return _write(visit, _from_token(visit))
        case "client_credentials":
            return {"access_token": APP_TOKEN, "token_type": "bearer"}
        case other:
            raise bad_parameter(f"Unsupported grant_type: {other}")


def _check_app(visit: Visit) -> None:
    if visit.params.get("client_id") != visit.world.app.id:
        raise GraphError("Error validating application. Cannot get application info due to a system error.", code=101)
    if not hmac.compare_digest(visit.params.get("client_secret", "").encode(), seed.APP_SECRET.encode()):
        raise GraphError("Error validating client secret.", code=1)


def _from_code(visit: Visit) -> Token:
    people, now = visit.world.people, visit.world.clock.now()
    redirect_uri = visit.params.get("redirect_uri", "")
    if not redirect_uri:
        raise GraphError("Missing redirect_uri parameter.", code=191)
    code = people.code(visit.params.get("code", ""))
    if code is None or code.person.id not in people.grants:
        raise _bad_code("Invalid verification code format.")
    if code.is_used:
        raise _bad_code("This authorization code has been used.", subcode=36009)
    if now >= code.made_at + _CODE_SECONDS:
        raise _bad_code("This authorization code has expired.", subcode=36007)
    if redirect_uri != code.redirect_uri:
        raise _bad_code(
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used"
            " in the OAuth dialog request",
            subcode=36008,
        )
    code.is_used = True
    # A short token ends on an hour, one to two hours from now.
    token = people.issue(code.person, now=now, expires_at=(math.ceil(now / _HOUR) + 1) * _HOUR)
    token.metadata = code.metadata
    return token


def _from_token(visit: Visit) -> Token:
    given = visit.params.get("fb_exchange_token", "")
    if not given:
        raise bad_parameter("The parameter fb_exchange_token is required")
    token = open_session(visit.world, given).token
    if token.page is not None:
        raise token_malformed()
    now = visit.world.clock.now()
    keeps_its_end = token.is_long and not visit.rules.exchange_extends
    expires_at = token.expires_at if keeps_its_end else now + _LONG_SECONDS
    return visit.world.people.issue(token.person, now=now, expires_at=expires_at, is_long=True)


def _write(visit: Visit, token: Token) -> dict[str, Any]:
    answer: dict[str, Any] = {"access_token": token.value, "token_type": "bearer"}
    if token.expires_at is not None:
        answer["expires_in"] = int(token.expires_at - visit.world.clock.now())
    return answer


def _bad_code(message: str, *, subcode: int | None = None) -> GraphError:
    return GraphError(message, code=100, subcode=subcode)


ENDPOINTS = (
    Endpoint("GET", None, "oauth/access_token", exchange),
    Endpoint("POST", None, "oauth/access_token", exchange),
)
