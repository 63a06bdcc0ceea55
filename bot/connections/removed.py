"""Somebody took Greenlight off their list of apps at Facebook: Meta calls, and everything they granted is dead.

https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke (deauthorize callback)
"""

from __future__ import annotations

import logging

from pydantic import SecretStr

from bot.connections.burying import bury
from bot.connections.means import LoginMeans
from bot.connections.notices import Ending
from bot.graph.webhooks.trust import read_signed_request
from bot.words import say
from storage.logins import Life

log = logging.getLogger(__name__)


class Removing:
    """The use case."""

    def __init__(self, means: LoginMeans, *, app_secret: SecretStr) -> None:
        self._means = means
        self._app_secret = app_secret

    async def hear(self, signed_request: str) -> bool:
        """Mark everything that a person granted as dead, in every workspace, and tell; False for what Meta did not sign.

        The same call again, or an old one about a grant that was renewed since, changes nothing.
        """
        heard = read_signed_request(signed_request, app_secret=self._app_secret)
        if heard is None:
            return False
        async with self._means.storage.across_workspaces() as everywhere:
            granted = await everywhere.connections_of(heard.user_id)
        for each in granted:
            async with self._means.storage.write(each.workspace_id) as uow:
                connection = await uow.connections.get(each.id, lock=True)
                if connection is None or connection.life is not Life.ALIVE:
                    continue
                if heard.issued_at is not None and heard.issued_at < connection.granted_at:
                    continue
                words = say("connect.removed")
                await bury(uow, connection, ending=Ending.REMOVED, words=words, now=self._means.now())
        log.info("somebody removed the app at Facebook: %d connection(s) are dead", len(granted))
        return True
