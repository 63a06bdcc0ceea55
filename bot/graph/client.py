"""The Graph client: one attribute for each family of calls, all over one wire."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import httpx

from bot.graph.access import MetaApp
from bot.graph.accounts.client import Accounts
from bot.graph.allowlist.client import Allowlist
from bot.graph.budget import Weight
from bot.graph.call import Addresses
from bot.graph.comments.client import Comments
from bot.graph.content.client import Contents
from bot.graph.creators.client import Creators
from bot.graph.gate import Gate
from bot.graph.ledger import Ledger, OwnLedger
from bot.graph.login.client import Login
from bot.graph.media.client import MediaReads
from bot.graph.pages.client import Pages
from bot.graph.permissions.client import Permissions
from bot.graph.posts.client import Posts
from bot.graph.tags.client import Tags
from bot.graph.webhooks.client import Webhooks
from bot.graph.wire import Wire


class GraphClient:
    """Meta's Graph service, as far as Greenlight uses it.

    A family is a folder with `calls.py` (what is asked), `answers.py` (how that is read) and `client.py` (the
    two tied together). Families know the wire and not each other. Their methods raise GraphError and nothing
    else, and repeat nothing: whoever calls knows whether a repeat is safe (`GraphError.may_have_happened`).
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        app: MetaApp,
        addresses: Addresses,
        deadline: float = 30.0,
        ledger: Ledger | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Use `http` (see `pooled_http`), which stays the caller's to close. `deadline` is in seconds (see Wire).

        `ledger` keeps what is known of the limits; without one this client knows only what it has heard itself.
        `now` is the clock that limits are read by: by default, this machine's.
        """
        now = now or partial(datetime.now, UTC)
        gate = Gate(ledger or OwnLedger(now=now), app=app, now=now)
        self._app, self._addresses = app, addresses
        self._furnish(Wire(http, addresses=addresses, app_secret=app.secret, gate=gate, deadline=deadline))

    def in_background(self) -> GraphClient:
        """Return the same client for reads that nobody waits for: they leave the last of each limit to others."""
        other = copy.copy(self)
        other._furnish(self._wire.weighing(Weight.BACKGROUND))
        return other

    def _furnish(self, wire: Wire) -> None:
        app, addresses = self._app, self._addresses
        self._wire = wire
        self.permissions = Permissions(wire)
        self.creators = Creators(wire)
        self.accounts = Accounts(wire)
        self.login = Login(wire, app=app, addresses=addresses)
        self.media = MediaReads(wire)
        self.webhooks = Webhooks(wire, app=app)
        self.pages = Pages(wire)
        self.allowlist = Allowlist(wire)
        self.posts = Posts(wire)
        self.tags = Tags(wire)
        self.content = Contents(wire)
        self.comments = Comments(wire)
