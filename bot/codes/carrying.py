"""The work of making a code, or taking it back, at Meta: never two for one post.

A call whose answer was lost is not repeated: that it is about to leave is committed before it leaves, and whoever finds it so
says that nobody knows. A person decides then whether whatever there is is taken back and one made anew, which leaves exactly
one. Taking back twice is taking back once, so that is repeated.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (partnership ad codes)
"""

from __future__ import annotations

from dataclasses import replace

from bot.codes.checking import DrawCode
from bot.codes.errands import DELETE_CODE, MAKE_CODE, Errand
from bot.codes.settling import SettlingCodes
from bot.graph import Access, GraphError, GraphThrottled, InputRefused, LoginDead, ScopeMissing
from bot.influencers.access import NoAsset
from bot.permissions.asking.attempt import TRY_AGAIN, pause
from bot.posts.deeds import MOST_RUNS, creator_login, note_end, why_not
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import UNDER_WAY, AdCode, CodeStage
from storage.ids import CampaignId, WorkspaceId


class CarryingCodes:
    """The durable work."""

    def __init__(self, means: PostMeans, *, draw: DrawCode) -> None:
        self._means = means
        self._settling = SettlingCodes(means, draw=draw)

    def register(self) -> None:
        """Give the engine these workflows."""
        self._means.engine.workflow(MAKE_CODE, self._make)
        self._means.engine.workflow(DELETE_CODE, self._delete)

    async def _make(self, ws: str, code_id: str, campaign_id: str, by: str, view_id: str, anew: str, run: str) -> None:
        await self._means.engine.step("make", self._try_making, ws, code_id, campaign_id, by, view_id, anew, int(run))

    async def _delete(
        self, ws: str, code_id: str, campaign_id: str, by: str, view_id: str, _anew: str, run: str
    ) -> None:
        await self._means.engine.step("delete", self._try_deleting, ws, code_id, campaign_id, by, view_id, int(run))

    async def _try_making(
        self, workspace_id: str, code_id: str, campaign_id: str, by: str, view_id: str, anew: str, tried: int
    ) -> None:
        ws, errand = WorkspaceId(workspace_id), Errand(CampaignId(campaign_id), by, view_id, bool(anew), tried)
        async with self._means.storage.read(ws) as uow:
            code = await uow.codes.get(code_id)
        if code is None or code.stage not in (CodeStage.MAKING, CodeStage.SENT):
            return
        if code.stage is CodeStage.SENT:
            # Whoever sent it died before the answer was written down: Meta may have made one.
            await self._settling.ended(code, CodeStage.UNSURE, say("codes.unsure_crash"), errand=errand)
            return
        access, is_one_left = None, errand.is_anew
        try:
            access = await self._login(code, errand)
            if errand.is_anew:
                await self._take_back(code, access)
                is_one_left = False
            if not await self._is_sent(code):
                return
            secret = await self._means.graph.posts.create_code(_post_of(code), token=access.token)
        except (GraphError, NoAsset) as error:
            if isinstance(error, GraphError) and error.may_have_happened:
                await self._settling.ended(code, CodeStage.UNSURE, say("codes.unsure_lost"), errand=errand)
            elif not await self._is_put_off(code, error, errand=errand):
                await self._bury(code, error, used=access, errand=errand)
                stage, words = CodeStage.FAILED, _reason(error)
                if is_one_left:  # a code of before may be there still: nothing became of taking it back
                    stage, words = CodeStage.UNSURE, say("codes.still_unsure", reason=words)
                await self._settling.ended(code, stage, words, errand=errand)
            return
        await self._settling.ended(code, CodeStage.LIVE, None, errand=errand, secret=secret)

    async def _try_deleting(
        self, workspace_id: str, code_id: str, campaign_id: str, by: str, view_id: str, tried: int
    ) -> None:
        """Delete; twice is once, so a lost answer is a reason to do it again. What Meta refuses to delete is still there."""
        ws, errand = WorkspaceId(workspace_id), Errand(CampaignId(campaign_id), by, view_id, tried=tried)
        async with self._means.storage.read(ws) as uow:
            code = await uow.codes.get(code_id)
        if code is None or code.stage is not CodeStage.DELETING:
            return
        access = None
        try:
            access = await self._login(code, errand)
            await self._means.graph.posts.delete_code(_post_of(code), token=access.token)
        except (GraphError, NoAsset) as error:
            if await self._is_put_off(code, error, errand=errand):
                return
            if not (tried and isinstance(error, InputRefused)):  # else the try before did it
                await self._bury(code, error, used=access, errand=errand)
                is_over = isinstance(error, LoginDead | NoAsset)
                words = say("codes.not_deleted_login" if is_over else "codes.not_deleted", reason=_reason(error))
                await self._settling.ended(code, CodeStage.LIVE, words, errand=errand)
                return
        await self._settling.ended(code, CodeStage.GONE, say("codes.deleted"), errand=errand)

    async def _login(self, code: AdCode, errand: Errand) -> Access:
        assert code.creator_ig_id is not None, "it was accepted for a creator who is known"
        return await creator_login(self._means, code.workspace_id, code.creator_ig_id, campaign_id=errand.campaign_id)

    async def _bury(self, code: AdCode, error: GraphError | NoAsset, *, used: Access | None, errand: Errand) -> None:
        """End the creator's connection where Meta has just said that its login is dead."""
        if used is not None and isinstance(error, GraphError):
            await note_end(
                self._means, code.workspace_id, used.ig_id, campaign_id=errand.campaign_id, used=used, error=error
            )

    async def _take_back(self, code: AdCode, access: Access) -> None:
        try:
            await self._means.graph.posts.delete_code(_post_of(code), token=access.token)
        except InputRefused:
            return  # there was none: as wished

    async def _is_sent(self, code: AdCode) -> bool:
        """Commit that the call is about to leave; False where it is no more to be made."""
        async with self._means.storage.write(code.workspace_id) as uow:
            locked = await uow.codes.get(code.id, lock=True)
            if locked is None or locked.stage is not CodeStage.MAKING:
                return False
            locked.stage = CodeStage.SENT
        return True

    async def _is_put_off(self, code: AdCode, error: GraphError | NoAsset, *, errand: Errand) -> bool:
        """Have it tried again later, where that can help."""
        if not isinstance(error, TRY_AGAIN) or errand.tried >= MOST_RUNS:
            return False
        wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
        async with self._means.storage.write(code.workspace_id) as uow:
            locked = await uow.codes.get(code.id, lock=True)
            assert locked is not None, "codes are never deleted"
            if locked.stage not in UNDER_WAY:
                return True  # it was forgotten meanwhile
            is_deletion = locked.stage is CodeStage.DELETING
            if not is_deletion:
                locked.stage = CodeStage.MAKING  # the call surely did not happen
            later = replace(errand, tried=errand.tried + 1)
            workflow = DELETE_CODE if is_deletion else MAKE_CODE
            await uow.enqueue(later.job(workflow, locked, delay_seconds=max(wait, pause(later.tried))))
        return True


def _post_of(code: AdCode) -> str:
    assert code.media_id is not None, "it was accepted for a post that was found"
    return code.media_id


def _reason(error: GraphError | NoAsset) -> str:
    """Say why Meta refused; a permission that was left out is given by the creator, whose page shows it too."""
    return say("codes.left_out") if isinstance(error, ScopeMissing) else why_not(error)
