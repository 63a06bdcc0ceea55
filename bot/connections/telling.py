"""What is told to one person about logins, and to whom.

To whoever connected the account. If they have left, to whoever made a campaign that uses the profile; if they have left
too, to an administrator of the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.connections.facts import (
    AdoptedFacts,
    ConnectedFacts,
    DrawNotice,
    LeftFacts,
    NoticeFacts,
    ReconnectFacts,
)
from bot.connections.means import LoginMeans
from bot.connections.notices import Ending, Kind, grant_of
from bot.connections.picking import what_was_connected
from bot.connections.ways import clocks_of, stand_ins
from bot.notices.telling import Whom
from bot.slack.calls import Words
from storage.ids import ConnectionId, PersonId, ProfileId
from storage.logins import Notice
from storage.tables import Kind as AccountKind
from storage.unit_of_work import UnitOfWork

READ_PATIENCE = timedelta(minutes=2)
"""How long a notice about new profiles waits for Meta's lists to be read."""


class AboutLogins:
    """The subject of these notices."""

    kinds = frozenset(Kind)

    def __init__(self, means: LoginMeans, *, draw: DrawNotice) -> None:
        self._means = means
        self._draw = draw

    async def facts(self, uow: UnitOfWork, notice: Notice) -> NoticeFacts | None:
        """Gather what there is to say; None when it is no news any more."""
        about = notice.about
        match Kind(notice.kind):
            case Kind.CONNECTED:
                profiles = [ProfileId(each) for each in about["profiles"]]
                picked = await what_was_connected(uow, profiles, at=notice.created_at)
                return ConnectedFacts(
                    profiles=[
                        AdoptedFacts(name=each.username, kind=each.kind, adopted=picked.adopted.get(each.id))
                        for each in picked.profiles
                    ]
                )
            case Kind.RECONNECT:
                return await self._ending(uow, about)
            case Kind.LEFT:
                return LeftFacts(
                    profiles=about["profiles"],
                    name=about["name"],
                    is_given_back=about["is_given_back"],
                    is_shared=about["is_shared"],
                )

    async def whom(self, uow: UnitOfWork, notice: Notice) -> Whom:
        """Say who should know about a login, the right person first."""
        connection = await uow.connections.get(ConnectionId(notice.about["connection"]))
        if connection is None:
            return Whom(candidates=(), else_admin=True)
        profiles = [profile.id for _way, profile in await uow.connections.profiles_of(connection.id)]
        makers = await uow.campaigns.makers_with(profiles)
        first = [connection.granted_by] if connection.granted_by else []
        return Whom(candidates=list(dict.fromkeys([*first, *makers])), else_admin=True)

    def waits(self, notice: Notice, facts: NoticeFacts) -> bool:
        """Tell whether Meta's lists of what was connected are still being read."""
        if not isinstance(facts, ConnectedFacts) or self._means.now() - notice.created_at > READ_PATIENCE:
            return False
        return any(each.adopted is None and each.kind is AccountKind.INSTAGRAM for each in facts.profiles)

    def draw(self, facts: NoticeFacts, *, to: PersonId | None) -> Words:
        """Draw the message for the one who reads it."""
        if isinstance(facts, ReconnectFacts):
            facts = replace(facts, is_yours=to == facts.granted_by)
        return self._draw(facts)

    async def _ending(self, uow: UnitOfWork, about: Mapping[str, str]) -> ReconnectFacts | None:
        """Gather what to say of a login that ends; None when that is no news: somebody signed in meanwhile, or left."""
        connection, when = await uow.connections.get(ConnectionId(about["connection"])), about["when"]
        if connection is None or grant_of(connection) != about["grant"]:
            return None
        alone = await stand_ins(uow, connection, now=self._means.now())
        if not alone:
            return None
        return ReconnectFacts(
            profiles=[each.username for each in alone],
            profile_id=alone[0].id,
            name=connection.name,
            when=int(when) if when.isdigit() else Ending(when),
            ends_at=clocks_of(connection).ends_at,
            words=connection.dead_words,
            granted_by=connection.granted_by,
            is_yours=False,
        )
