"""What Meta answers about logins. Pure; raises ValueError for an answer of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.graph.classification import complain, find_complaint
from bot.graph.errors import GraphError
from bot.graph.scalars import clean, mapping_of, moment_of, raw_of, text_of, whole_of


@dataclass(frozen=True, kw_only=True)
class LoginToken:
    """A user token. `lasts` is None where Meta gave no time: then only `Login.inspect` tells."""

    token: SecretStr
    lasts: timedelta | None


class Person(BaseModel):
    """Who signed in. `id` is scoped to our app; `name` may be hidden from us."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, BeforeValidator(text_of)]
    name: Annotated[str | None, BeforeValidator(text_of)] = None


class Grant(BaseModel):
    """One permission and what the person said to it; `status` is Meta's word: granted, declined, expired."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    scope: Annotated[str, BeforeValidator(text_of)] = Field(validation_alias="permission")
    status: Annotated[str, BeforeValidator(raw_of)] = ""

    @property
    def is_granted(self) -> bool:
        """Whether it may be used now."""
        return self.status.casefold() == "granted"


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """What `debug_token` says of a token. Times are in UTC, and None where Meta gave none.

    Two clocks run: `expires_at` for the token (`never_expires` where Meta gives 0), and
    `data_access_expires_at`, 90 days after the person last used the app, for the `instagram_*` permissions
    (Meta, "Authorization Versus Data Access Expiry"). `targets` names, for a permission given for some accounts
    only, which ones. `trouble` is why the token does not work, if Meta says.
    """

    app_id: str | None
    user_id: str | None
    is_valid: bool
    kind: str
    issued_at: datetime | None
    expires_at: datetime | None
    never_expires: bool
    data_access_expires_at: datetime | None
    data_access_never_expires: bool
    scopes: tuple[str, ...]
    targets: Mapping[str, frozenset[str]]
    trouble: GraphError | None
    app_name: str | None = None
    profile_id: str | None = None

    def allows(self, scope: str, *, target_id: str | None = None) -> bool:
        """Whether a permission is there, and holds for that account or Page."""
        if scope not in self.scopes:
            return False
        chosen = self.targets.get(scope)
        return target_id is None or chosen is None or target_id in chosen

    def lacking(self, wanted: Iterable[str], *, target_id: str | None = None) -> tuple[str, ...]:
        """Return those of `wanted` that are not there, in their order."""
        return tuple(scope for scope in wanted if not self.allows(scope, target_id=target_id))


def read_token(document: Any) -> LoginToken:
    """Read `{"access_token", "token_type", "expires_in"}` (in seconds)."""
    answer = mapping_of(document)
    token, seconds = answer.get("access_token"), whole_of(answer.get("expires_in"))
    if not isinstance(token, str) or not token.strip():
        raise ValueError("no token")
    is_said = seconds is not None and 0 < seconds < 10**10
    return LoginToken(token=SecretStr(token.strip()), lasts=timedelta(seconds=seconds or 0) if is_said else None)


def read_facts(document: Any) -> TokenFacts:
    """Read `{"data": {...}}` of `debug_token`. A 0 in a clock means that it never runs out."""
    data = mapping_of(mapping_of(document).get("data"))
    if "is_valid" not in data:
        raise ValueError("not said whether it is valid")
    complaint = find_complaint(data)
    expires, data_access = whole_of(data.get("expires_at")), whole_of(data.get("data_access_expires_at"))
    return TokenFacts(
        app_id=text_of(data.get("app_id")),
        app_name=text_of(data.get("application")),
        user_id=text_of(data.get("user_id")),
        profile_id=text_of(data.get("profile_id")),
        is_valid=data["is_valid"] is True,
        kind=raw_of(data.get("type")),
        issued_at=moment_of(data.get("issued_at")),
        expires_at=moment_of(expires) if expires else None,
        never_expires=expires == 0,
        data_access_expires_at=moment_of(data_access) if data_access else None,
        data_access_never_expires=data_access == 0,
        scopes=_texts(data.get("scopes")),
        targets=dict(_targets(data.get("granular_scopes"))),
        trouble=complain(complaint) if complaint else None,
    )


def _targets(granular: Any) -> Iterable[tuple[str, frozenset[str]]]:
    """Walk `[{"scope", "target_ids"}]`; without `target_ids` a permission holds for all accounts."""
    for entry in granular if isinstance(granular, list) else ():
        scope = text_of(entry.get("scope")) if isinstance(entry, dict) else None
        if scope and isinstance(entry.get("target_ids"), list):
            yield scope, frozenset(_texts(entry["target_ids"]))


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(text_of, values))) if isinstance(values, list) else ()


@dataclass(frozen=True, kw_only=True)
class Returned:
    """The person is back from the dialog, with a code for us."""

    code: SecretStr
    state: str


@dataclass(frozen=True, kw_only=True)
class NotReturned:
    """The person is back without one. `words` are Meta's, fit to be shown; `is_declined`: they chose so."""

    state: str
    is_declined: bool
    words: str


def read_return(query: Mapping[str, str]) -> Returned | NotReturned:
    """Read what Meta's dialog put into the address it leads back to.

    A "no" comes as `error=access_denied&error_reason=user_denied`; failures of Facebook Login for Business were
    seen as `error_code=200`. Nothing here is trusted before `state` is.
    """
    state, code = query.get("state", ""), query.get("code", "").strip()
    failed = any(query.get(name) for name in ("error", "error_code", "error_reason", "error_message"))
    if code and not failed:
        return Returned(code=SecretStr(code), state=state)
    words = query.get("error_description") or query.get("error_message") or query.get("error") or ""
    return NotReturned(
        state=state,
        is_declined=query.get("error") == "access_denied" or query.get("error_reason") == "user_denied",
        words=clean(words)[:300],
    )
