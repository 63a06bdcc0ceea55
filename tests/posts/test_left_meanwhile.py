"""A creator disconnects in Meta's own settings while something of theirs is under way: it ends in a sentence that is true.

The connection ends with it, and what surely did not happen, or may have, is told apart.
"""

from __future__ import annotations

import pytest

from bot.codes.making import MakingCodes
from bot.connections.burying import bury
from bot.graph import LoginDead
from bot.influencers.access import NoAsset
from bot.posts.facts import CodeFacts
from bot.posts.promoting import BoostWish
from storage.codes import AdCode, CodeStage
from storage.influencers import Ending
from tests.posts.table import JAR, MAYA, PostTable
from tests.posts.test_codes import typed
from tests.stories.hands import PowerCut


async def made(table: PostTable) -> CodeFacts:
    """Have the post's code wanted."""
    return await table.making.make(table.office.here, table.post(), by=table.office.ana, view_id=None)


async def unsure(table: PostTable) -> CodeFacts:
    """Have nobody know whether the post has a code."""
    code = await made(table)
    await table.dies()
    await table.work()
    assert (await table.kept(code.id)).stage is CodeStage.UNSURE
    return code


async def has_ended(table: PostTable) -> bool:
    """Tell whether the connection has ended as one that was taken back at Meta, and the channel is told so, once."""
    async with table.means.storage.read(table.office.here) as uow:
        standing = await uow.assets.of_account(MAYA)
        (asset,) = await uow.assets.seen(await table.means.people.sight(table.office.ana))
    told = [job for job in table.engine.jobs if job.workflow == "notify" and "creator_ended" in str(job)]
    return (list(standing), asset.ending, len(told)) == ([], Ending.WITHDRAWN, 1)


async def deauthorised(table: PostTable) -> None:
    """Meta has told that the creator removed the app, and a check has found it so."""
    async with table.means.storage.write(table.office.here) as uow:
        (asset,) = await uow.assets.of_account(MAYA)
        assert asset.connection_id is not None
        connection = await uow.connections.get(asset.connection_id, lock=True)
        assert connection is not None
        await bury(uow, connection, LoginDead(code=190, subcode=458), now=table.office.now())


async def tags_of(table: PostTable, code: AdCode | CodeFacts) -> list[str]:
    """What the history tells of a code."""
    return [line.tag for line in await table.history(code.id)]


async def test_a_code_that_was_to_be_made_is_not_and_can_be_typed_in(table: PostTable) -> None:
    code = await made(table)
    table.meta.calls_left = 0
    await table.work()

    kept = await table.kept(code.id)
    assert (kept.stage, kept.words) == (
        CodeStage.FAILED,
        "The creator ended the connection at Facebook, or their login there has ended: Meta takes it no more. "
        "Send the creator a new invite: `/partnership invite`.",
    )
    assert await has_ended(table)
    table.meta.living.add("998877665544")
    by_hand = await table.codes.collect(table.office.here, typed(table, "998877665544"))
    assert by_hand.stage is CodeStage.LIVE


async def test_a_code_that_was_to_be_taken_back_is_still_there_and_says_so(table: PostTable) -> None:
    code = await made(table)
    await table.work()
    await table.making.delete(table.office.here, code.id, by=table.office.ana, view_id=None)
    table.meta.calls_left = 0
    await table.work()

    kept = await table.kept(code.id)
    assert kept.stage is CodeStage.LIVE
    assert kept.sealed_code is not None
    assert (kept.words or "").startswith("It was not taken back. The creator ended the connection at Facebook")
    assert "Instagram app" in (kept.words or "")
    assert (await tags_of(table, code))[-1] == "person:code:not-deleted"
    assert table.meta.living == {"73501129847000"}
    assert await has_ended(table)


@pytest.mark.parametrize(("calls", "stage"), [(0, CodeStage.UNSURE), (1, CodeStage.FAILED)])
async def test_a_fresh_code_is_known_not_to_be_there_only_once_the_one_before_was_taken_back(
    table: PostTable, calls: int, stage: CodeStage
) -> None:
    code = await unsure(table)
    await table.making.make_anew(table.office.here, code.id, by=table.office.ana, view_id=None)
    table.meta.calls_left = calls
    await table.work()

    kept = await table.kept(code.id)
    assert kept.stage is stage
    assert (len(table.meta.living), "still not known" in (kept.words or "")) == (1 - calls, calls == 0)
    assert await has_ended(table)
    if stage is CodeStage.UNSURE:
        with pytest.raises(NoAsset):  # said in the window, where nothing can come of it
            await table.making.make_anew(table.office.here, code.id, by=table.office.ana, view_id=None)


@pytest.mark.parametrize(("wish", "stage"), [("make", CodeStage.FAILED), ("delete", CodeStage.LIVE)])
async def test_what_waits_when_meta_tells_of_it_ends_without_a_call(
    table: PostTable, wish: str, stage: CodeStage
) -> None:
    code = await made(table)
    if wish == "delete":
        await table.work()
        await table.making.delete(table.office.here, code.id, by=table.office.ana, view_id=None)
    await deauthorised(table)
    table.meta.writes.clear()
    await table.work()

    kept = await table.kept(code.id)
    assert kept.stage is stage
    assert "No creator's connection to this account is there." in (kept.words or "")
    assert table.meta.writes == []


@pytest.mark.parametrize("calls", [0, 1, 2])
async def test_a_boost_permission_ends_in_a_sentence_and_what_meta_took_is_in_the_history(
    table: PostTable, calls: int
) -> None:
    await table.promoting.accept(table.office.here, table.deed(BoostWish.GRANT))
    table.meta.calls_left = calls
    await table.work()

    assert [line.after for line in await table.history(JAR)] == ([{"granted": True}] if calls == 2 else [])
    (telling,) = [job for job in table.engine.jobs if job.workflow == "notify" and "post-deed" in str(job)]
    async with table.means.storage.read(table.office.here) as uow:
        told = await uow.notices.get(telling.args[1])
    assert told is not None
    assert told.about["is_done"] is (calls == 2)
    words = told.about["words"]
    assert ("boost this post" in words, "Meta takes it no more" in words) == (calls == 2, True)
    assert await has_ended(table)
    with pytest.raises(NoAsset):
        await table.promoting.accept(table.office.here, table.deed(BoostWish.GRANT))


@pytest.mark.parametrize("step", ["make", "boost"])
async def test_with_the_power_cut_before_it_is_noted_it_ends_the_same_and_once(table: PostTable, step: str) -> None:
    code = await made(table) if step == "make" else None
    if code is None:
        await table.promoting.accept(table.office.here, table.deed(BoostWish.WITHDRAW))
    table.meta.calls_left = 0
    table.engine.cut_after = step
    with pytest.raises(PowerCut):
        await table.work()
    await table.work()

    assert await has_ended(table)
    if code is not None:
        assert (await table.kept(code.id)).stage is CodeStage.FAILED
        assert await tags_of(table, code) == ["person:code:asked", "person:code:failed"]


async def test_whoever_signed_in_again_meanwhile_keeps_the_new_login(table: PostTable) -> None:
    code = await made(table)

    async def signs_in_again() -> None:
        async with table.means.storage.write(table.office.here) as uow:
            (asset,) = await uow.assets.of_account(MAYA)
            assert asset.connection_id is not None
            connection = await uow.connections.get(asset.connection_id, lock=True)
            assert connection is not None
            connection.sealed_token = table.sealed("EAANEWER")

    table.meta.calls_left = 0
    table.meta.before_refusal = signs_in_again
    await table.work()

    assert (await table.kept(code.id)).stage is CodeStage.FAILED
    async with table.means.storage.read(table.office.here) as uow:
        assert len(await uow.assets.of_account(MAYA)) == 1
    table.meta.calls_left = None
    await MakingCodes(table.means).make_for_creator(table.office.here, table.post())
    await table.work()
    assert len(table.meta.living) == 1
