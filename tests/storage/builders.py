"""Rows with sensible values, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.ids import CampaignId, ChannelId, ConnectionId, PersonId, ProfileId, RequestId, WorkspaceId, new_id
from storage.logins import Connection, Life, SignIn, Source
from storage.sight import Sight
from storage.tables import Campaign, Health, Origin, Profile, Request

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
NORTHLIGHT = WorkspaceId("T0NORTH")
ELSEWHERE = WorkspaceId("T0ELSE")
ANA = PersonId("U0ANA")


def a_profile(**given: Any) -> Profile:
    """A connected profile."""
    values: dict[str, Any] = {
        "id": ProfileId(new_id()),
        "ig_id": "17841400000000001",
        "username": "northlight.skin",
        "sealed_token": "sealed",
        "health": Health.OK,
        "created_at": NOW,
        "failed_looks": 0,
    }
    return Profile(**(values | given))


def a_connection(**given: Any) -> Connection:
    """A connection that somebody granted by signing in, alive."""
    values: dict[str, Any] = {
        "id": ConnectionId(new_id()),
        "source": Source.LOGIN,
        "meta_user_id": "10223344556678001",
        "name": "Nora Lind",
        "sealed_token": "sealed",
        "life": Life.ALIVE,
        "scopes": [],
        "targets": {},
        "granted_by": ANA,
        "granted_at": NOW,
    }
    return Connection(**(values | given))


def a_sign_in(**given: Any) -> SignIn:
    """A sign-in whose dialog was opened just now."""
    values: dict[str, Any] = {
        "id": new_id(),
        "person_id": ANA,
        "browser": "digest",
        "ends_at": NOW + timedelta(minutes=15),
        "rounds": 1,
        "returned": 0,
    }
    return SignIn(**(values | given))


def sight(*channels: str, person_id: PersonId = ANA, is_outsider: bool = False) -> Sight:
    """Somebody's eyes: a member's, in those private channels."""
    return Sight(person_id=person_id, is_outsider=is_outsider, channels=channels)


def a_campaign(**given: Any) -> Campaign:
    """An open campaign of a public channel."""
    name = given.get("name", "Spring launch")
    values: dict[str, Any] = {
        "id": CampaignId(new_id()),
        "name": name,
        "name_key": name.casefold(),
        "channel_id": ChannelId("C0SPRING"),
        "channel_name": "spring-launch",
        "is_private": False,
        "default_profile_id": None,
        "template": "Hi {creator}",
        "created_by": ANA,
        "created_at": NOW,
    }
    return Campaign(**(values | given))


def a_request(profile: Profile, campaign: Campaign | None = None, **given: Any) -> Request:
    """A request that was accepted just now."""
    values: dict[str, Any] = {
        "id": RequestId(new_id()),
        "profile_id": profile.id,
        "campaign_id": campaign.id if campaign else None,
        "creator_username": "maya.makes",
        "state": "queued",
        "origin": Origin.ASKED,
        "asked_by": ANA,
        "asked_at": NOW,
        "changed_at": NOW,
        "submission_id": new_id(),
        "sweep_at": NOW,
    }
    return Request(**(values | given))
