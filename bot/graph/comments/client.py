"""The calls about comments."""

from __future__ import annotations

from collections.abc import AsyncIterator

from pydantic import SecretStr

from bot.graph.call import Call
from bot.graph.comments import calls
from bot.graph.comments.answers import AdSurfaces, Comment, read_comment_id, read_surfaces
from bot.graph.errors import GraphNonsense, InputRefused
from bot.graph.scalars import success_of
from bot.graph.wire import Wire
from bot.words import say


class Comments:
    """Comments on posts and ads. Every method raises GraphError and nothing else.

    Whose token: of whoever published the post, or of its Page; Meta's reference and its guide name one each.
    Who may read the comments on a partnership ad of a creator's post is not documented.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def on_media(self, media_id: str, *, token: SecretStr) -> AsyncIterator[Comment]:
        """Read the comments on a post, or on the media an ad shows, newest first; stop when you know the rest.

        Comments on age-gated media, and those of restricted people until they are approved, are not given.
        Where Meta does not take the fields we ask for, its defaults are read: text and time.
        """
        is_begun = False
        try:
            call = calls.list_on_media(media_id, with_fields=True)
            async for comment in self._wire.walk(call, token=token, row=Comment.model_validate):
                is_begun = True
                yield comment
            return
        except InputRefused as refusal:
            # 100 with a subcode is about the media itself, which other fields do not bring back.
            if is_begun or refusal.code != 100 or refusal.subcode is not None:
                raise
        call = calls.list_on_media(media_id, with_fields=False)
        async for comment in self._wire.walk(call, token=token, row=Comment.model_validate):
            yield comment

    def replies(self, comment_id: str, *, token: SecretStr) -> AsyncIterator[Comment]:
        """Read the replies to a comment: for one that has more of them than came with it."""
        return self._wire.walk(calls.list_replies(comment_id), token=token, row=Comment.model_validate)

    async def read(self, comment_id: str, *, token: SecretStr) -> Comment:
        """Read one comment. An answer about another one is GraphNonsense."""
        return await self._one(calls.read(comment_id), comment_id, token=token)

    async def surfaces(self, ad_id: str, *, token: SecretStr) -> AdSurfaces:
        """Read where people comment on an ad. Needs `ads_read` or `ads_management`."""
        return await self._wire.ask(calls.read_surfaces(ad_id), token=token, read=read_surfaces)

    async def reply(self, comment_id: str, *, message: str, token: SecretStr) -> str:
        """Reply to a comment and return the reply's id.

        Meta has no idempotency key: after GraphUnanswered look for it with `replies` before a repeat.
        """
        if not message.strip():
            raise InputRefused(say("graph.reply.happened"), why=say("graph.reply.why"), todo=say("graph.reply.todo"))
        call = calls.reply(comment_id, message=message)
        return await self._wire.ask(call, token=token, read=read_comment_id)

    async def hide(self, comment_id: str, *, token: SecretStr) -> None:
        """Hide a comment from all but whoever wrote it; the account's own comments stay visible all the same."""
        await self._do(calls.hide(comment_id, hidden=True), token=token, happened="graph.comment.not_hidden")

    async def unhide(self, comment_id: str, *, token: SecretStr) -> None:
        """Show a hidden comment again."""
        call = calls.hide(comment_id, hidden=False)
        await self._do(call, token=token, happened="graph.comment.not_shown")

    async def delete(self, comment_id: str, *, token: SecretStr) -> None:
        """Delete a comment with its replies: only whoever published the post may, and nobody brings it back."""
        await self._do(calls.delete(comment_id), token=token, happened="graph.comment.not_deleted")

    def on_post(self, story_id: str, *, token: SecretStr) -> AsyncIterator[Comment]:
        """Read the comments on a Facebook post, `<page>_<post>`, with replies among them; newest first, mostly."""
        return self._wire.walk(calls.list_on_post(story_id), token=token, row=Comment.model_validate)

    async def read_on_post(self, comment_id: str, *, token: SecretStr) -> Comment:
        """Read one comment on a Facebook post. An answer about another one is GraphNonsense."""
        return await self._one(calls.read_on_post(comment_id), comment_id, token=token)

    async def hide_on_post(self, comment_id: str, *, token: SecretStr) -> None:
        """Hide a comment on a Facebook post; also on a partner's post that names our Page."""
        call = calls.hide_on_post(comment_id, hidden=True)
        await self._do(call, token=token, happened="graph.comment.not_hidden")

    async def unhide_on_post(self, comment_id: str, *, token: SecretStr) -> None:
        """Show a hidden comment on a Facebook post again."""
        call = calls.hide_on_post(comment_id, hidden=False)
        await self._do(call, token=token, happened="graph.comment.not_shown")

    async def _one(self, call: Call, comment_id: str, *, token: SecretStr) -> Comment:
        comment = await self._wire.ask(call, token=token, read=Comment.model_validate)
        if comment.id != comment_id:
            raise GraphNonsense(why=say("graph.why.another_comment"))
        return comment

    async def _do(self, call: Call, *, token: SecretStr, happened: str) -> None:
        if not await self._wire.ask(call, token=token, read=success_of):
            raise InputRefused(say(happened), why=say("graph.comment.why"), todo=say("graph.comment.todo"))
