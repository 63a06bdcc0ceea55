"""What is asked about logins (Meta, "Manually Build a Login Flow", "Long-Lived Tokens", "Debug Token").

Meta shows the exchanges as GET, so codes and secrets stand in the query: they are `hidden`, and our logs drop
queries (see `bot.graph.transport`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.graph.access import MetaApp
from bot.graph.call import Addresses, Call, segment
from bot.graph.codes import Rule
from bot.graph.errors import GraphTransient, SetupWrong, SignInStale
from bot.words import say

_EXCHANGE = "/oauth/access_token"
_WRONG_SECRET = Rule(
    GraphTransient,
    happened="graph.happened.sign_in_unfinished",
    why="graph.why.outage_or_secret",
    todo="graph.todo.once_more",
)


class AuthType(StrEnum):
    """Why somebody is asked again: what they declined, or since access to their data has run out."""

    REREQUEST = "rerequest"
    REAUTHORIZE = "reauthorize"


def dialog(
    addresses: Addresses,
    *,
    app: MetaApp,
    redirect_uri: str,
    state: str,
    scopes: Sequence[str] = (),
    auth_type: AuthType | None = None,
    is_by_name: bool = False,
) -> str:
    """Make the address of Meta's login dialog, for the person's own browser.

    With a configuration (`MetaApp.login_config_id`, Facebook Login for Business) that decides about the
    permissions, and `scopes` are left out, unless they are to be asked for `is_by_name`: somebody for whom the
    configuration was not made. No `override_default_response_type`: sources disagree on who must
    send it, and the one that quotes Meta has it for system-user configurations only, while ours is a user's.
    """
    if not app.id:
        raise SetupWrong(
            say("graph.sign_in.no_app.happened"),
            why=say("graph.sign_in.no_app.why"),
            todo=say("graph.sign_in.no_app.todo"),
        )
    params = {"client_id": app.id, "redirect_uri": redirect_uri, "state": state, "response_type": "code"}
    if app.login_config_id and not is_by_name:
        params["config_id"] = app.login_config_id
    else:
        params["scope"] = ",".join(scopes)
    if auth_type is not None:
        params["auth_type"] = auth_type
    return f"{addresses.login.rstrip('/')}/{addresses.version.strip('/')}/dialog/oauth?{urlencode(params)}"


def exchange_code(app: MetaApp, *, code: SecretStr, redirect_uri: str) -> Call:
    """Trade the code of a return for a token; `redirect_uri` has to be the dialog's own, to the letter.

    A used, old or foreign code comes as code 100, which means nothing of the kind elsewhere.
    """
    return Call(
        "GET",
        _EXCHANGE,
        {"client_id": app.id, "redirect_uri": redirect_uri},
        hidden={"client_secret": app.secret, "code": code},
        meanings={1: _WRONG_SECRET, 100: Rule(SignInStale)},
    )


def prolong(app: MetaApp, *, token: SecretStr) -> Call:
    """Trade a short-lived user token for one of about 60 days. An expired one cannot be traded."""
    return Call(
        "GET",
        _EXCHANGE,
        {"grant_type": "fb_exchange_token", "client_id": app.id},
        hidden={"client_secret": app.secret, "fb_exchange_token": token},
        meanings={1: _WRONG_SECRET},
    )


def inspect(token: SecretStr) -> Call:
    """Ask what a token is good for; made with the app's own token."""
    return Call("GET", "/debug_token", hidden={"input_token": token})


def list_grants() -> Call:
    """List what the person granted and declined."""
    return Call("GET", "/me/permissions")


def revoke(*, scope: str | None) -> Call:
    """Give back one permission, or the whole grant (which public code does and Meta's page does not mention)."""
    return Call("DELETE", "/me/permissions" if scope is None else f"/me/permissions/{segment(scope)}")


def who() -> Call:
    """Ask whose token it is. The id is scoped to our app."""
    return Call("GET", "/me", {"fields": "id,name"})
