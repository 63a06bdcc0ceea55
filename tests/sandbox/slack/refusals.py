"""Reads why a call was refused."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Awaitable[Any]) -> dict[str, Any]:
    """Make a call that must be refused, and give Slack's answer."""
    with pytest.raises(SlackApiError) as refused:
        await call
    answer: dict[str, Any] = refused.value.response.data
    return answer


async def error_of(call: Awaitable[Any]) -> str:
    """Make a call that must be refused, and give the error's name."""
    return str((await refusal(call))["error"])
