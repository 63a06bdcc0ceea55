"""A workflow comes to the step: it is kept, and carried out durably."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck

from bot.services import Services
from bot.steps.inputs import read_inputs
from storage.database import DatabaseDown
from storage.ids import WorkspaceId

log = logging.getLogger(__name__)


async def on_step(ack: AsyncAck, body: dict[str, Any], services: Services) -> None:
    """Keep it, then ack. Where it cannot be kept nothing is acked, and Slack delivers it again.

    https://docs.slack.dev/reference/events/function_executed
    """
    event = body["event"]
    token = event.get("bot_access_token")
    try:
        await services.steps.begin(
            WorkspaceId(body["team_id"]),
            str(event["function_execution_id"]),
            inputs=read_inputs(event.get("inputs") or {}),
            token=SecretStr(token) if token else None,
        )
    except DatabaseDown as error:
        log.warning("a step of a workflow could not be kept, Slack will deliver it again: %s", error)
        return
    await ack()
