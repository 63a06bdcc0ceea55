"""Ad codes: never two for one post, whatever dies and is lost; nobody reads one who may not; a secret everywhere."""

from __future__ import annotations

import httpx
import pytest

from bot.codes.codes import Collected
from bot.errors import NotAllowed, NotFound, WrongInput
from bot.influencers.access import NoAsset
from bot.policy import Role
from storage.codes import CodeStage, CodeVerdict
from tests.posts.table import JAR_URL, PostTable

SLOW = {"message": "slow down", "type": "OAuthException", "code": 4}


async def test_a_code_is_made_once_sealed_and_tried(table: PostTable) -> None:
    made = await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)
    again = await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)
    await table.work()

    code = await table.kept(made.id)
    assert again.id == made.id
    assert table.meta.codes == ["73501129847000"]
    assert (code.stage, code.verdict, code.tail) == (CodeStage.LIVE, CodeVerdict.OPENS, "7000")
    assert "73501129847000" not in str(vars(code))
    assert not any("73501129847000" in str(vars(line)) for line in await table.history(made.id))


async def test_killed_between_the_post_and_the_note_it_says_that_nobody_knows_and_asks_for_no_second(
    table: PostTable,
) -> None:
    made = await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)
    await table.dies()
    assert table.meta.codes == ["73501129847000"]

    await table.work()

    assert table.meta.codes == ["73501129847000"]
    assert (await table.kept(made.id)).stage is CodeStage.UNSURE

    await table.making.make_anew(table.office.here, made.id, by=table.office.ana, view_id=None)
    await table.work()
    code = await table.kept(made.id)
    assert table.meta.living == {"73501129847001"}
    assert (code.stage, code.tail) == (CodeStage.LIVE, "7001")


async def test_an_answer_that_is_lost_leaves_it_unsure_too(table: PostTable) -> None:
    async def lose() -> None:
        raise httpx.ReadError("the connection broke")

    table.meta.after_effect = lose
    made = await table.making.make_for_creator(table.office.here, table.post())
    await table.work()

    assert (await table.kept(made.id)).stage is CodeStage.UNSURE
    assert len(table.meta.codes) == 1


async def test_a_limit_is_waited_for_and_a_creator_who_left_ends_it_with_a_sentence(table: PostTable) -> None:
    table.meta.error = SLOW
    made = await table.making.make_for_creator(table.office.here, table.post())
    (job,) = [job for job in table.engine.jobs if job.workflow == "make-code"]
    await table.engine.do(job)
    later = [job for job in table.engine.jobs if job.workflow == "make-code"][-1]
    assert (await table.kept(made.id)).stage is CodeStage.MAKING
    assert later.delay_seconds > 0

    table.office.wait(hours=2)
    table.meta.calls_left = 0
    await table.engine.do(later)
    code = await table.kept(made.id)
    assert code.stage is CodeStage.FAILED
    assert code.words
    with pytest.raises(NoAsset):  # the connection has ended with it, and nobody tries it again
        await table.making.make_for_creator(table.office.here, table.post())


async def test_a_code_is_taken_back_and_may_be_made_again(table: PostTable) -> None:
    made = await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)
    await table.work()
    await table.making.delete(table.office.here, made.id, by=table.office.ana, view_id=None)
    await table.dies()
    await table.work()

    gone = await table.kept(made.id)
    assert (gone.stage, gone.sealed_code, table.meta.living) == (CodeStage.GONE, None, set())
    await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)
    await table.work()
    assert len(table.meta.living) == 1


async def test_without_the_creators_connection_to_this_campaign_nothing_is_made(table: PostTable) -> None:
    other = await table.office.campaign("Autumn", channel=await table.office.channel("autumn-of-posts"))
    post = table.post().model_copy(update={"campaign_id": other.id})

    with pytest.raises(NoAsset):
        await table.making.make(table.office.here, post, by=table.office.ana, view_id=None)
    assert table.meta.codes == []


def typed(table: PostTable, code: str, post: str = JAR_URL) -> Collected:
    return Collected(
        code=code,
        post=post,
        creator=None,
        profile_id=table.profile.id,
        campaign_id=table.campaign.id,
        by=table.office.ana,
    )


async def test_a_code_that_was_typed_in_is_tried_before_it_is_kept(table: PostTable) -> None:
    table.meta.living.add("998877665544")

    for wrong, where in (
        (typed(table, "112233445566"), "code"),
        (typed(table, "998877665544", post="https://www.instagram.com/p/AnotherPost1/"), "code"),
        (typed(table, "998877665544", post="https://www.instagram.com/stories/maya/1/"), "post"),
        (typed(table, JAR_URL), "code"),
    ):
        with pytest.raises(WrongInput) as refused:
            await table.codes.collect(table.office.here, wrong)
        assert refused.value.field == where

    kept = await table.codes.collect(table.office.here, typed(table, "998877665544"))
    same = await table.codes.collect(table.office.here, typed(table, " 998877665544 ", post=""))
    assert same.id == kept.id
    assert (kept.masked, kept.verdict, list(kept.used_by)) == ("••••5544", CodeVerdict.OPENS, ["Spring"])

    table.meta.living.add("123123123123")
    other = await table.codes.collect(table.office.here, typed(table, "123123123123"))
    assert (await table.kept(kept.id)).stage is CodeStage.GONE
    assert (await table.kept(other.id)).stage is CodeStage.LIVE


async def test_while_meta_cannot_be_asked_a_code_is_kept_and_tried_later(table: PostTable) -> None:
    table.meta.living.add("998877665544")
    table.meta.error = {"message": "try again", "type": "OAuthException", "code": 2, "is_transient": True}

    kept = await table.codes.collect(table.office.here, typed(table, "998877665544"))
    assert kept.verdict is CodeVerdict.UNCHECKED

    await table.work()
    assert (await table.kept(kept.id)).verdict is CodeVerdict.OPENS


async def test_reading_a_code_takes_a_role_and_is_written_down(table: PostTable) -> None:
    office = table.office
    table.meta.living.add("998877665544")
    kept = await table.codes.collect(office.here, typed(table, "998877665544"))
    await office.team.let_everybody(office.here, campaign_id=table.campaign.id, role=Role.VIEWER, by=office.ana)

    with pytest.raises(NotAllowed):
        await table.codes.reveal(office.here, kept.id, person_id=office.chloe)
    facts, secret = await table.codes.reveal(office.here, kept.id, person_id=office.ana)

    assert secret.get_secret_value() == "998877665544"
    assert "998877665544" not in str(facts)
    lines = [line for line in await table.history(kept.id) if line.tag == "person:code:revealed"]
    assert [line.actor for line in lines] == [office.ana]


async def test_a_code_of_a_private_campaign_is_not_there_for_anybody_outside(table: PostTable) -> None:
    office = table.office
    secret = await office.campaign("Secret", channel=await office.channel("secret-posts", is_private=True))
    table.meta.living.add("998877665544")
    given = typed(table, "998877665544")
    kept = await table.codes.collect(
        office.here,
        Collected(
            code=given.code,
            post=given.post,
            creator=None,
            profile_id=given.profile_id,
            campaign_id=secret.id,
            by=office.ana,
        ),
    )

    for act in (table.codes.look, table.codes.reveal, table.codes.forget):
        with pytest.raises(NotFound) as hidden:
            await act(office.here, kept.id, person_id=office.ben)
        with pytest.raises(NotFound) as absent:
            await act(office.here, "no-such-code", person_id=office.ben)
        assert hidden.value.sentence == absent.value.sentence
    with pytest.raises(NotFound):
        await table.making.delete(office.here, kept.id, by=office.ben, view_id=None)
