"""Every call Greenlight makes to Graph, as data: what to ask. Nothing here sends anything.

A further endpoint is one more function here, one more reader in `bot.graph.answers`, and one more method of
the client.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from bot.graph.access import CreatorById, CreatorByUsername
from bot.graph.errors import CreatorNotFound, LoginDead
from bot.graph.scalars import clean

# The characters Instagram allows; anything else would also change the meaning of a `fields` expression.
_USERNAME = re.compile(r"[a-z0-9._]{1,30}")
# What may stand in a header: a token with a line break or a letter like ü is a paste gone wrong.
_TOKEN = re.compile(r"[!-~]+")
_DISCOVERED = "id,username,name,followers_count,profile_picture_url"


@dataclass(frozen=True)
class Call:
    """One call: the path below the version, and its parameters (a query for GET, a form for POST)."""

    method: Literal["GET", "POST"]
    path: str
    params: dict[str, str]

    @property
    def writes(self) -> bool:
        """Whether it changes anything at Meta, so that a lost answer must be read back."""
        return self.method != "GET"


def prove(token: str, *, app_secret: str) -> str:
    """Make `appsecret_proof`: hex HMAC-SHA256 of the token under the app secret (Meta, "Secure requests").

    Raises LoginDead for what cannot be a token: sending it would fail with an error that quotes it.
    """
    if not _TOKEN.fullmatch(token):
        raise LoginDead(why="What is stored as its login is damaged, or was not a login of Meta's to begin with.")
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def plain_username(username: str) -> str:
    """Bring a handle into the form Meta's filters take: no `@`, lower case."""
    return clean(username).lstrip("@").lower()


def request_permission(brand_ig_id: str, *, creator: CreatorById | CreatorByUsername) -> Call:
    """Ask a creator for account-level permission (guide "Account-Level Permissioning")."""
    match creator:
        case CreatorById(ig_id):
            params = {"creator_instagram_account": ig_id}
        case CreatorByUsername(username):
            params = {"creator_instagram_username": plain_username(username)}
    return Call("POST", _permissions(brand_ig_id), params)


def revoke_permission(brand_ig_id: str, *, creator: CreatorById) -> Call:
    """End a permission. Meta documents this by creator id only."""
    params = {"creator_instagram_account": creator.ig_id, "revoke": "true"}
    return Call("POST", _permissions(brand_ig_id), params)


def list_permissions(brand_ig_id: str, *, creator_username: str | None, limit: int, after: str | None) -> Call:
    """Read one page of permissions.

    No `fields`: Meta's three lists of field names contradict one another, and naming one that a version does
    not have is an error (code 100), while the default fields come in every version.
    """
    params = {"limit": str(limit)}
    if creator_username is not None:
        params["creator_username"] = plain_username(creator_username)
    if after is not None:
        params["after"] = after
    return Call("GET", _permissions(brand_ig_id), params)


def discover(own_ig_id: str, *, username: str) -> Call:
    """Look up a professional account by its handle (guide "Business Discovery").

    Raises CreatorNotFound, without a call, for what cannot be a handle.
    """
    handle = plain_username(username)
    if not _USERNAME.fullmatch(handle):
        raise CreatorNotFound(
            "That is not a name an Instagram account can have.",
            why="Instagram's names have up to 30 letters, digits, dots and underscores.",
            todo="Check the spelling: give the handle as it stands on the creator's profile.",
        )
    return Call("GET", f"/{_segment(own_ig_id)}", {"fields": f"business_discovery.username({handle}){{{_DISCOVERED}}}"})


def own_account(ig_id: str) -> Call:
    """Read the brand's own account: whether the token works, and the current username."""
    return Call("GET", f"/{_segment(ig_id)}", {"fields": "id,username"})


def _permissions(brand_ig_id: str) -> str:
    return f"/{_segment(brand_ig_id)}/branded_content_ad_permissions"


def _segment(text: str) -> str:
    return quote(text, safe="")
