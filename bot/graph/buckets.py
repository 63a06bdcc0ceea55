"""The buckets a call draws from: Meta counts calls for the app, for each login and for each account. Pure.

Meta's rate-limit guide meters a call either by the *platform* limits (of the app and of the login) or by the limit
of a *business use case* (of one account), and says that the latter wins where both could apply. Whether a used-up
platform limit stops the calls of accounts, too, it does not say. So a wall that a platform call meets binds platform
calls alone, and one that an account's call meets binds every call of that app or login.

A call about a post, a comment or an ad names no account. It is counted for whoever owns that; as far as can be told
here, the account behind the token.
https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import SecretStr

from bot.graph.access import MetaApp
from bot.graph.call import Call, Meter
from bot.graph.errors import ThrottleScope

_LONGEST_ID = 64
_OBJECT = re.compile(r"/(act_\d+|\d+)(?=/|$)")


@dataclass(frozen=True, order=True)
class Bucket:
    """One budget at Meta: its name among all budgets, which holds no secret, and whose it is."""

    name: str
    scope: ThrottleScope


@dataclass(frozen=True, kw_only=True)
class Draws:
    """What one call draws from, and so which bucket a refusal of it is about."""

    app: Bucket
    user: Bucket | None
    business: Bucket | None
    """The account's, also where a call about it is metered by the platform limits: headers may tell of it."""
    wider: tuple[Bucket, ...]
    """Buckets that bind the call though it is not counted there."""
    is_platform: bool

    def __iter__(self) -> Iterator[Bucket]:
        """Walk every bucket that binds the call."""
        own = (self.app, self.user, None if self.is_platform else self.business)
        yield from (bucket for bucket in own if bucket is not None)
        yield from self.wider

    def blamed(self, scope: ThrottleScope) -> Bucket:
        """Return the bucket that a refusal of that scope is about: the nearest one the call has."""
        match scope:
            case "business":
                return self.business or self.user or self.app
            case "user":
                return self.user or self.app
            case "app":
                return self.app


def draws_of(call: Call, *, token: SecretStr | None, app: MetaApp) -> Draws:
    """Say what a call draws from."""
    digest = None if token is None else _digest(token, app=app)
    all_of_app = Bucket(f"{app.id}:app:all", "app")
    all_of_login = None if digest is None else Bucket(f"{app.id}:user:{digest}:all", "user")
    account = _account(call, digest=digest, app=app)
    if account is not None and call.meter is not Meter.PLATFORM:
        return Draws(app=all_of_app, user=all_of_login, business=account, wider=(), is_platform=False)
    return Draws(
        app=platform(app.id),
        user=None if digest is None else Bucket(f"{app.id}:user:{digest}:platform", "user"),
        business=account,
        wider=tuple(bucket for bucket in (all_of_app, all_of_login) if bucket is not None),
        is_platform=True,
    )


def platform(app_id: str) -> Bucket:
    """Return the app's bucket of platform calls: the one that `X-App-Usage` tells of."""
    return Bucket(f"{app_id}:app:platform", "app")


def business(app_id: str, object_id: str) -> Bucket:
    """Return the bucket of one account: an Instagram account, a Page, an ad account."""
    return Bucket(f"{app_id}:business:{object_id[:_LONGEST_ID]}", "business")


def _account(call: Call, *, digest: str | None, app: MetaApp) -> Bucket | None:
    if call.meter is Meter.OWNER:
        return None if digest is None else Bucket(f"{app.id}:business:of:{digest}", "business")
    found = _OBJECT.search(call.path)
    return None if found is None else business(app.id, found[1])


def _digest(token: SecretStr, *, app: MetaApp) -> str:
    """Name a token without telling it: keyed, so that nobody can try tokens against the names. It is no proof of it."""
    secret = app.secret.get_secret_value().encode()
    return hmac.new(secret, b"greenlight budget:" + token.get_secret_value().encode(), hashlib.sha256).hexdigest()[:32]
