"""A code is made, or taken back, with the creator's own connection: never two for one post.

Meta has no call that reads a code, and does not say whether a second call gives the same one. So a call whose answer was lost
is not repeated: that it is about to leave is committed before it leaves, and whoever finds it so says that nobody knows. A
person decides then whether whatever there is is taken back and one made anew, which leaves exactly one.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (partnership ad codes)
"""

from __future__ import annotations

from pydantic import SecretStr

from bot.codes.checking import DrawCode, check_job
from bot.codes.keeping import PostOfCode, allowed_code, end, facts_of_code, keep, note_code
from bot.errors import Refused
from bot.graph import GraphError, GraphThrottled, InputRefused, ScopeMissing
from bot.influencers.access import NoAsset
from bot.influencers.notices import Kind as CreatorNotice
from bot.notices.announcing import announce
from bot.permissions.attempt import TRY_AGAIN, pause
from bot.policy import Act
from bot.posts.deeds import ACK_SECONDS, DEEDS, MOST_RUNS, POST_DEEDS, DeedFacts, creator_login, note_end, shown, tell
from bot.posts.facts import CodeFacts
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import AdCode, CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, PersonId, WorkspaceId
from storage.tables import Campaign
from storage.unit_of_work import Job, UnitOfWork

MAKE_CODE = "make-code"
DELETE_CODE = "delete-code"
CREATOR = "creator"
"""Who has a code made from the creator's own page."""


class MakingCodes:
    """The use cases and their durable work."""

    def __init__(self, means: PostMeans, *, draw: DrawCode) -> None:
        self._means = means
        self._draw = draw

    def register(self) -> None:
        """Give the engine these workflows and their queue."""
        self._means.engine.workflow(MAKE_CODE, self._make)
        self._means.engine.workflow(DELETE_CODE, self._delete)
        self._means.engine.queue(DEEDS)

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
            locked.stage, locked.words = CodeStage.MAKING, None
            locked.run += 1
            await uow.enqueue(_job(MAKE_CODE, locked, by=by, view_id=view_id, campaign_id=campaign_id, is_anew=True))
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
                await uow.enqueue(_job(DELETE_CODE, locked, by=by, view_id=view_id, campaign_id=post.campaign_id))
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
                await uow.enqueue(_job(MAKE_CODE, code, by=by, view_id=view_id, campaign_id=post.campaign_id))
            return facts_of_code(code, seen=[campaign] if campaign else [])

    async def _make(self, ws: str, code_id: str, campaign_id: str, by: str, view_id: str, anew: str, run: str) -> None:
        await self._means.engine.step("make", self._try_making, ws, code_id, campaign_id, by, view_id, anew, int(run))

    async def _try_making(
        self, workspace_id: str, code_id: str, campaign_id: str, by: str, view_id: str, anew: str, tried: int
    ) -> None:
        means, ws = self._means, WorkspaceId(workspace_id)
        async with means.storage.read(ws) as uow:
            code = await uow.codes.get(code_id)
        if code is None or code.stage not in (CodeStage.MAKING, CodeStage.SENT):
            return
        assert code.media_id is not None, "a code is made for a post that was found"
        assert code.creator_ig_id is not None, "and of a creator who is known"
        if code.stage is CodeStage.SENT:
            # Whoever sent it died before the answer was written down: Meta may have made one.
            await self._ended(ws, code_id, CodeStage.UNSURE, say("codes.unsure_crash"), by=by, view_id=view_id)
            return
        try:
            access = await creator_login(means, ws, code.creator_ig_id, campaign_id=CampaignId(campaign_id))
        except NoAsset as error:
            await self._ended(ws, code_id, CodeStage.FAILED, error.sentence, by=by, view_id=view_id)
            return
        try:
            if anew:
                await self._take_back(code.media_id, token=access.token)
            async with means.storage.write(ws) as uow:
                locked = await uow.codes.get(code_id, lock=True)
                if locked is None or locked.stage is not CodeStage.MAKING:
                    return
                locked.stage = CodeStage.SENT
            secret = await means.graph.posts.create_code(code.media_id, token=access.token)
        except GraphError as error:
            if error.may_have_happened:
                await self._ended(ws, code_id, CodeStage.UNSURE, say("codes.unsure_lost"), by=by, view_id=view_id)
            elif isinstance(error, TRY_AGAIN) and tried < MOST_RUNS:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                await self._later(ws, code_id, campaign_id, by, view_id, anew, tried + 1, wait=wait)
            else:
                await self._ended(ws, code_id, CodeStage.FAILED, _reason(error), by=by, view_id=view_id)
                await note_end(
                    means, ws, code.creator_ig_id, campaign_id=CampaignId(campaign_id), used=access, error=error
                )
            return
        await self._ended(
            ws, code_id, CodeStage.LIVE, None, by=by, view_id=view_id, campaign_id=campaign_id, secret=secret
        )

    async def _take_back(self, media_id: str, *, token: SecretStr) -> None:
        try:
            await self._means.graph.posts.delete_code(media_id, token=token)
        except InputRefused:
            return  # there was none: as wished

    async def _delete(
        self, ws: str, code_id: str, campaign_id: str, by: str, view_id: str, _anew: str, run: str
    ) -> None:
        await self._means.engine.step("delete", self._try_deleting, ws, code_id, campaign_id, by, view_id, int(run))

    async def _try_deleting(
        self, workspace_id: str, code_id: str, campaign_id: str, by: str, view_id: str, tried: int
    ) -> None:
        """Delete; twice is once, so a lost answer is a reason to do it again. What Meta refuses to delete is still there."""
        means, ws = self._means, WorkspaceId(workspace_id)
        async with means.storage.read(ws) as uow:
            code = await uow.codes.get(code_id)
        if code is None or code.stage is not CodeStage.DELETING:
            return
        assert code.media_id is not None, "its deletion was accepted for a post that is known"
        assert code.creator_ig_id is not None, "and a creator who is known"
        is_repeat = tried > 0
        try:
            access = await creator_login(means, ws, code.creator_ig_id, campaign_id=CampaignId(campaign_id))
            await means.graph.posts.delete_code(code.media_id, token=access.token)
        except (GraphError, NoAsset) as error:
            if isinstance(error, TRY_AGAIN) and tried < MOST_RUNS:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                await self._later(ws, code_id, campaign_id, by, view_id, "", tried + 1, wait=wait)
                return
            if not (is_repeat and isinstance(error, InputRefused)):
                words = say("codes.not_deleted", reason=_reason(error))
                await self._ended(ws, code_id, CodeStage.LIVE, words, by=by, view_id=view_id)
                return
        await self._ended(
            ws, code_id, CodeStage.GONE, say("codes.deleted"), by=by, view_id=view_id, campaign_id=campaign_id
        )

    async def _later(
        self,
        ws: WorkspaceId,
        code_id: str,
        campaign_id: str,
        by: str,
        view_id: str,
        anew: str,
        run: int,
        *,
        wait: float,
    ) -> None:
        async with self._means.storage.write(ws) as uow:
            code = await uow.codes.get(code_id, lock=True)
            assert code is not None, "codes are never deleted"
            is_deletion = code.stage is CodeStage.DELETING
            if not is_deletion:
                code.stage = CodeStage.MAKING  # the call surely did not happen
            job = _job(
                DELETE_CODE if is_deletion else MAKE_CODE,
                code,
                by=PersonId(by) if by else None,
                view_id=view_id or None,
                campaign_id=CampaignId(campaign_id),
                is_anew=bool(anew),
                tried=run,
                delay_seconds=max(wait, pause(run)),
            )
            await uow.enqueue(job)

    async def _ended(
        self,
        ws: WorkspaceId,
        code_id: str,
        stage: CodeStage,
        words: str | None,
        *,
        by: str,
        view_id: str,
        campaign_id: str = "",
        secret: SecretStr | None = None,
    ) -> None:
        """Write down what came of it with its line of history, show it, and tell whoever has closed the window.

        What a creator does on their own page is told in the channel of `campaign_id`.
        """
        means = self._means
        async with means.storage.write(ws) as uow:
            code = await uow.codes.get(code_id, lock=True)
            assert code is not None, "codes are never deleted"
            if stage is CodeStage.GONE:
                end(code, words=words or "", now=means.now())
            else:
                code.stage, code.words = stage, words
            if secret is not None:
                keep(code, secret, means=means)
                code.got_at = means.now()
                if code.profile_id is not None:
                    await uow.enqueue(check_job(code, nonce=f"made{code.run}", view_id=view_id or None, by=by))
            if stage is CodeStage.FAILED:
                code.ended_at = means.now()
            note_code(means, uow, code, deed=_DEEDS[stage], by=by or CREATOR, why=words or "")
            facts = facts_of_code(code, seen=await _seen(means, uow, code_id, by=by))
            if not by and (secret is not None or stage is CodeStage.GONE):
                about = {"code": code_id, "campaign": campaign_id, "stage": stage.value}
                of = f"{code_id}:{code.run}:{stage}"
                await announce(uow, CreatorNotice.CODE, of=of, about=about, to=None, now=means.now())
        if not by or await shown(means, lambda: self._draw(facts), view_id=view_id or None):
            return
        told = words or say("codes.made", creator=code.creator_username)
        is_done = stage in (CodeStage.LIVE, CodeStage.GONE) and (words is None or stage is CodeStage.GONE)
        await tell(
            means, ws, DeedFacts(is_done=is_done, words=told), of=f"{code_id}:{code.run}:{stage}", to=PersonId(by)
        )


def _reason(error: GraphError | NoAsset) -> str:
    """Say why Meta refused; a creator's login is mended by the creator, whose page shows it too."""
    return say("codes.left_out") if isinstance(error, ScopeMissing) else error.sentence


_DEEDS = {
    CodeStage.LIVE: "made",
    CodeStage.UNSURE: "unsure",
    CodeStage.FAILED: "failed",
    CodeStage.GONE: "deleted",
}


async def _seen(means: PostMeans, uow: UnitOfWork, code_id: str, *, by: str) -> list[Campaign]:
    if not by:
        return []
    return list(await uow.codes.users_of(code_id, sight=await means.people.sight(PersonId(by))))


def _first(seen: list[Campaign]) -> CampaignId:
    """Return the campaign by whose connection a deed is done; raises NoAsset where the code is in no campaign."""
    if not seen:
        raise NoAsset(say("codes.cannot_delete.happened"), todo=say("codes.cannot_delete.todo"))
    return seen[0].id


def _job(
    workflow: str,
    code: AdCode,
    *,
    by: PersonId | None,
    view_id: str | None,
    campaign_id: CampaignId,
    is_anew: bool = False,
    tried: int = 0,
    delay_seconds: float = ACK_SECONDS,
) -> Job:
    return Job(
        workflow=workflow,
        queue=POST_DEEDS,
        id=f"{workflow}:{code.id}:{code.run}:{tried}",
        args=(code.workspace_id, code.id, campaign_id, by or "", view_id or "", "yes" if is_anew else "", str(tried)),
        partition=code.creator_ig_id,
        delay_seconds=delay_seconds,
    )
