"""Gathering new comments into messages: the first at once, and what comes within the next minutes together.

What has a keyword of the campaign does not wait, unless another such alarm has just been told. So a flood becomes one message now and then. Which comments a message tells is settled when it is begun, and while one waits
for its channel the next comments wait for the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.comments.batching import New, News, news_of
from bot.comments.keywords import Keywords
from bot.comments.notes import GATHER, begin_again, new_note, tell_job
from bot.comments.ruling import rules_of
from bot.comments.storing import standing_of
from bot.connections.means import LoginMeans
from bot.engine import Schedule
from bot.homes.wanting import want_moderators
from storage.comment_notes import NoteKind
from storage.influencers import Asset
from storage.unit_of_work import UnitOfWork

NEWS = "comments-news"
PACE = timedelta(minutes=2)
"""After one message about an account the next waits so long."""
AT_ONCE = 100
MOST_TOLD = 2_000
"""So many comments are counted in one message; of more the next one tells."""
LOOKED_BACK = timedelta(hours=24)
"""How far back comments count for a campaign's measure of too many."""


class GatheringComments:
    """The schedule that begins messages."""

    def __init__(self, means: LoginMeans) -> None:
        self._means = means

    def register(self) -> None:
        """Give the engine this use case's workflow and schedule."""
        self._means.engine.workflow(GATHER, self._gather)
        self._means.engine.schedule(Schedule(name=NEWS, cron="*/10 * * * * *", run=self._look_for_news))

    async def _gather(self, _nobody: str) -> None:
        """Begin what need not wait for its turn: the first comments after a while."""
        await self._means.engine.step("news", self._begin)

    async def _look_for_news(self, _scheduled: datetime, _context: Any) -> None:
        await self._means.engine.step("news", self._begin)

    async def _begin(self) -> None:
        now = self._means.now()
        async with self._means.storage.across_workspaces() as everywhere:
            with_news = await everywhere.assets_with_news(told_before=now - PACE, limit=AT_ONCE)
            to_sift = await everywhere.assets_with_news_to_sift(told_before=now - PACE, limit=AT_ONCE)
            unposted = await everywhere.comment_notes_unposted(now=now, limit=AT_ONCE)
        for each in with_news:
            async with self._means.storage.write(each.workspace_id) as uow:
                await self._begin_one(uow, each.id)
        for each in to_sift:
            async with self._means.storage.read(each.workspace_id) as uow:
                is_alarming = await _is_alarming(uow, each, told_before=now - PACE)
            if is_alarming:
                async with self._means.storage.write(each.workspace_id) as uow:
                    await self._begin_one(uow, each.id)
        for row in unposted:
            async with self._means.storage.write(row.workspace_id) as uow:
                again = await uow.comment_notes.get(row.key, lock=True)
                if again is not None and again.ts is None and again.run == row.run:
                    await begin_again(uow, again, now=now)

    async def _begin_one(self, uow: UnitOfWork, asset_id: str) -> None:
        """Settle what is told of an account, and have it told."""
        now = self._means.now()
        asset = await uow.assets.get(asset_id, lock=True)
        campaign = await uow.campaigns.get(asset.campaign_id) if asset is not None else None
        if asset is None or asset.ended_at is not None or campaign is None:
            return
        untold = await uow.comment_notes.untold(asset.id, limit=MOST_TOLD)
        if not untold:
            return
        rules = await uow.comment_notes.rules(campaign.id)
        volume = rules_of(rules).volume if rules is not None else None
        new = [New(id=each.comment_id, text=standing_of(each).text, written_at=each.written_at) for each in untold]
        before = await uow.comment_notes.told_moments(asset.id, since=now - LOOKED_BACK, limit=MOST_TOLD)
        keywords = Keywords(rules.keywords if rules is not None else ())
        found = {each.id: list(keywords.found_in(each.text)) for each in new}
        news = news_of(new, found=found, volume=volume, moments=before)
        note = new_note(
            asset,
            key=f"comments:{self._means.new_id()}",
            kind=NoteKind.NEWS,
            channel_id=campaign.channel_id,
            now=now,
            facts=news.model_dump(mode="json"),
        )
        if await uow.comment_notes.add_unless_there(note):
            for each in untold:
                each.told_in = note.key
                each.alarmed_at = now if found[each.comment_id] else None
            if news.matched:
                await want_moderators(uow, campaign.id, now=now)
            await uow.enqueue(tell_job(note))


async def _is_alarming(uow: UnitOfWork, asset: Asset, *, told_before: datetime) -> bool:
    """Tell whether new comments have a keyword of the campaign, and its last alarm is not as new as they are."""
    rules = await uow.comment_notes.rules(asset.campaign_id)
    if rules is None or not rules.keywords:
        return False
    last = await uow.comment_notes.last_news(asset.id)
    if last is not None and last.created_at > told_before and News.model_validate(last.about).matched:
        return False
    keywords = Keywords(rules.keywords)
    untold = await uow.comment_notes.untold(asset.id, limit=MOST_TOLD)
    return any(keywords.found_in(standing_of(each).text) for each in untold)
