"""Acting on comments: hiding, showing again and replying, by people of the team with the creator's connection.

Meta has no idempotency key: before hiding and showing a comment is read, and a reply that may be there already is looked for.
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment
"""

from __future__ import annotations

from bot.comments.facts import CommentFacts, all_facts
from bot.comments.notes import show_again
from bot.errors import NotFound, Refused, WrongInput
from bot.influencers.means import InfluencerMeans
from bot.permissions.record import LATE
from bot.policy import Act
from bot.words import say
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.comments import Comment, CommentState, Reading
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Job, UnitOfWork

DO = "comment-deed"
COMMENT_DEEDS = "comment-deeds"
REPLY = "reply"
LONGEST_REPLY = 1_000
"""Characters. Instagram takes 2,200 in a caption, and names no number for comments."""


class Acting:
    """The use case: what people want done."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    async def one(self, ws: WorkspaceId, asset_id: str, comment_id: str, *, by: PersonId) -> CommentFacts:
        """Return a comment for somebody who may act on it. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        asset = await self._allowed(ws, asset_id, by=by)
        async with self._means.logins.storage.read(ws) as uow:
            comment = await _comment(uow, asset, comment_id)
            (facts,) = await all_facts(uow, [comment], asset=asset, keywords={})
        return facts

    async def want(
        self, ws: WorkspaceId, asset_id: str, comment_id: str, kind: DeedKind, *, by: PersonId, text: str = ""
    ) -> None:
        """Have something done with a comment; once this returned it is carried out, or said why not.

        Raises WrongInput (of REPLY), Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        await self._allowed(ws, asset_id, by=by)
        if kind is DeedKind.REPLY and not text.strip():
            raise WrongInput(REPLY, say("comments.reply_empty"))
        now = self._means.logins.now()
        async with self._means.logins.storage.write(ws) as uow:
            asset = await uow.assets.get(asset_id, lock=True)
            if asset is None or asset.ended_at is not None:
                raise Refused(say("influencers.has_ended"), todo=say("influencers.has_ended_todo"))
            comment = await _comment(uow, asset, comment_id)
            _check(comment, kind)
            deed = CommentDeed(
                id=self._means.logins.new_id(),
                workspace_id=ws,
                asset_id=asset.id,
                comment_id=comment.comment_id,
                kind=kind,
                text=text.strip(),
                by=by,
                at=now,
                stage=DeedStage.WANTED,
                tries=0,
                run=0,
                sweep_at=now + LATE,
            )
            if not await uow.comment_deeds.add_unless_busy(deed):
                raise Refused(say("comments.busy"), todo=say("comments.busy_todo"))
            await show_again(uow, [comment])
            await uow.enqueue(deed_job(deed))

    async def _allowed(self, ws: WorkspaceId, asset_id: str, *, by: PersonId) -> Asset:
        async with self._means.logins.storage.read(ws) as uow:
            asset = await uow.assets.get(asset_id)
        if asset is None:
            raise NotFound(say("comments.unknown"), todo=say("comments.unknown_todo"))
        await self._means.campaigns.allowed(ws, asset.campaign_id, person_id=by, act=Act.MODERATE)
        return asset


def deed_job(deed: CommentDeed, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of a deed; each run of it has its own id."""
    return Job(
        workflow=DO,
        queue=COMMENT_DEEDS,
        id=f"comment-deed:{deed.id}:{deed.run}",
        args=(deed.workspace_id, deed.id),
        delay_seconds=delay_seconds,
    )


async def _comment(uow: UnitOfWork, asset: Asset, comment_id: str) -> Comment:
    comment = (await uow.comments.known(asset.id, [comment_id])).get(comment_id)
    if comment is None or comment.reading is not Reading.LET:
        raise NotFound(say("comments.unknown"), todo=say("comments.unknown_todo"))
    return comment


def _check(comment: Comment, kind: DeedKind) -> None:
    """Raise Refused for what makes no sense as the comment stands."""
    if comment.state is CommentState.GONE:
        raise Refused(say("comments.is_gone"), todo=say("comments.nothing_to_do"))
    is_hidden = comment.state is CommentState.HIDDEN
    if kind is DeedKind.REPLY and is_hidden:
        raise Refused(say("comments.reply_hidden"), todo=say("comments.reply_hidden_todo"))
    if kind is DeedKind.HIDE and is_hidden:
        raise Refused(say("comments.already_hidden"), todo=say("comments.nothing_to_do"))
    if kind is DeedKind.SHOW and not is_hidden:
        raise Refused(say("comments.already_shown"), todo=say("comments.nothing_to_do"))
