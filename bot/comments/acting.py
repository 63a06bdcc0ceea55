"""Acting on comments: hiding, showing again and replying, by people of the team with the creator's connection.

What others would see at once is held back for the campaign's while for undoing. Meta has no idempotency key: before hiding and
showing a comment is read, and a reply that may be there already is looked for. At Facebook
comments are hidden and shown only: that a Page may reply to one, Meta's reference of the comment does not say.
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import policy
from bot.comments.facts import CommentFacts, all_facts
from bot.comments.failing import not_granted
from bot.comments.notes import show_again
from bot.comments.pages import lacking
from bot.comments.reach import reached, readable
from bot.errors import Refused, WrongInput
from bot.influencers.access import living
from bot.influencers.means import InfluencerMeans
from bot.permissions.record import LATE
from bot.permissions.signing.undoing import Undo
from bot.policy import Act
from bot.queues import ERRANDS
from bot.words import say
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.comments import Comment, CommentState
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import Job, UnitOfWork

DO = "comment-deed"
REPLY = "reply"
LONGEST_REPLY = 1_000
"""Characters. Instagram takes 2,200 in a caption, and names no number for comments."""
HELD = frozenset({DeedKind.HIDE, DeedKind.REPLY})
"""Showing a comment again is not held back: it undoes something itself."""


class Acting:
    """The use case: what people want done."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    async def one(self, ws: WorkspaceId, asset_id: str, comment_id: str, *, by: PersonId) -> CommentFacts:
        """Return a comment for somebody who may act on it. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        asset, _place, _person = await reached(self._means, ws, asset_id, by=by)
        async with self._means.logins.storage.read(ws) as uow:
            comment = await readable(uow, asset, comment_id)
            (facts,) = await all_facts(uow, [comment], asset=asset, keywords={})
        return facts

    async def want(
        self, ws: WorkspaceId, asset_id: str, comment_id: str, kind: DeedKind, *, by: PersonId, text: str = ""
    ) -> None:
        """Have something done with a comment; once this returned it is carried out, undone in time, or said why not.

        Raises WrongInput (of REPLY), Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        await reached(self._means, ws, asset_id, by=by)
        if kind is DeedKind.REPLY and not text.strip():
            raise WrongInput(REPLY, say("comments.reply_empty"))
        now = self._means.logins.now()
        async with self._means.logins.storage.write(ws) as uow:
            asset = await uow.assets.get(asset_id, lock=True)
            if asset is None or asset.ended_at is not None:
                raise Refused(say("influencers.has_ended"), todo=say("influencers.has_ended_todo"))
            comment = await readable(uow, asset, comment_id)
            _check(comment, kind)
            if comment.is_on_facebook:
                await _check_granted(uow, asset, now=now)
            campaign = await uow.campaigns.get(asset.campaign_id)
            assert campaign is not None, "campaigns are never deleted"
            undo = Undo(seconds=campaign.undo_seconds if kind in HELD else 0)
            deed = CommentDeed(
                id=self._means.logins.new_id(),
                workspace_id=ws,
                asset_id=asset.id,
                comment_id=comment.comment_id,
                kind=kind,
                text=text.strip(),
                by=by,
                at=now,
                leaves_at=undo.leaves_at(now),
                stage=DeedStage.WANTED,
                tries=0,
                run=0,
                sweep_at=now + timedelta(seconds=undo.seconds) + LATE,
            )
            if not await uow.comment_deeds.add_unless_busy(deed):
                raise Refused(say("comments.busy"), todo=say("comments.busy_todo"))
            await show_again(uow, [comment])
            await uow.enqueue(deed_job(deed, delay_seconds=undo.seconds))

    async def undo(self, ws: WorkspaceId, asset_id: str, comment_id: str, *, by: PersonId) -> tuple[CommentFacts, str]:
        """Stop what is held back before it leaves; return the comment, and the reply that was to be written to it.

        For whoever wanted it, and for those who manage the campaign. What decides is who comes first to the deed's row: this,
        or the work that does it. Raises NotAllowed, Refused where it has left, NotFound, SlackError, DatabaseDown.
        """
        asset, place, person = await reached(self._means, ws, asset_id, by=by, act=Act.SEE)
        async with self._means.logins.storage.write(ws) as uow:
            comment = await readable(uow, asset, comment_id)
            deed = await uow.comment_deeds.wanted(asset.id, comment_id)
            if deed is None or deed.leaves_at is None:
                raise Refused(say("comments.undo_late"), todo=say("comments.undo_late_todo"))
            policy.check(Act.UNDO, person=person, place=place, owner=deed.by)
            deed.stage, deed.leaves_at = DeedStage.UNDONE, None
            self._means.note(
                uow, asset, tag=f"person:comment:{deed.kind}-undone", by=by, after={"comment": comment.comment_id}
            )
            await show_again(uow, [comment])
            await uow.flush()
            (facts,) = await all_facts(uow, [comment], asset=asset, keywords={})
        return facts, deed.text


def deed_job(deed: CommentDeed, *, delay_seconds: float = 0.0) -> Job:
    """Return the work of a deed; each run of it has its own id."""
    return Job(
        workflow=DO,
        queue=ERRANDS.name,
        id=f"comment-deed:{deed.id}:{deed.run}",
        args=(deed.workspace_id, deed.id),
        delay_seconds=delay_seconds,
    )


def _check(comment: Comment, kind: DeedKind) -> None:
    """Raise Refused for what makes no sense as the comment stands."""
    if comment.state is CommentState.GONE:
        raise Refused(say("comments.is_gone"), todo=say("comments.nothing_to_do"))
    if comment.is_on_facebook and kind is DeedKind.REPLY:
        raise Refused(say("comments.is_at_facebook"), todo=say("comments.is_at_facebook_todo"))
    is_hidden = comment.state is CommentState.HIDDEN
    if kind is DeedKind.REPLY and is_hidden:
        raise Refused(say("comments.reply_hidden"), todo=say("comments.reply_hidden_todo"))
    if kind is DeedKind.HIDE and is_hidden:
        raise Refused(say("comments.already_hidden"), todo=say("comments.nothing_to_do"))
    if kind is DeedKind.SHOW and not is_hidden:
        raise Refused(say("comments.already_shown"), todo=say("comments.nothing_to_do"))


async def _check_granted(uow: UnitOfWork, asset: Asset, *, now: datetime) -> None:
    """Raise Refused where the creator is known to have left out what Meta asks for at Facebook."""
    found = await living(uow, asset.ig_id, now=now, campaign_id=asset.campaign_id)
    if found is not None and (left_out := lacking(found[1])):
        raise Refused(not_granted(asset, left_out), todo=say("comments.not_granted_todo"))
