"""An account whose comments are monitored, and deliveries of comments on it, as Meta makes them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta

from storage.ids import CampaignId, ChannelId, ConnectionId, PersonId, WorkspaceId, new_id
from storage.influencers import Asset
from storage.logins import Connection, ConnectionKind, Life, Source
from storage.tables import Campaign
from storage.unit_of_work import Storage

PERSON = PersonId("U0BENCH")


async def monitored(
    storage: Storage,
    workspace_id: WorkspaceId,
    *,
    ig_id: str,
    channel: str = "C0BENCH",
    sealed_token: str | None = None,
) -> Asset:
    """Have an account monitored for a campaign of its own, since yesterday; `sealed_token` lets it be read back too."""
    now = datetime.now(UTC)
    name = f"Bench {ig_id}"
    campaign = Campaign(
        id=CampaignId(new_id()),
        name=name,
        name_key=name.casefold(),
        channel_id=ChannelId(channel),
        channel_name="bench",
        is_private=False,
        template="Hi",
        created_by=PERSON,
        created_at=now,
    )
    asset = Asset(
        id=new_id(),
        campaign_id=campaign.id,
        ig_id=ig_id,
        username="maya.makes",
        name="Maya",
        connected_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=3650),
        hears_ads=True,
        hears_organic=True,
        profile_ids=[],
        domains=[],
    )
    async with storage.write(workspace_id) as uow:
        uow.campaigns.add(campaign)
        if sealed_token is not None:
            asset.connection_id = ConnectionId(new_id())
            uow.connections.add(_connection(asset.connection_id, sealed_token=sealed_token, now=now))
        await uow.flush()
        uow.assets.add(asset)
    return asset


def delivery(comment_id: str, *, ig_id: str) -> bytes:
    """Return what Meta delivers of one comment."""
    value = {
        "from": {"id": "903", "username": "passing.reader"},
        "media": {"id": "1790", "media_product_type": "FEED"},
        "id": comment_id,
        "text": "Lovely! " * 8,
    }
    entry = {"id": ig_id, "time": int(time.time()), "changes": [{"field": "comments", "value": value}]}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def signed(body: bytes, *, secret: str) -> dict[str, str]:
    """Return the header by which Meta signs a delivery."""
    return {"X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}


def _connection(connection_id: ConnectionId, *, sealed_token: str, now: datetime) -> Connection:
    return Connection(
        id=connection_id,
        source=Source.LOGIN,
        kind=ConnectionKind.INFLUENCER,
        meta_user_id=connection_id,
        name="Maya",
        sealed_token=sealed_token,
        life=Life.ALIVE,
        scopes=None,
        targets={},
        granted_by=None,
        granted_at=now,
        checked_at=now,
        next_check_at=None,
        failed_checks=0,
    )
