"""The link from Slack to a sign-in: signed, for one person, good once and for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.connections.refused import LinkFault, LinkRefused
from bot.graph import SignIn, StateFault, StateRefused, States
from storage.ids import PersonId, ProfileId, WorkspaceId

LASTS = timedelta(minutes=15)


class Links:
    """Makes links and reads them. That each is used once is kept by whoever stores its `nonce`."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        # No browser is known yet when a link is made: the sign-in is bound to one when it begins.
        self._states = States(keys, purpose="link to a sign-in")

    def make(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        *,
        nonce: str,
        now: datetime,
        profile_id: ProfileId | None = None,
    ) -> str:
        """Make what stands in the link's address: it tells nobody whose it is."""
        sign_in = SignIn(
            workspace_id=workspace_id,
            person_id=person_id,
            nonce=nonce,
            expires_at=now + LASTS,
            about=profile_id or "",
        )
        return self._states.seal(sign_in, browser="")

    def read(self, link: str, *, now: datetime) -> SignIn:
        """Read it. Raises LinkRefused when it was not made here, was changed, or is too old."""
        try:
            return self._states.open(link, browser="", now=now)
        except StateRefused as error:
            is_old = error.fault is StateFault.EXPIRED
            raise LinkRefused(LinkFault.EXPIRED if is_old else LinkFault.FOREIGN) from None
