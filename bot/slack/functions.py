"""Telling Slack how a step of a workflow ended.

https://docs.slack.dev/reference/methods/functions.completeSuccess
https://docs.slack.dev/reference/methods/functions.completeError
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import done
from bot.slack.errors import SlackRefused

UNUSABLE_CODES = frozenset({"token_revoked", "token_expired", "invalid_auth", "not_authed", "not_allowed_token_type"})
"""Slack's words for a token that is none any more. How long a step's own token lives no page says, and an answer may take days."""


class SlackFunctions:
    """The steps that one workspace's bot carries out."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def succeed(self, step_id: str, *, outputs: Mapping[str, str], token: SecretStr | None) -> None:
        """Let the workflow go on. `token` is the step's own. Raises SlackError."""

        async def call(**tokens: str) -> Any:
            return await self._client.functions_completeSuccess(
                function_execution_id=step_id, outputs=dict(outputs), **tokens
            )

        await _by_either(call, token, method="functions.completeSuccess")

    async def fail(self, step_id: str, *, words: str, token: SecretStr | None) -> None:
        """Let the workflow fail, with a sentence. `token` is the step's own. Raises SlackError."""

        async def call(**tokens: str) -> Any:
            return await self._client.functions_completeError(function_execution_id=step_id, error=words, **tokens)

        await _by_either(call, token, method="functions.completeError")


async def _by_either(call: Callable[..., Awaitable[Any]], token: SecretStr | None, *, method: str) -> None:
    """Call with the step's own token; where that is none any more, or none came, with the bot's."""
    if token is not None:
        try:
            await done(call(token=token.get_secret_value()), method=method)
        except SlackRefused as refused:
            if refused.code not in UNUSABLE_CODES:
                raise
        else:
            return
    await done(call(), method=method)
