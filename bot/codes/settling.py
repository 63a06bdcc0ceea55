"""What became of making a code, or of taking it back: written down, shown where somebody waits, told where nobody does."""

from __future__ import annotations

from pydantic import SecretStr

from bot.codes.checking import DrawCode, check_job
from bot.codes.errands import CREATOR, Errand
from bot.codes.keeping import end, facts_of_code, keep, note_code
from bot.influencers.notices import Kind as CreatorNotice
from bot.notices.announcing import announce
from bot.posts.deeds import DeedFacts, shown, tell
from bot.posts.means import PostMeans
from bot.words import say
from storage.codes import UNDER_WAY, AdCode, CodeStage
from storage.ids import PersonId
from storage.tables import Campaign
from storage.unit_of_work import UnitOfWork

_DEEDS = {
    CodeStage.LIVE: "made",
    CodeStage.UNSURE: "unsure",
    CodeStage.FAILED: "failed",
    CodeStage.GONE: "deleted",
}


class SettlingCodes:
    """How a code's work ends."""

    def __init__(self, means: PostMeans, *, draw: DrawCode) -> None:
        self._means = means
        self._draw = draw

    async def ended(
        self, code: AdCode, stage: CodeStage, words: str | None, *, errand: Errand, secret: SecretStr | None = None
    ) -> None:
        """Write down what came of it with its line of history, show it, and tell whoever has closed the window.

        What a creator does on their own page is told in the campaign's channel. A code that was forgotten meanwhile stays
        forgotten.
        """
        means, by = self._means, errand.by
        async with means.storage.write(code.workspace_id) as uow:
            locked = await uow.codes.get(code.id, lock=True)
            assert locked is not None, "codes are never deleted"
            if locked.stage not in UNDER_WAY:
                return
            await self._write(uow, locked, stage, words, errand=errand, secret=secret)
            facts = facts_of_code(locked, seen=await _seen(means, uow, code.id, by=by))
            of = f"{code.id}:{locked.run}:{stage}"
            if not by and (secret is not None or stage is CodeStage.GONE):
                about = {"code": code.id, "campaign": errand.campaign_id, "stage": stage.value}
                await announce(uow, CreatorNotice.CODE, of=of, about=about, to=None, now=means.now())
        if not by or await shown(means, lambda: self._draw(facts), view_id=errand.view_id or None):
            return
        told = words or say("codes.made", creator=code.creator_username)
        is_done = stage in (CodeStage.LIVE, CodeStage.GONE) and (words is None or stage is CodeStage.GONE)
        await tell(means, code.workspace_id, DeedFacts(is_done=is_done, words=told), of=of, to=PersonId(by))

    async def _write(
        self,
        uow: UnitOfWork,
        code: AdCode,
        stage: CodeStage,
        words: str | None,
        *,
        errand: Errand,
        secret: SecretStr | None,
    ) -> None:
        now = self._means.now()
        if stage is CodeStage.GONE:
            end(code, words=words or "", now=now)
        else:
            code.stage, code.words = stage, words
        if stage is CodeStage.FAILED:
            code.ended_at = now
        if secret is not None:
            keep(code, secret, means=self._means)
            code.got_at = now
            if code.profile_id is not None:
                nonce, view_id = f"made{code.run}", errand.view_id or None
                await uow.enqueue(check_job(code, nonce=nonce, view_id=view_id, by=errand.by))
        deed = "not-deleted" if stage is CodeStage.LIVE and secret is None else _DEEDS[stage]
        note_code(self._means, uow, code, deed=deed, by=errand.by or CREATOR, why=words or "")


async def _seen(means: PostMeans, uow: UnitOfWork, code_id: str, *, by: str) -> list[Campaign]:
    if not by:
        return []
    return list(await uow.codes.users_of(code_id, sight=await means.people.sight(PersonId(by))))
