"""The link from Slack to a sign-in: signed, for one person, good once and for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.connections.refused import LinkFault, LinkRefused
from bot.connections.scopes import ASKED_WITH_ADS, Scope
from bot.graph import SignIn, StateFault, StateRefused, States
from storage.ids import PersonId, ProfileId, WorkspaceId

LASTS = timedelta(minutes=15)
_ADS = "ads:"
"""What a link is about begins so where ads are to be read as well; the rest is the profile."""


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
        reads_ads: bool = False,
    ) -> str:
        """Make what stands in the link's address: it tells nobody whose it is."""
        sign_in = SignIn(
            workspace_id=workspace_id,
            person_id=person_id,
            nonce=nonce,
            expires_at=now + LASTS,
            about=f"{_ADS if reads_ads else ''}{profile_id or ''}",
        )
        return self._states.seal(sign_in, browser="")

    def read(self, link: str, *, now: datetime) -> SignIn:
        """Read it. Raises LinkRefused when it was not made here, was changed, or is too old."""
        try:
            return self._states.open(link, browser="", now=now)
        except StateRefused as error:
            is_old = error.fault is StateFault.EXPIRED
            raise LinkRefused(LinkFault.EXPIRED if is_old else LinkFault.FOREIGN) from None


def profile_of(asked: SignIn) -> ProfileId | None:
    """Return the profile that a link would connect again; None where it is about any."""
    return ProfileId(found) if (found := asked.about.removeprefix(_ADS)) else None


def scopes_of(asked: SignIn) -> tuple[Scope, ...] | None:
    """Return what a link asks for beyond what all do; None where that is nothing."""
    return ASKED_WITH_ADS if asked.about.startswith(_ADS) else None
