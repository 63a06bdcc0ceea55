"""One workspace: everything the Slack half remembers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack import world
from sandbox.slack.delivery import Delivery
from sandbox.slack.errors import Impossible, Refused
from sandbox.slack.functions import Executions
from sandbox.slack.ids import Ids
from sandbox.slack.limits import Limits
from sandbox.slack.manifest import Manifest
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.slack.world import Channel, User
from sandbox.stream import Stream


class Workspace:
    """The state of a running workspace; `reset` brings the seeded world back."""

    def __init__(self, *, clock: Clock, manifest: Manifest, request_url: str | None) -> None:
        self.clock = clock
        self.manifest = manifest
        self.stream = Stream()
        self.faults = Faults(clock=clock)
        self.limits = Limits(clock=clock)
        self.delivery = Delivery(clock=clock, limits=self.limits, request_url=request_url)
        self.base_url = ""
        self.reset()

    def reset(self) -> None:
        """Forget everything but connections and the clock."""
        self.ids = Ids(clock=self.clock)
        self.world = world.seed(app_name=self.manifest.name)
        self.triggers = Triggers(clock=self.clock, ids=self.ids, limits=self.limits)
        self.views = Views(clock=self.clock, ids=self.ids)
        self.executions = Executions(ids=self.ids)
        self.caller_token: str | None = None  # of the call that is carried out just now
        self.uploads: dict[str, dict[str, Any]] = {}
        self.given: Counter[str] = Counter()  # bytes of each file that were handed to the app
        self.takes_charts = True
        self.calls: list[dict[str, Any]] = []
        self.delivery.log.clear()
        self.faults.clear()
        self.limits.forget()
        self.stream.tell("reset")

    def response_url(self, *, user: str, channel: str, message_ts: str | None = None, kind: str) -> str:
        """Hand out a response URL of this host, port and mount."""
        secret = self.triggers.mint_url(user=user, channel=channel, message_ts=message_ts)
        return f"{self.base_url}/{kind}/{world.TEAM_ID}/{secret}"

    def require_scope(self, *needed: str) -> None:
        """Raise Refused(`missing_scope`) unless the manifest has one of these scopes."""
        if not self.manifest.scopes.intersection(needed):
            provided = ",".join(sorted(self.manifest.scopes))
            raise Refused("missing_scope", needed=",".join(needed), provided=provided)

    def visible_channel(self, channel_id: str) -> Channel:
        """Find a channel that the bot can see; raises Refused(`channel_not_found`)."""
        channel = self.world.channels.get(channel_id)
        if channel is None or (channel.is_private and self.world.bot.id not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def person(self, named: str) -> User:
        """Find a user by id or name, for the control API; raises Impossible."""
        for user in self.world.users.values():
            if named in (user.id, user.name):
                return user
        raise Impossible(f"Nobody here is called {named!r}.")

    def actor(self, named: str) -> User:
        """Find somebody who is still here to do something; raises Impossible."""
        user = self.person(named)
        if user.deleted:
            raise Impossible(f"{user.name} has left the workspace.")
        return user

    def place(self, named: str) -> Channel:
        """Find a channel by id or name, for the control API; raises Impossible."""
        for channel in self.world.channels.values():
            if named in (channel.id, channel.name, f"#{channel.name}"):
                return channel
        raise Impossible(f"There is no channel {named!r}.")
