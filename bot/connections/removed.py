"""Somebody took Greenlight off their list of apps at Facebook, or asks there for what it knows of them to be deleted.

The call is believed as far as that Meta is asked. An old one that comes late, or again, is about the grants of its time: one
that was made since is left as it is.
https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke (deauthorize callback)
https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.connections.confirmation import confirmation_code, deleted_at
from bot.connections.means import LoginMeans
from bot.graph.webhooks.trust import SignedRequest, deletion_answer, read_signed_request
from bot.words import say
from storage.logins import Connection, Life

log = logging.getLogger(__name__)

DELETED = "/connect/deleted"
"""Where a person sees what became of the wish."""


CLOCKS_DIFFER = timedelta(minutes=5)
"""A grant counts as newer than a call of Meta's only if it is by more than this: in doubt a wish to be forgotten is kept."""


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
            granted, _newer = _of_its_time(heard, await everywhere.connections_of(heard.user_id))
            alive = [each for each in granted if each.life is Life.ALIVE]
            for each in alive:
                each.next_check_at = self._means.now()
        log.info("somebody removed the app at Facebook: %d connection(s) are checked", len(alive))
        return True

    async def forget(self, signed_request: str) -> dict[str, str] | None:
        """Erase what a person at Meta is called and gave, everywhere, and have what they granted checked; return Meta's answer.

        Returns None for what Meta did not sign. Who has signed in again since is named by that. Meta sends this once the app was removed: the check finds each login ended.
        """
        heard = read_signed_request(signed_request, app_secret=self._app_secret)
        if heard is None:
            return None
        now = self._means.now()
        async with self._means.storage.across_workspaces() as everywhere:
            granted, newer = _of_its_time(heard, await everywhere.connections_of(heard.user_id))
            erased = await everywhere.erase_person(
                heard.user_id, but=[each.id for each in newer], now=now, words=say("codes.creator_forgotten")
            )
            for each in granted:  # only now: the erasing locks what others lock before a login
                each.name = ""
                if each.life is Life.ALIVE:
                    each.next_check_at = now
        log.info("somebody asked at Facebook to be forgotten: a name was erased in %d place(s)", erased)
        code = confirmation_code(now, keys=self._means.keys)
        return deletion_answer(status_url=f"{self._means.public_url}{DELETED}/{code}", confirmation_code=code)

    def deleted_at(self, code: str) -> datetime | None:
        """Return when a wish with that code was carried out; None where there was none."""
        return deleted_at(code, keys=self._means.keys)


def _of_its_time(
    heard: SignedRequest, granted: Sequence[Connection]
) -> tuple[Sequence[Connection], Sequence[Connection]]:
    """Part the grants that a call is about from those made since; one that does not say when it was made is about all."""
    if heard.issued_at is None:
        return granted, ()
    until = heard.issued_at + CLOCKS_DIFFER
    return [each for each in granted if each.granted_at <= until], [each for each in granted if each.granted_at > until]
