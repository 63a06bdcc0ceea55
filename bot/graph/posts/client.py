"""The calls about one post of a creator, made with that creator's token."""

from __future__ import annotations

from pydantic import SecretStr

from bot.graph.call import Call
from bot.graph.errors import InputRefused
from bot.graph.ids import numbers
from bot.graph.posts import calls
from bot.graph.posts.answers import read_code, read_promoters
from bot.graph.scalars import success_of
from bot.graph.wire import Wire
from bot.words import say


class Posts:
    """What a creator grants for one of their posts. Every method raises GraphError and nothing else.

    `media_id` is the post's Instagram id and `token` the creator's, not the brand's. An ad code works like a
    password for the post, so it is a SecretStr from the first moment.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def promoters(self, media_id: str, *, token: SecretStr) -> frozenset[str]:
        """Return the Instagram ids of the brands that may promote the post."""
        return await self._wire.ask(calls.list_promoters(media_id), token=token, read=read_promoters)

    async def grant(self, media_id: str, *, brand_ig_id: str, token: SecretStr) -> None:
        """Let a brand promote the post. Granting twice is granting once; read `promoters` when unsure."""
        (brand,) = numbers([brand_ig_id])
        await self._do(
            calls.let_promote(media_id, brand_ig_id=brand, allowed=True),
            token=token,
            happened="graph.promote.grant.happened",
            todo="graph.promote.grant.todo",
        )

    async def withdraw(self, media_id: str, *, brand_ig_id: str, token: SecretStr) -> None:
        """Take the permission to promote the post back."""
        (brand,) = numbers([brand_ig_id])
        await self._do(
            calls.let_promote(media_id, brand_ig_id=brand, allowed=False),
            token=token,
            happened="graph.promote.withdraw.happened",
            todo="graph.promote.withdraw.todo",
        )

    async def create_code(self, media_id: str, *, token: SecretStr) -> SecretStr:
        """Make the post's ad code.

        There is no call that reads a code again, and whether a second call gives the same one is not documented:
        keep it, and after GraphUnanswered make a new one.
        """
        return await self._wire.ask(calls.create_code(media_id), token=token, read=read_code)

    async def delete_code(self, media_id: str, *, token: SecretStr) -> None:
        """Take the post's ad code back; whoever has it cannot use it for a new ad from then on."""
        await self._do(
            calls.delete_code(media_id),
            token=token,
            happened="graph.ad_code.delete.happened",
            todo="graph.ad_code.delete.todo",
        )

    async def _do(self, call: Call, *, token: SecretStr, happened: str, todo: str) -> None:
        if not await self._wire.ask(call, token=token, read=success_of):
            raise InputRefused(say(happened), why=say("graph.why.plain_no"), todo=say(todo))
