"""The buttons of messages about comments."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck


async def on_see(ack: AsyncAck) -> None:
    """Slack tells us of buttons that open pages, too."""
    await ack()
