"""Who looks after a comment: given to somebody who may act on it, told in its thread, and finished once it is dealt with."""

from __future__ import annotations

from collections.abc import Collection

from bot.comments.notes import show_again, tell_deed
from bot.comments.reach import reached, readable
from bot.errors import NotAllowed, NotFound, Refused, WrongInput
from bot.homes.wanting import want_home, want_moderators
from bot.influencers.means import InfluencerMeans
from bot.policy import Act, Place, check, mention
from bot.words import say
from storage.comment_deeds import CommentDeed, DeedKind, DeedStage
from storage.comments import Comment, CommentState
from storage.ids import PersonId, WorkspaceId
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

ASSIGNEE = "assignee"
"""The field, by the name that errors give it."""


class Assigning:
    """The use case."""

    def __init__(self, means: InfluencerMeans) -> None:
        self._means = means

    async def assign(
        self, ws: WorkspaceId, asset_id: str, comment_id: str, *, to: PersonId | None, by: PersonId
    ) -> None:
        """Have somebody look after a comment, or nobody any more; the same again changes nothing.

        Raises WrongInput (of ASSIGNEE) for who may not act on it, Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        asset, place, _person = await reached(self._means, ws, asset_id, by=by)
        if to is not None:
            await self._check(to, place=place)
        now = self._means.logins.now()
        async with self._means.logins.storage.write(ws) as uow:
            await uow.assets.get(asset_id, lock=True)
            comment = await readable(uow, asset, comment_id)
            if comment.state is CommentState.GONE:
                raise Refused(say("comments.is_gone"), todo=say("comments.nothing_to_do"))
            if comment.assigned_to == to and comment.finished_at is None:
                return
            before = comment.assigned_to
            comment.assigned_to, comment.finished_at = to, None
            after = {"comment": comment_id, "from": before, "to": to}
            self._means.note(uow, asset, tag="person:comment:assign", by=by, after=after)
            await show_again(uow, [comment])
            await self._show_at_home(uow, asset, comment, whose=(before, to))
            if to is None or to == by:
                return
            deed = CommentDeed(
                id=self._means.logins.new_id(),
                workspace_id=ws,
                asset_id=asset.id,
                comment_id=comment_id,
                kind=DeedKind.ASSIGN,
                text="",
                assigned_to=to,
                by=by,
                at=now,
                stage=DeedStage.DONE,
                sweep_at=now,
            )
            uow.comment_deeds.add(deed)
            await tell_deed(uow, deed, asset, now=now)

    async def finish(self, ws: WorkspaceId, asset_id: str, comment_id: str, *, by: PersonId) -> None:
        """Note that nothing is left to be done about a comment, by whoever says so where nobody had it; twice is once.

        Raises as `assign` does.
        """
        asset, _place, _person = await reached(self._means, ws, asset_id, by=by)
        async with self._means.logins.storage.write(ws) as uow:
            await uow.assets.get(asset_id, lock=True)
            comment = await readable(uow, asset, comment_id)
            if comment.finished_at is not None:
                return
            before = comment.assigned_to
            comment.assigned_to, comment.finished_at = before or by, self._means.logins.now()
            self._means.note(uow, asset, tag="person:comment:finish", by=by, after={"comment": comment_id})
            await show_again(uow, [comment])
            await self._show_at_home(uow, asset, comment, whose=(before,))

    async def _show_at_home(
        self, uow: UnitOfWork, asset: Asset, comment: Comment, *, whose: Collection[PersonId | None]
    ) -> None:
        """Bring Home tabs up to date: of those who had it or have it now, and of all who were told that nobody has."""
        now = self._means.logins.now()
        for each in whose:
            await want_home(uow, each, now=now)
        if comment.alarmed_at is not None and None in whose:
            await want_moderators(uow, asset.campaign_id, now=now)

    async def _check(self, person_id: PersonId, *, place: Place) -> None:
        """Raise WrongInput unless somebody sees the comment and may act on it."""
        people = self._means.campaigns.people
        try:
            check(Act.MODERATE, person=await people.person(person_id, place=place), place=place)
            is_able = await people.can_hold_a_role(person_id)
        except (NotAllowed, NotFound):
            is_able = False
        if not is_able:
            raise WrongInput(ASSIGNEE, say("comments.cannot_have", person=mention(person_id)))
