"""A code is to be made, or taken back, with the creator's own connection: what people want of it, in Slack and on their own page.

Meta has no call that reads a code, and does not say whether a second call gives the same one. What follows from that is in
`bot.codes.carrying`, which does the work.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (partnership ad codes)
"""

from __future__ import annotations

from bot.codes.errands import CREATOR, DELETE_CODE, MAKE_CODE, Errand
from bot.codes.keeping import PostOfCode, allowed_code, facts_of_code, note_code
from bot.errors import Refused
from bot.influencers.access import NoAsset, is_connected
from bot.policy import Act
from bot.posts.deeds import creator_login
from bot.posts.facts import CodeFacts
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import AdCode, CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import Campaign


class MakingCodes:
    """The use cases."""

    def __init__(self, means: PostMeans) -> None:
        self._means = means

    async def make(
        self, workspace_id: WorkspaceId, post: PostOfCode, *, by: PersonId, view_id: str | None
    ) -> CodeFacts:
        """Have a post's code made; where there is one, that is taken into use. Raises NoAsset, Refused, NotAllowed, NotFound."""
        await self._means.allowed(workspace_id, post.campaign_id, person_id=by, act=Act.BOOST)
        return await self._begin(workspace_id, post, by=by, view_id=view_id)

    async def make_for_creator(self, workspace_id: WorkspaceId, post: PostOfCode) -> CodeFacts:
        """Have it made for the creator who owns the post and is signed in on their own page; raises NoAsset, Refused."""
        return await self._begin(workspace_id, post, by=None, view_id=None)

    async def make_anew_for_creator(self, workspace_id: WorkspaceId, post: PostOfCode) -> CodeFacts:
        """As `make_anew`, for the creator who owns the post. Raises NoAsset, Refused."""
        code = await self._of_creator(workspace_id, post)
        return await self._begin_anew(
            workspace_id, code.id, by=None, view_id=None, campaign_id=post.campaign_id, seen=[]
        )

    async def take_back_for_creator(self, workspace_id: WorkspaceId, post: PostOfCode) -> CodeFacts:
        """As `delete`, for the creator who owns the post, be it a code that somebody typed in. Raises NoAsset, Refused."""
        code = await self._of_creator(workspace_id, post)
        return await self._begin_deleting(workspace_id, code.id, by=None, view_id=None, post=post, seen=[])

    async def make_anew(
        self, workspace_id: WorkspaceId, code_id: str, *, by: PersonId, view_id: str | None
    ) -> CodeFacts:
        """Take back whatever code there is, and make one, where nobody knows whether one was made. Raises as `make` does."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=by, act=Act.BOOST)
        campaign_id = _first(seen)
        return await self._begin_anew(workspace_id, code.id, by=by, view_id=view_id, campaign_id=campaign_id, seen=seen)

    async def delete(self, workspace_id: WorkspaceId, code_id: str, *, by: PersonId, view_id: str | None) -> CodeFacts:
        """Have a code taken back at Meta; whoever has it cannot use it for a new ad then. Raises as `make` does."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=by, act=Act.BOOST)
        if code.creator_ig_id is None or code.media_id is None:
            raise NoAsset(say("codes.cannot_delete.happened"), todo=say("codes.cannot_delete.todo"))
        campaign_id = _first(seen)
        post = PostOfCode(
            media_id=code.media_id,
            key=code.post_key,
            permalink=code.permalink,
            creator_ig_id=code.creator_ig_id,
            creator_username=code.creator_username,
            campaign_id=campaign_id,
        )
        return await self._begin_deleting(workspace_id, code.id, by=by, view_id=view_id, post=post, seen=seen)

    async def _of_creator(self, ws: WorkspaceId, post: PostOfCode) -> AdCode:
        async with self._means.storage.read(ws) as uow:
            code = await uow.codes.of_post(post.key)
        if code is None or code.creator_ig_id not in (None, post.creator_ig_id):
            raise Refused(say("codes.page.no_code.happened"), todo=say("codes.page.no_code.todo"))
        return code

    async def _begin_anew(
        self,
        ws: WorkspaceId,
        code_id: str,
        *,
        by: PersonId | None,
        view_id: str | None,
        campaign_id: CampaignId,
        seen: list[Campaign],
    ) -> CodeFacts:
        async with self._means.storage.write(ws) as uow:
            locked = await uow.codes.get(code_id, lock=True)
            assert locked is not None, "codes are never deleted"
            if locked.stage is not CodeStage.UNSURE:
                raise Refused(say("codes.not_unsure.happened"), todo=say("codes.not_unsure.todo"))
            if not await is_connected(uow, locked.creator_ig_id or "", now=self._means.now(), campaign_id=campaign_id):
                raise NoAsset.there()
            locked.stage, locked.words = CodeStage.MAKING, None
            locked.run += 1
            await uow.enqueue(
                Errand(campaign_id, by=by or "", view_id=view_id or "", is_anew=True).job(MAKE_CODE, locked)
            )
            return facts_of_code(locked, seen=seen)

    async def _begin_deleting(
        self,
        ws: WorkspaceId,
        code_id: str,
        *,
        by: PersonId | None,
        view_id: str | None,
        post: PostOfCode,
        seen: list[Campaign],
    ) -> CodeFacts:
        await creator_login(self._means, ws, post.creator_ig_id, campaign_id=post.campaign_id)
        async with self._means.storage.write(ws) as uow:
            locked = await uow.codes.get(code_id, lock=True)
            assert locked is not None, "codes are never deleted"
            if locked.stage is CodeStage.LIVE:
                locked.stage = CodeStage.DELETING
                locked.media_id, locked.creator_ig_id = post.media_id, post.creator_ig_id
                locked.run += 1
                errand = Errand(post.campaign_id, by=by or "", view_id=view_id or "")
                await uow.enqueue(errand.job(DELETE_CODE, locked))
            return facts_of_code(locked, seen=seen)

    async def _begin(self, ws: WorkspaceId, post: PostOfCode, *, by: PersonId | None, view_id: str | None) -> CodeFacts:
        means = self._means
        await creator_login(means, ws, post.creator_ig_id, campaign_id=post.campaign_id)
        row = AdCode(
            id=means.new_id(),
            post_key=post.key,
            media_id=post.media_id,
            permalink=post.permalink,
            creator_ig_id=post.creator_ig_id,
            creator_username=post.creator_username,
            profile_id=post.profile_id,
            origin=CodeOrigin.MADE,
            stage=CodeStage.MAKING,
            verdict=CodeVerdict.UNCHECKED,
            tail="",
            got_by=by or CREATOR,
            got_at=means.now(),
            run=0,
        )
        async with means.storage.write(ws) as uow:
            campaign = await uow.campaigns.get(post.campaign_id)
            is_new = await uow.codes.add_unless_there(row)
            code = row if is_new else await uow.codes.of_post(post.key, lock=True)
            assert code is not None, "the database has just said that there is one"
            if code.stage is CodeStage.DELETING:
                raise Refused(say("codes.under_way.happened"), todo=say("codes.under_way.todo"))
            await uow.codes.use(code, campaign_id=post.campaign_id, by=by, at=means.now())
            if is_new:
                note_code(means, uow, code, deed="asked", by=by or CREATOR)
                await uow.enqueue(Errand(post.campaign_id, by=by or "", view_id=view_id or "").job(MAKE_CODE, code))
            return facts_of_code(code, seen=[campaign] if campaign else [])


def _first(seen: list[Campaign]) -> CampaignId:
    """Return the campaign by whose connection a deed is done; raises NoAsset where the code is in no campaign."""
    if not seen:
        raise NoAsset(say("codes.cannot_delete.happened"), todo=say("codes.cannot_delete.todo"))
    return seen[0].id
