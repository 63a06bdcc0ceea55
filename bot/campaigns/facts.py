"""What there is to say about a campaign: the facts that its windows are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.digests.planning import DigestPlan
from bot.permissions.facts import RequestFacts
from bot.permissions.signing.rules import Matter
from bot.permissions.status import State
from bot.policy import Person, Place, Role, Roles, role_of
from storage.ids import CampaignId, ChannelId, PersonId, ProfileId
from storage.tables import Campaign, ChannelState, Profile


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """Rules as their form shows them: a campaign's, or those that new ones begin with."""

    signed_matters: frozenset[Matter]
    undo_seconds: int
    term_days: int | None
    zone: str
    nudge_days: Sequence[int]
    nudge_template: str | None
    quiet_begins: time
    quiet_ends: time
    weekdays_off: Sequence[int]
    digest: DigestPlan


@dataclass(frozen=True, kw_only=True)
class CampaignFacts(RuleFacts):
    """One campaign as a person should see it."""

    id: CampaignId
    name: str
    channel_id: ChannelId
    is_private: bool
    is_shared: bool
    channel_state: ChannelState
    profile_id: ProfileId | None
    profile: str | None
    template: str
    told_states: frozenset[State]
    mentions_asker: bool
    digest_at: datetime | None
    """When the next one is due."""
    roles: Roles
    workspace: Roles
    role: Role | None
    """What whoever looks is here."""
    created_by: PersonId
    created_at: datetime
    closed_by: PersonId | None
    closed_at: datetime | None
    version: int
    states: Mapping[State, int]
    """How many creators stand where."""


@dataclass(frozen=True, kw_only=True)
class Creators:
    """A page of a campaign's creators, each with the newest request, and how many there are in all."""

    rows: Sequence[RequestFacts]
    offset: int
    total: int


def campaign_facts(
    campaign: Campaign, *, place: Place, person: Person, profile: Profile | None, states: Mapping[str, int]
) -> CampaignFacts:
    """Put the facts of one campaign together."""
    return CampaignFacts(
        id=campaign.id,
        name=campaign.name,
        channel_id=campaign.channel_id,
        is_private=campaign.is_private,
        is_shared=campaign.is_shared,
        channel_state=campaign.channel_state,
        profile_id=campaign.default_profile_id,
        profile=profile.username if profile else None,
        template=campaign.template,
        told_states=frozenset(State(word) for word in campaign.told_states),
        mentions_asker=campaign.mentions_asker,
        signed_matters=frozenset(Matter(word) for word in campaign.signed_matters),
        undo_seconds=campaign.undo_seconds,
        term_days=campaign.term_days,
        zone=campaign.zone,
        nudge_days=campaign.nudge_days,
        nudge_template=campaign.nudge_template,
        quiet_begins=campaign.quiet_begins,
        quiet_ends=campaign.quiet_ends,
        weekdays_off=campaign.weekdays_off,
        digest=DigestPlan.of(campaign),
        digest_at=campaign.digest_at,
        roles=place.roles,
        workspace=place.workspace,
        role=role_of(person, place=place),
        created_by=campaign.created_by,
        created_at=campaign.created_at,
        closed_by=campaign.closed_by,
        closed_at=campaign.closed_at,
        version=campaign.version,
        states={State(state): count for state, count in states.items()},
    )
