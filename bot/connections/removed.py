"""Somebody took Greenlight off their list of apps at Facebook: Meta calls, and everything they granted is looked at.

The call is believed as far as that Meta is asked: an old one that comes late, or again, ends no newer grant.
https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke (deauthorize callback)
"""

from __future__ import annotations

import logging

from pydantic import SecretStr

from bot.connections.means import LoginMeans
from bot.graph.webhooks.trust import read_signed_request
from storage.logins import Life

log = logging.getLogger(__name__)


class Removing:
    """The use case."""

    def __init__(self, means: LoginMeans, *, app_secret: SecretStr) -> None:
        self._means = means
        self._app_secret = app_secret

    async def hear(self, signed_request: str) -> bool:
        """Have everything that a person granted checked at once, in every workspace; False for what Meta did not sign."""
        heard = read_signed_request(signed_request, app_secret=self._app_secret)
        if heard is None:
            return False
        async with self._means.storage.across_workspaces() as everywhere:
            granted = [each for each in await everywhere.connections_of(heard.user_id) if each.life is Life.ALIVE]
            for each in granted:
                each.next_check_at = self._means.now()
        log.info("somebody removed the app at Facebook: %d connection(s) are checked", len(granted))
        return True
