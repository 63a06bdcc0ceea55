"""What is monitored of a connected account, changed by the team: within what the creator's sign-in allows, and never in silence.

What goes further than the creator agreed to stands on the creator's own page (`bot.influencers.agreed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.comments.agreement import remember
from bot.comments.notes import tell_end
from bot.comments.sifting import sift_untold
from bot.errors import Refused
from bot.influencers.agreed import ON_ADS, ON_POSTS, wider
from bot.influencers.ending import locked
from bot.influencers.facts import AssetFacts, asset_facts, rules_of
from bot.influencers.means import InfluencerMeans
from bot.influencers.refused import MoreNeeded
from bot.influencers.scopes import needed_of_creator
from bot.influencers.trying import TriedFacts, try_rules
from bot.influencers.wishes import Rules
from bot.words import say
from storage.ids import PersonId, ProfileId, WorkspaceId
from storage.influencers import Asset
from storage.logins import Connection
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class RuledFacts:
    """The rules of one account, as the form shows them."""

    asset_id: str
    username: str
    rules: Rules
    profiles: Sequence[tuple[ProfileId, str]]
    """The brand's accounts that are chosen, with their handles."""
    is_agreed: bool
    """Whether a creator agreed to rules: one of the team's own accounts came without."""
    tried: TriedFacts | None = None
    """What they would have done in the last week, where somebody wants to know."""


class RulingAssets:
    """The use cases."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    async def look(self, workspace_id: WorkspaceId, asset_id: str, *, by: PersonId) -> RuledFacts:
        """Return what the form begins with. Raises Refused for one that has ended, NotAllowed, NotFound, SlackError."""
        await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.read(workspace_id) as uow:
            asset = _standing(await uow.assets.get(asset_id))
            return await _ruled(uow, asset, rules_of(asset))

    async def try_out(self, workspace_id: WorkspaceId, asset_id: str, rules: Rules, *, by: PersonId) -> RuledFacts:
        """Say what rules would have let through in the last week, and change nothing. Raises as `look`."""
        await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.read(workspace_id) as uow:
            asset = _standing(await uow.assets.get(asset_id))
            tried = await try_rules(uow, asset, rules, now=self._means.logins.now())
            return replace(await _ruled(uow, asset, rules), tried=tried)

    async def change(self, workspace_id: WorkspaceId, asset_id: str, rules: Rules, *, by: PersonId) -> AssetFacts:
        """Have other rules hold from now on; comments that nobody was told of yet and that are wanted no more are forgotten.

        Raises MoreNeeded for what the creator's sign-in does not allow, WrongInput (field `profiles`), Refused for one that
        has ended, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        await self._means.asset_for(workspace_id, asset_id, by=by)
        async with self._means.logins.storage.write(workspace_id) as uow:
            asset, connection = await locked(uow, asset_id)
            asset = _standing(asset)
            own = {each.id for each in await uow.profiles.connected()} | set(asset.profile_ids)
            before, after = rules_of(asset), rules.of_profiles(own)
            if after.hears_something and not before.hears_something and not _may_hear(connection):
                raise MoreNeeded(asset.username)
            if after != before:
                more, now = set(wider(before, now=after)), self._means.logins.now().replace(microsecond=0)
                if more:
                    remember(asset, before)
                # Meta tells moments to the second. What is let through as before is heard as before.
                asset.ads_from = now if more & ON_ADS else asset.ads_from
                asset.organic_from = now if more & ON_POSTS else asset.organic_from
                await self._write(uow, asset, after)
                if before.hears_something and not after.hears_something:
                    await tell_end(uow, asset, now=self._means.logins.now())
                changed = {name: each for name, each in _columns(after).items() if _columns(before)[name] != each}
                shown_before = {name: _columns(before)[name] for name in changed}
                self._means.note(uow, asset, tag="person:asset:ruled", by=by, before=shown_before, after=changed)
            return await asset_facts(uow, asset, now=self._means.logins.now())

    async def _write(self, uow: UnitOfWork, asset: Asset, rules: Rules) -> None:
        for name, value in _columns(rules).items():
            setattr(asset, name, value)
        asset.version += 1
        await uow.flush()
        await uow.hooks.look_at(asset.id, at=self._means.logins.now())
        await sift_untold(uow, asset)


async def _ruled(uow: UnitOfWork, asset: Asset, rules: Rules) -> RuledFacts:
    profiles = [await uow.profiles.get(ProfileId(each)) for each in rules.profile_ids]
    return RuledFacts(
        asset_id=asset.id,
        username=asset.username,
        rules=rules,
        profiles=[(each.id, each.username) for each in profiles if each is not None],
        is_agreed=asset.invite_id is not None,
    )


def _standing(asset: Asset | None) -> Asset:
    if asset is None or asset.ended_at is not None:
        raise Refused(say("influencers.has_ended"), todo=say("influencers.has_ended_todo"))
    return asset


def _may_hear(connection: Connection | None) -> bool:
    """Tell whether the sign-in brought what comments take; what Meta left open is held against nobody."""
    if connection is None:
        return False
    return connection.scopes is None or set(needed_of_creator(hears_something=True)) <= set(connection.scopes)


def _columns(rules: Rules) -> dict[str, Any]:
    return asdict(rules) | {"profile_ids": list(rules.profile_ids), "domains": list(rules.domains)}
