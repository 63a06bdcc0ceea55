"""What becomes of channels: renamed, archived, deleted, shared with another company."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.channels import actions

CHANGES = (
    "channel_rename",
    "group_rename",
    "channel_archive",
    "group_archive",
    "channel_unarchive",
    "group_unarchive",
    "channel_left",
    "group_left",
    "channel_shared",
    "channel_unshared",
)


def register(app: AsyncApp) -> None:
    """Listen to what Slack tells; what it does not tell, `bot.campaigns.channels` looks for."""
    for change in CHANGES:
        app.event(change)(actions.on_changed)
    for end in ("channel_deleted", "group_deleted"):
        app.event(end)(actions.on_deleted)
    app.event("channel_id_changed")(actions.on_new_id)
