"""A round of tag approval is carried out: names become accounts, what stands is read, and only the rest is changed.

Meta takes all of a call or none of it and does not say whom it refuses, so a refusal ends a first try: nobody of that
hundred was changed. Whoever asked decides then whether those who fail are searched for (`bot.graph.tags.sieve`), which
applies everybody else on the way. How it stood before is kept before anything leaves, and every run reads Meta's list
first: a round that was cut short at any moment goes on without doing anything twice.
https://developers.facebook.com/docs/instagram-platform/partnership-ads (post-level permissioning)
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.graph import Access, CreatorNotFound, GraphError, GraphThrottled
from bot.notices.announcing import announce
from bot.permissions.asking.attempt import TRY_AGAIN, pause
from bot.posts.means import PostMeans
from bot.posts.notices import Kind
from bot.profiles.access import NoLogin, access_of
from bot.slack.errors import SlackError
from bot.tags.facts import DrawRound, RoundFacts
from bot.tags.rounds import CARRY, facts_of_round, round_job
from bot.tags.rows import UNFIT, Outcome, Row, fold, looked_up, read_rows, remember, settled
from bot.words import say
from storage.ids import WorkspaceId
from storage.tags import TagRound, TagStage, TagWish

log = logging.getLogger(__name__)

AT_A_TIME = 100
"""Creators between two looks of the person at how far it is: as many as one call takes."""
NAMES_AT_A_TIME = 10
MOST_RUNS = 20
"""With the pauses between them some hours: a limit at Meta is over by then."""
_NOTED = (Outcome.CHANGED, Outcome.ALREADY, Outcome.REFUSED, Outcome.UNDECIDED)


class Carrying:
    """The durable work of rounds."""

    def __init__(self, means: PostMeans, *, draw: DrawRound) -> None:
        self._means = means
        self._draw = draw

    def register(self) -> None:
        """Give the engine this use case's workflow."""
        self._means.engine.workflow(CARRY, self._carry)

    async def _carry(self, workspace_id: str, round_id: str) -> None:
        await self._means.engine.step("carry", self._carry_on, workspace_id, round_id)

    async def _carry_on(self, workspace_id: str, round_id: str) -> None:
        """Do what is left of a round; what Meta puts off is done later, and every other end is written down."""
        ws = WorkspaceId(workspace_id)
        async with self._means.storage.read(ws) as uow:
            round_ = await uow.tag_rounds.get(round_id)
            if round_ is None or round_.stage is not TagStage.RUNNING:
                return
            profile = await uow.profiles.get(round_.profile_id)
            assert profile is not None, "a round's profile is never deleted"
        try:
            access = access_of(profile, self._means.secrets)
            rows = await self._named(ws, round_, access)
            rows = await self._changed(ws, round_, access, rows)
        except NoLogin as error:
            await self._end(ws, round_id, TagStage.FAILED, words=error.sentence)
        except GraphError as error:
            if isinstance(error, TRY_AGAIN) and round_.run < MOST_RUNS:
                await self._later(ws, round_id, error)
            else:
                await self._end(ws, round_id, TagStage.FAILED, words=error.sentence)
        else:
            is_refused = any(row.outcome is Outcome.UNDECIDED for row in rows)
            await self._end(ws, round_id, TagStage.REFUSED if is_refused else TagStage.DONE)

    async def _named(self, ws: WorkspaceId, round_: TagRound, access: Access) -> list[Row]:
        """Find the accounts behind handles; one that is somebody else's by now is left alone."""
        rows = read_rows(round_.creators)
        unnamed = [row.username for row in rows if row.ig_id is None and row.outcome not in UNFIT]
        for start in range(0, len(unnamed), NAMES_AT_A_TIME):
            found = [await self._account(ws, access, username) for username in unnamed[start : start + NAMES_AT_A_TIME]]
            by_name = {row.username: row for row in found}
            rows = fold([by_name.get(row.username, row) for row in rows])
            await self._keep(ws, round_.id, rows)
        return rows

    async def _account(self, ws: WorkspaceId, access: Access, username: str) -> Row:
        async with self._means.storage.read(ws) as uow:
            known = await uow.handles.account_of(username)
        try:
            account = await self._means.graph.creators.discover(access, username=username)
        except CreatorNotFound as error:
            return Row(username=username, outcome=Outcome.NOT_FOUND, words=error.why)
        if known not in (None, account.ig_id):
            words = say("preflight.changed_hands", known=str(known), now=account.ig_id)
            return Row(username=username, outcome=Outcome.CHANGED_HANDS, words=words)
        return Row(username=username, ig_id=account.ig_id)

    async def _changed(self, ws: WorkspaceId, round_: TagRound, access: Access, rows: Sequence[Row]) -> list[Row]:
        """Look everybody up, and change those who do not stand as wished; a hundred at a time."""
        tags, wished = self._means.graph.tags, round_.wish is not TagWish.REMOVE
        ids = [row.ig_id for row in rows if row.ig_id is not None]
        done = list(rows)
        for start in range(0, len(ids), AT_A_TIME):
            group = ids[start : start + AT_A_TIME]
            approved = await tags.approved(access, group)
            within = frozenset(group)
            if round_.wish is TagWish.CHECK:
                done = _within(done, within, looked_up(done, approved=approved))
                await self._keep(ws, round_.id, done)
                continue
            done = _within(done, within, remember(done, approved=approved))
            await self._keep(ws, round_.id, done)
            change = tags.add if wished else tags.remove
            came = await change(access, group, apply_rest=round_.applies_rest)
            done = settled(
                done,
                wished=wished,
                stands=came.changed | came.already,
                failed=came.failed,
                untouched=came.untouched,
            )
            await self._keep(ws, round_.id, done)
        return done

    async def _keep(self, ws: WorkspaceId, round_id: str, rows: Sequence[Row]) -> None:
        """Write down how far it is, and show it."""
        async with self._means.storage.write(ws) as uow:
            round_ = await uow.tag_rounds.get(round_id, lock=True)
            assert round_ is not None, "rounds are never deleted"
            round_.creators = [row.as_kept() for row in rows]
            facts = await facts_of_round(uow, round_)
        await self._show(facts, view_id=round_.view_id)

    async def _later(self, ws: WorkspaceId, round_id: str, error: GraphError) -> None:
        async with self._means.storage.write(ws) as uow:
            round_ = await uow.tag_rounds.get(round_id, lock=True)
            assert round_ is not None, "rounds are never deleted"
            round_.run += 1
            round_.words = error.sentence
            wait = error.wait_seconds if isinstance(error, GraphThrottled) else 0.0
            await uow.enqueue(round_job(round_, delay_seconds=max(wait, pause(round_.run))))
            facts = await facts_of_round(uow, round_)
        await self._show(facts, view_id=round_.view_id)

    async def _end(self, ws: WorkspaceId, round_id: str, stage: TagStage, *, words: str | None = None) -> None:
        """Show the end, then write it with its line of history; whoever closed the window gets a message.

        A crash between the two shows it once more, for a round that is not over is carried on.
        """
        means = self._means
        async with means.storage.read(ws) as uow:
            round_ = await uow.tag_rounds.get(round_id)
            assert round_ is not None, "rounds are never deleted"
            facts = replace(await facts_of_round(uow, round_), stage=stage, words=words)
        is_shown = await self._show(facts, view_id=round_.view_id)
        async with means.storage.write(ws) as uow:
            round_ = await uow.tag_rounds.get(round_id, lock=True)
            if round_ is None or round_.stage is not TagStage.RUNNING:
                return
            round_.stage, round_.words, round_.ended_at = stage, words, means.now()
            if round_.wish is not TagWish.CHECK:
                means.note(
                    uow,
                    tag="person:tags:approved" if round_.wish is TagWish.APPROVE else "person:tags:removed",
                    by=round_.by,
                    subject_id=round_.profile_id,
                    before={},
                    after={outcome.value: facts.named(outcome) for outcome in _NOTED},
                    labels={"profile": facts.profile, "campaign": facts.campaign},
                    why=words or "",
                )
            if not is_shown:
                await announce(uow, Kind.TAGS, of=round_id, about={"round": round_id}, to=facts.by, now=means.now())

    async def _show(self, facts: RoundFacts, *, view_id: str | None) -> bool:
        """Show something in the person's window; tell whether it is still open."""
        if view_id is None:
            return False
        try:
            await self._means.slack.show(self._draw(facts), view_id=view_id)
        except SlackError as error:
            log.info("the window of a round is shown no more: %s", error)
            return False
        return True


def _within(rows: Sequence[Row], ids: frozenset[str], changed: Sequence[Row]) -> list[Row]:
    """Take over what changed for some accounts; the others stay as they were."""
    return [after if after.ig_id in ids else row for row, after in zip(rows, changed, strict=True)]
