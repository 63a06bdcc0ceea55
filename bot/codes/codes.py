"""Ad codes as people handle them: collected by hand, looked at, revealed, forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import SecretStr

from bot.codes.checking import Answer, ask_about, check_job
from bot.codes.keeping import allowed_code, end, facts_of_code, keep, note_code
from bot.codes.masking import NotACode, read_code
from bot.errors import Refused, WrongInput
from bot.graph import GraphError
from bot.policy import Act
from bot.posts.address import Address, NotAPost, read_address
from bot.posts.facts import CodeFacts
from bot.posts.means import PostMeans
from bot.posts.place import Place, place_for
from bot.words import say
from storage.codes import UNDER_WAY, AdCode, CodeOrigin, CodeStage, CodeVerdict
from storage.ids import CampaignId, PersonId, ProfileId, WorkspaceId
from storage.secrets import SealBroken
from storage.unit_of_work import UnitOfWork

META_SECONDS = 1.6
"""The answer to the submission waits for Meta for so long: what is not known by then is checked later."""


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What somebody typed in."""

    code: str
    post: str
    """The post's address; empty: whichever post the code opens."""
    creator: str | None
    """Whose post it has to be, where that is known."""
    profile_id: ProfileId
    campaign_id: CampaignId
    by: PersonId


class Codes:
    """The use cases."""

    def __init__(self, means: PostMeans) -> None:
        self._means = means

    async def collect(self, workspace_id: WorkspaceId, given: Collected) -> CodeFacts:
        """Keep a code that a creator gave, once Meta says that it opens the post; where Meta cannot say, it is checked later.

        Raises WrongInput (fields `code`, `post`, `profile`), Refused, NotAllowed, NotFound, SlackError, DatabaseDown.
        """
        place = await place_for(
            self._means,
            workspace_id,
            profile_id=given.profile_id,
            campaign_id=given.campaign_id,
            person_id=given.by,
            act=Act.BOOST,
        )
        typed = read_code(given.code)
        if isinstance(typed, NotACode):
            raise WrongInput("code", typed.why, todo=say("codes.type_again"))
        address = read_address(given.post) if given.post.strip() else None
        if isinstance(address, NotAPost):
            raise WrongInput("post", address.why, todo=say("posts.paste_another"))
        secret = SecretStr(typed)
        answer = await self._asked(place, secret)
        _check(answer, address, place=place)
        row = self._row(place, given, address=address, answer=answer)
        keep(row, secret, means=self._means)
        async with self._means.storage.write(workspace_id) as uow:
            kept = await self._put(uow, row, secret=secret, by=given.by)
            await uow.codes.use(kept, campaign_id=given.campaign_id, by=given.by, at=self._means.now())
            if kept.verdict is CodeVerdict.UNCHECKED:
                await uow.enqueue(check_job(kept, nonce=self._means.new_id()))
            users = await uow.codes.users_of(kept.id, sight=place.sight)
            return facts_of_code(kept, seen=list(users))

    async def look(self, workspace_id: WorkspaceId, code_id: str, *, person_id: PersonId) -> CodeFacts:
        """Return what may be seen of a code. Raises NotAllowed, NotFound, SlackError, DatabaseDown."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=person_id, act=Act.CHECK)
        return facts_of_code(code, seen=seen)

    async def reveal(
        self, workspace_id: WorkspaceId, code_id: str, *, person_id: PersonId
    ) -> tuple[CodeFacts, SecretStr]:
        """Return the code itself, for the eyes of one person; the history says who read it. Raises Refused, as `look` else."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=person_id, act=Act.REVEAL)
        if code.sealed_code is None:
            raise Refused(say("codes.none_yet.happened"), todo=say("codes.none_yet.todo"))
        try:
            secret = self._means.secrets.open(code.sealed_code)
        except SealBroken:
            raise Refused(
                say("codes.sealed.happened"), why=say("profiles.sealed_why"), todo=say("codes.sealed.todo")
            ) from None
        async with self._means.storage.write(workspace_id) as uow:
            note_code(self._means, uow, code, deed="revealed", by=person_id)
            return facts_of_code(code, seen=seen), secret

    async def check(
        self, workspace_id: WorkspaceId, code_id: str, *, person_id: PersonId, view_id: str | None
    ) -> CodeFacts:
        """Have a code tried again at Meta; what it says is shown in the window. Raises as `look` does."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=person_id, act=Act.CHECK)
        async with self._means.storage.write(workspace_id) as uow:
            await uow.enqueue(check_job(code, nonce=self._means.new_id(), view_id=view_id, by=person_id))
            return facts_of_code(code, seen=seen)

    async def forget(self, workspace_id: WorkspaceId, code_id: str, *, person_id: PersonId) -> CodeFacts:
        """Forget a code here; at Meta it stays as it is. Raises as `look` does."""
        code, seen = await allowed_code(self._means, workspace_id, code_id, person_id=person_id, act=Act.BOOST)
        async with self._means.storage.write(workspace_id) as uow:
            locked = await uow.codes.get(code.id, lock=True)
            assert locked is not None, "codes are never deleted"
            if locked.stage in (CodeStage.LIVE, CodeStage.UNSURE):
                end(locked, words=say("codes.forgotten"), now=self._means.now())
                note_code(self._means, uow, locked, deed="forgotten", by=person_id)
            return facts_of_code(locked, seen=seen)

    async def _asked(self, place: Place, secret: SecretStr) -> Answer | None:
        try:
            async with asyncio.timeout(META_SECONDS):
                return await ask_about(self._means.graph, place.access, secret, now=self._means.now())
        except (GraphError, Refused, TimeoutError):
            return None  # nobody knows yet: it is kept, and checked later

    def _row(self, place: Place, given: Collected, *, address: Address | None, answer: Answer | None) -> AdCode:
        if answer is None and address is None:
            raise Refused(say("codes.cannot_ask.happened"), todo=say("codes.cannot_ask.todo"))
        key = answer.key if answer is not None else ""
        username = given.creator or (address.username if address else None) or (answer.username if answer else "") or ""
        return AdCode(
            id=self._means.new_id(),
            post_key=key or (address.shortcode if address else ""),
            media_id=answer.media_id if answer else None,
            permalink=(answer.permalink if answer else None) or (address.url if address else None),
            creator_ig_id=answer.creator_ig_id if answer else None,
            creator_username=username,
            profile_id=place.profile.id,
            origin=CodeOrigin.COLLECTED,
            stage=CodeStage.LIVE,
            verdict=CodeVerdict.UNCHECKED if answer is None else CodeVerdict.OPENS,
            got_by=given.by,
            got_at=self._means.now(),
            checked_at=None if answer is None else self._means.now(),
            run=0,
        )

    async def _put(self, uow: UnitOfWork, row: AdCode, *, secret: SecretStr, by: PersonId) -> AdCode:
        """Keep a code as its post's; the same one stays, another takes its place."""
        known = await uow.codes.of_post(row.post_key, lock=True)
        if known is not None:
            if known.stage in UNDER_WAY:
                raise Refused(say("codes.under_way.happened"), todo=say("codes.under_way.todo"))
            if known.sealed_code is not None and self._is_same(known.sealed_code, secret):
                known.verdict, known.checked_at = row.verdict, row.checked_at or known.checked_at
                return known
            end(known, words=say("codes.replaced"), now=self._means.now())
            note_code(self._means, uow, known, deed="replaced", by=by)
            await uow.flush()
        if not await uow.codes.add_unless_there(row):
            raise Refused(say("codes.under_way.happened"), todo=say("codes.under_way.todo"))
        note_code(self._means, uow, row, deed="collected", by=by, after={"verdict": row.verdict.value})
        return row

    def _is_same(self, sealed: str, secret: SecretStr) -> bool:
        try:
            return self._means.secrets.open(sealed).get_secret_value() == secret.get_secret_value()
        except SealBroken:
            return False


def _check(answer: Answer | None, address: Address | None, *, place: Place) -> None:
    """Refuse a code that opens nothing, or another post than the one it was given for."""
    if answer is None:
        return
    if not answer.media_id:
        raise WrongInput(
            "code",
            say("codes.opens_nothing.happened", profile=place.profile.username),
            why=say("codes.opens_nothing.why"),
            todo=say("codes.opens_nothing.todo"),
        )
    if address is not None and answer.key != address.shortcode:
        raise WrongInput(
            "code",
            say("codes.other_post.happened", post=answer.permalink or answer.media_id),
            todo=say("codes.other_post.todo"),
        )
