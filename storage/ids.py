"""Ids that cannot be passed for one another, and how new ones are made."""

from __future__ import annotations

import uuid
from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
"""Slack's team id, `T...`."""
PersonId = NewType("PersonId", str)
"""Slack's user id, `U...`."""
ChannelId = NewType("ChannelId", str)
"""Slack's conversation id, `C...`."""
ProfileId = NewType("ProfileId", str)
ConnectionId = NewType("ConnectionId", str)
CampaignId = NewType("CampaignId", str)
RequestId = NewType("RequestId", str)
SignOffId = NewType("SignOffId", str)
BatchId = NewType("BatchId", str)
"""Also the submission of its requests."""


def new_id() -> str:
    """Make a fresh opaque id, safe to show in a URL or a Slack block."""
    return uuid.uuid4().hex
