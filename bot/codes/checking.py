"""A code is tried: which post it opens for a brand, asked of Meta with the brand's own login.

https://developers.facebook.com/docs/instagram-platform/partnership-ads (advertisable content, `ad_codes`)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.codes.keeping import facts_of_code, note_code
from bot.graph import BusinessAccess, GraphClient, GraphError, GraphThrottled
from bot.graph.content.wanted import AdCodes
from bot.permissions.asking.attempt import TRY_AGAIN, pause
from bot.posts.brand import brand_access, contents
from bot.posts.deeds import ACK_SECONDS, MOST_RUNS, shown
from bot.posts.facts import CodeFacts
from bot.posts.means import PostMeans
from bot.posts.reading import key_of_content
from bot.profiles.access import NoLogin
from bot.queues import DEEDS
from bot.words import say
from storage.codes import AdCode, CodeStage, CodeVerdict
from storage.ids import PersonId, WorkspaceId
from storage.secrets import SealBroken
from storage.unit_of_work import Job

CHECK_CODE = "check-code"
DrawCode = Callable[[CodeFacts], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a code opens; without a media id: nothing."""

    media_id: str = ""
    key: str = ""
    permalink: str | None = None
    creator_ig_id: str | None = None
    username: str = ""


async def ask_about(graph: GraphClient, access: BusinessAccess, code: SecretStr, *, now: datetime) -> Answer:
    """Ask which post a code opens for a brand. Raises GraphError, Refused."""
    async for content in contents(graph, access, AdCodes([code]), now=now):
        author = content.author
        return Answer(
            media_id=content.id,
            key=key_of_content(content),
            permalink=content.permalink,
            creator_ig_id=author.ig_id if author else None,
            username=(author.name or "") if author else "",
        )
    return Answer()


class CheckingCodes:
    """The durable work of trying codes."""

    def __init__(self, means: PostMeans, *, draw: DrawCode) -> None:
        self._means = means
        self._draw = draw

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(CHECK_CODE, self._carry_out)

    async def _carry_out(self, workspace_id: str, code_id: str, nonce: str, view_id: str, by: str, run: str) -> None:
        await self._means.engine.step("check", self._attempt, workspace_id, code_id, nonce, view_id, by, int(run))

    async def _attempt(self, workspace_id: str, code_id: str, nonce: str, view_id: str, by: str, run: int) -> None:
        means, ws = self._means, WorkspaceId(workspace_id)
        async with means.storage.read(ws) as uow:
            code = await uow.codes.get(code_id)
            if code is None or code.stage is not CodeStage.LIVE or code.sealed_code is None:
                return
            profile = await uow.profiles.get(code.profile_id) if code.profile_id else None
            try:
                access = await brand_access(uow, profile, secrets=means.secrets) if profile else None
                secret = means.secrets.open(code.sealed_code)
            except (NoLogin, SealBroken):
                access = None
        if access is None:
            return
        try:
            answer = await ask_about(means.graph, access, secret, now=means.now())
        except GraphError as error:
            if isinstance(error, TRY_AGAIN) and run < MOST_RUNS:
                wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
                async with means.storage.write(ws) as uow:
                    job = check_job(
                        code,
                        nonce=nonce,
                        view_id=view_id or None,
                        by=by,
                        run=run + 1,
                        delay_seconds=max(wait, pause(run + 1)),
                    )
                    await uow.enqueue(job)
                return
            await self._write(ws, code_id, verdict=code.verdict, words=error.sentence, view_id=view_id, by=by)
            return
        verdict, words = _verdict(code, answer)
        await self._write(ws, code_id, verdict=verdict, words=words, view_id=view_id, by=by, answer=answer)

    async def _write(
        self,
        ws: WorkspaceId,
        code_id: str,
        *,
        verdict: CodeVerdict,
        words: str | None,
        view_id: str,
        by: str,
        answer: Answer | None = None,
    ) -> None:
        means = self._means
        sight = await means.people.sight(PersonId(by)) if by else None
        async with means.storage.write(ws) as uow:
            code = await uow.codes.get(code_id, lock=True)
            if code is None or code.stage is not CodeStage.LIVE:
                return
            if code.verdict is not verdict:
                note_code(means, uow, code, deed=f"found-{verdict}", by="meta", why=words or "")
            code.verdict, code.words = verdict, words
            if answer is not None:
                code.checked_at = means.now()
                code.media_id = code.media_id or answer.media_id or None
                code.creator_ig_id = code.creator_ig_id or answer.creator_ig_id
            seen = list(await uow.codes.users_of(code_id, sight=sight)) if sight else []
            facts = facts_of_code(code, seen=seen)
        await shown(means, lambda: self._draw(facts), view_id=view_id or None)


def _verdict(code: AdCode, answer: Answer) -> tuple[CodeVerdict, str | None]:
    if not answer.media_id:
        return CodeVerdict.NOTHING, say("codes.opens_nothing.why")
    if answer.key != code.post_key:
        return CodeVerdict.OTHER_POST, say("codes.other_post.happened", post=answer.permalink or answer.media_id)
    return CodeVerdict.OPENS, None


def check_job(
    code: AdCode,
    *,
    nonce: str,
    view_id: str | None = None,
    by: str = "",
    run: int = 0,
    delay_seconds: float = ACK_SECONDS,
) -> Job:
    """Return the work of trying a code; `nonce` tells one wish from another."""
    return Job(
        workflow=CHECK_CODE,
        queue=DEEDS.name,
        id=f"{CHECK_CODE}:{code.id}:{nonce}:{run}",
        args=(code.workspace_id, code.id, nonce, view_id or "", by, str(run)),
        partition=code.creator_ig_id or code.id,
        delay_seconds=delay_seconds,
    )
