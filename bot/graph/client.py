"""The Graph client: one attribute for each family of calls, all over one wire."""

from __future__ import annotations

import httpx

from bot.graph.access import MetaApp
from bot.graph.accounts.client import Accounts
from bot.graph.call import Addresses
from bot.graph.creators.client import Creators
from bot.graph.login.client import Login
from bot.graph.permissions.client import Permissions
from bot.graph.tags.client import Tags
from bot.graph.wire import Wire


class GraphClient:
    """Meta's Graph service, as far as Greenlight uses it.

    A family is a folder with `calls.py` (what is asked), `answers.py` (how that is read) and `client.py` (the
    two tied together). Families know the wire and not each other. Their methods raise GraphError and nothing
    else, and repeat nothing: whoever calls knows whether a repeat is safe (`GraphError.may_have_happened`).
    """

    def __init__(self, http: httpx.AsyncClient, *, app: MetaApp, addresses: Addresses, deadline: float = 30.0) -> None:
        """Use `http` (see `pooled_http`), which stays the caller's to close. `deadline` is in seconds (see Wire)."""
        wire = Wire(http, addresses=addresses, app_secret=app.secret, deadline=deadline)
        self.permissions = Permissions(wire)
        self.creators = Creators(wire)
        self.accounts = Accounts(wire)
        self.login = Login(wire, app=app, addresses=addresses)
        self.tags = Tags(wire)
