"""What people wrote is in a report's thread and in its file: by creator and by post, once, and for the campaign's people alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest

from bot.influencers.access import creator_access
from bot.reporting.exporting import Form, What, written_out
from bot.reporting.facts import Draws, Wish
from bot.reporting.making import Reporting
from bot.reporting.naming import Naming
from bot.slack.uploads import SlackUploads
from handlers.report.card import draw_charts, draw_report
from handlers.report.comments import draw_commented, draw_commented_charts
from handlers.report.modal import draw_failed, draw_finished, draw_progress
from storage.comment_deeds import DeedKind
from storage.comments import CommentState
from storage.ids import ChannelId, PersonId
from storage.repositories.reading import Scope
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import CAROUSEL, MAYA, Monitoring
from tests.stories.hands import PowerCut

DRAWS = Draws(
    charts=draw_charts,
    message=draw_report,
    comment_charts=draw_commented_charts,
    comments=draw_commented,
    progress=draw_progress,
    finished=draw_finished,
    failed=draw_failed,
)


class Reports:
    """Reports of one campaign with comments, made by hand."""

    def __init__(self, house: CreatorsHouse) -> None:
        self.house, self.monitoring = house, Monitoring(house)
        means, slack = house.creators.campaigns, self.monitoring.slack
        self.reporting = Reporting(
            means,
            patient=slack,
            uploads=SlackUploads(slack._client, house._session),
            naming=Naming(storage=house.storage, engine=house.engine, slack=slack, now=house.now),
            draws=DRAWS,
        )
        self.reporting.register()

    async def counted(self) -> tuple[int, int]:
        """Count what a report over the whole workspace counts: comments, and those hidden."""
        facts = await self.reporting._read_comments(
            self.house.here,
            Wish(person_id=self.house.ana, campaign_id=None, channel_id=self.house.campaign.channel_id, days=90),
        )
        assert facts is not None
        return facts.commented.all.count, facts.commented.all.hidden

    async def ask(self, *, by: PersonId | None = None) -> None:
        """Have one made in the campaign's channel."""
        house = self.house
        wish = Wish(
            person_id=by or house.ana, campaign_id=house.campaign.id, channel_id=house.campaign.channel_id, days=90
        )
        await self.reporting.accept(house.here, wish)

    async def rows(self, person: PersonId) -> list[dict[str, str]]:
        """Return the comments as somebody's file holds them."""
        house = self.house
        scope = Scope(sight=await house.means.people.sight(person), since=house.now() - timedelta(days=1))
        async with house.storage.read(house.here) as uow:
            written = [piece async for piece, _rows in written_out(uow, What.COMMENTS, Form.CSV, scope=scope)]
        return list(csv.DictReader(io.StringIO(b"".join(written).decode())))

    async def told(self) -> list[dict[str, object]]:
        """Return what was posted of reports."""
        found = await self.house.slack.messages(self.house.campaign.channel_id)
        return [each for each in found if "report:" in str(each.get("metadata"))]


@pytest.fixture
async def reports(house: CreatorsHouse) -> Reports:
    """A creator with three comments on two posts, one of them hidden within minutes."""
    reports = Reports(house)
    monitoring = reports.monitoring
    await monitoring.begin()
    awful = await monitoring.write("=Awful!()")
    await monitoring.write("two")
    await monitoring.write("three", on=CAROUSEL)
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(awful, DeedKind.HIDE)
    await monitoring.do()
    return reports


async def test_the_thread_says_how_much_was_written_and_hidden_by_creator_and_by_post(reports: Reports) -> None:
    await reports.ask()
    await reports.house.work("report")
    report, comments = await reports.told()
    assert comments["thread_ts"] == report["ts"]
    said = json.dumps(comments, ensure_ascii=False)
    assert "*3* comments · 1 hidden · half of those within 16 minutes" in said
    assert "|@maya.makes> · *3* comments · 1 hidden" in said
    assert said.count("|@maya.makes>) · ") == 2
    assert "data_visualization" in said


async def test_what_was_hidden_before_anybody_here_heard_of_it_counts_as_hidden_and_not_as_hidden_at_once(
    reports: Reports,
) -> None:
    house = reports.house
    found = await reports.monitoring.write("hidden from the first")
    async with house.storage.read(house.here) as uow:
        access = await creator_access(uow, MAYA, secrets=house.secrets, now=house.now(), campaign_id=house.campaign.id)
    await house.means.graph.comments.hide(found, token=access.token)
    await reports.monitoring.hear()
    await reports.ask()
    await house.work("report")
    said = json.dumps((await reports.told())[1], ensure_ascii=False)
    assert "*4* comments · 2 hidden · half of those within 16 minutes" in said
    row = (await reports.rows(house.chloe))[-1]
    assert (row["state"], row["hidden_at"], row["minutes_to_hide"]) == ("hidden", "", "")


async def test_what_was_hidden_and_is_gone_since_counts_as_hidden(reports: Reports) -> None:
    monitoring = reports.monitoring
    await monitoring.begin()
    await monitoring.write("Kind words")
    comment = await monitoring.write("Never again")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.want(comment, DeedKind.HIDE)
    await monitoring.do()
    await monitoring.house.meta.post("comment", comment_id=comment, deleted=True)
    await monitoring.hear()
    assert (await monitoring.stored(comment))[comment].state is CommentState.GONE
    assert await reports.counted() == (3 + 2, 1 + 1)


async def test_a_comment_that_two_campaigns_monitor_counts_once_in_a_report_over_both(reports: Reports) -> None:
    house, monitoring = reports.house, reports.monitoring
    await monitoring.begin()
    channel = await house.slack.post("channel", name="second", members=["ana", "greenlight"])
    second = await house.a_campaign(
        name="Second", name_key="second", channel_id=ChannelId(channel["id"]), channel_name="second"
    )
    await house.join(await house.invite(campaign_id=second.id, hears_organic=True))
    await monitoring.write("Said once")
    await monitoring.hear()
    assert await reports.counted() == (3 + 1, 1)


async def test_through_a_cut_between_the_two_each_is_posted_once(reports: Reports) -> None:
    await reports.ask()
    job = reports.house.engine.newest("report")
    for deaths in (1, 1):
        reports.monitoring.slack.deaths = deaths
        with pytest.raises(PowerCut):
            await reports.house.engine.do(job)
    await reports.house.engine.do(job)
    assert len(await reports.told()) == 2


async def test_a_report_without_comments_has_nothing_in_its_thread(house: CreatorsHouse) -> None:
    reports = Reports(house)
    await reports.monitoring.begin()
    await reports.ask()
    await house.work("report")
    assert len(await reports.told()) == 1


async def test_the_file_holds_every_comment_runs_no_formula_and_is_for_those_who_see_the_campaign(
    reports: Reports,
) -> None:
    house, rows = reports.house, reports.rows
    found = await rows(house.chloe)
    assert [(each["text"], each["state"], each["creator"]) for each in found] == [
        ("'=Awful!()", "hidden", "maya.makes"),
        ("two", "live", "maya.makes"),
        ("three", "live", "maya.makes"),
    ]
    assert 16 <= float(found[0]["minutes_to_hide"]) < 17
    vault = await house.slack.post("channel", name="vault", members=["ana", "greenlight"], is_private=True)
    async with house.storage.write(house.here) as uow:
        campaign = await uow.campaigns.get(house.campaign.id)
        assert campaign is not None
        campaign.channel_id, campaign.is_private = ChannelId(vault["id"]), True
    assert (len(await rows(house.ana)), await rows(house.chloe)) == (3, [])
