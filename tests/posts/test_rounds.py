"""Rounds of tag approval and boost permission: cut short at any moment, they say truly what was done, and do it once."""

from __future__ import annotations

from bot.posts.promoting import BoostWish
from bot.tags.facts import RoundFacts
from bot.tags.rounds import Wish
from bot.tags.rows import Outcome
from storage.tags import TagStage, TagWish
from tests.posts.table import JAR, PostTable
from tests.storage.builders import a_request


async def asked_for(table: PostTable, *ids: str) -> None:
    """Ask creators for the campaign, whose ids are known."""
    async with table.means.storage.write(table.office.here) as uow:
        for each in ids:
            uow.requests.add(
                a_request(table.profile, table.campaign, creator_username=f"creator.{each}", creator_ig_id=each)
            )


async def a_round(table: PostTable, wish: TagWish) -> RoundFacts:
    return await table.rounds.accept(
        table.office.here,
        Wish(
            profile_id=table.profile.id,
            campaign_id=table.campaign.id,
            creators=(),
            wish=wish,
            by=table.office.ana,
        ),
    )


async def came_of(table: PostTable, round_: RoundFacts) -> RoundFacts:
    return await table.rounds.look(table.office.here, round_.id, by=table.office.ana)


async def test_a_round_that_is_killed_after_meta_took_it_says_what_it_did_and_sends_it_once(table: PostTable) -> None:
    await asked_for(table, "901", "902", "903")
    table.meta.may_tag = {"903"}
    begun = await a_round(table, TagWish.APPROVE)
    await table.dies()
    assert table.meta.may_tag == {"901", "902", "903"}

    await table.work()

    facts = await came_of(table, begun)
    assert facts.stage is TagStage.DONE
    assert sorted(facts.named(Outcome.CHANGED)) == ["creator.901", "creator.902"]
    assert facts.named(Outcome.ALREADY) == ["creator.903"]
    assert table.meta.writes == ["POST branded_content_tag_approval"]
    (line,) = await table.history(table.profile.id)
    assert line.tag == "person:tags:approved"
    assert sorted(line.after["changed"]) == ["creator.901", "creator.902"]


async def test_who_fails_is_searched_for_only_once_somebody_agreed_and_only_once(table: PostTable) -> None:
    await asked_for(table, *(str(900 + number) for number in range(20)))
    table.meta.refused = {"907"}
    begun = await a_round(table, TagWish.APPROVE)
    await table.work()

    refused = await came_of(table, begun)
    assert (refused.stage, len(refused.named(Outcome.UNDECIDED)), table.meta.may_tag) == (TagStage.REFUSED, 20, set())

    again = await table.rounds.go_on(
        table.office.here, begun.id, wish=TagWish.APPROVE, by=table.office.ana, view_id=None
    )
    await table.work()
    settled = await came_of(table, again)
    assert settled.named(Outcome.REFUSED) == ["creator.907"]
    assert len(settled.named(Outcome.CHANGED)) == 19
    assert len(table.meta.writes) <= 1 + 1 + (5 + 2)  # the first try, and the bound of bot.graph.tags.sieve


async def test_a_campaign_of_two_hundred_and_fifty_is_looked_up_a_hundred_a_call(table: PostTable) -> None:
    ids = [str(1000 + number) for number in range(250)]
    await asked_for(table, *ids)
    table.meta.may_tag = set(ids[::2])
    begun = await a_round(table, TagWish.CHECK)
    await table.work()

    facts = await came_of(table, begun)
    assert (len(facts.named(Outcome.APPROVED)), len(facts.named(Outcome.NOT_APPROVED))) == (125, 125)
    assert table.meta.writes == []


async def test_boosting_is_granted_once_and_says_what_meta_lists(table: PostTable) -> None:
    await table.promoting.accept(table.office.here, table.deed(BoostWish.GRANT))
    await table.dies()
    await table.work()
    assert table.meta.promoters == {table.profile.ig_id}
    assert table.meta.writes == ["POST branded_content_partner_promote"]

    await table.promoting.accept(table.office.here, table.deed(BoostWish.WITHDRAW))
    await table.work()
    assert table.meta.promoters == set()
    assert [line.tag for line in await table.history(JAR)] == ["person:boost:grant", "person:boost:withdraw"]
