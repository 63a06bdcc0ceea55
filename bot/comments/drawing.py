"""Messages about comments as Slack takes them: with the pictures of the posts, and without where it cannot fetch one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bot.comments.facts import DrawNote, NewsFacts, NoteFacts
from bot.comments.posts import ReadingPosts
from bot.slack.calls import Words
from bot.slack.errors import SlackRefused
from storage.ids import WorkspaceId

Given = TypeVar("Given")
SPOILT = "invalid_blocks"
"""Also what Slack says of a picture that it cannot fetch."""


class DrawingNotes:
    """Drawing what is told, for whoever posts or edits it."""

    def __init__(self, posts: ReadingPosts, *, draw: DrawNote) -> None:
        self._posts = posts
        self._draw = draw

    async def illustrated(self, ws: WorkspaceId, key: str, told: NoteFacts) -> NoteFacts:
        """Add the pictures of the posts to news."""
        return replace(told, pictures=await self._posts.pictures(ws, key)) if isinstance(told, NewsFacts) else told

    async def give(self, told: NoteFacts, send: Callable[[Words], Awaitable[Given]]) -> Given:
        """Give Slack what is told, without pictures where it cannot fetch one of them. Raises SlackError."""
        try:
            return await send(self._draw(told))
        except SlackRefused as error:
            if error.code != SPOILT or not isinstance(told, NewsFacts) or not told.pictures:
                raise
        return await send(self._draw(replace(told, pictures={})))
