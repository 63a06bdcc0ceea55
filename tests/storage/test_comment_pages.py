"""Lists of comments page by page: nothing is shown twice or left out, whatever the list is narrowed to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage.comments import Comment, CommentState, Reading
from storage.ids import PersonId
from storage.influencers import Asset
from storage.unit_of_work import Storage
from storage.wanted import CommentPlace, WantedComments
from tests.storage.builders import ANA, ELSEWHERE, NORTHLIGHT, NOW, a_campaign
from tests.storage.test_comments import a_comment
from tests.storage.test_influencers import an_asset

BEN = PersonId("U0BEN")


async def _crowd(storage: Storage, *, accounts: int, size: int = 150) -> tuple[list[Comment], list[Asset]]:
    """Make comments of every kind; many were written at the same moment, and one has the same id on two accounts."""
    chance = random.Random(6)  # noqa: S311 - to have the same crowd again
    campaign = a_campaign()
    assets = [an_asset(campaign, ig_id=str(number)) for number in range(accounts)]
    comments = [
        a_comment(
            chance.choice(assets),
            comment_id=str(number),
            written_at=NOW + timedelta(minutes=number // 10),
            state=chance.choice(list(CommentState)),
            media_id=chance.choice(["1", "2"]),
            original_media_id=chance.choice([None, "2"]),
            is_own=chance.random() < 0.1,
            reading=chance.choice([Reading.LET, Reading.LET, Reading.OPEN]),
            assigned_to=chance.choice([None, ANA, BEN]),
            finished_at=chance.choice([None, NOW]),
        )
        for number in range(size)
    ]
    comments += [a_comment(each, comment_id="twin") for each in assets[:2]]
    async with storage.write(NORTHLIGHT) as uow:
        uow.campaigns.add(campaign)
        await uow.flush()
        for asset in assets:
            uow.assets.add(asset)
        await uow.flush()
        for comment in comments:
            uow.comments.add(comment)
    return comments, assets


def _expected(comments: Sequence[Comment], wanted: WantedComments) -> list[tuple[str, str]]:
    def is_wanted(each: Comment) -> bool:
        may = each.reading is Reading.LET and not each.is_own and each.state is not CommentState.GONE
        is_hidden = each.state is CommentState.HIDDEN
        is_todo = each.assigned_to == wanted.assigned_to and each.finished_at is None
        return (
            may
            and each.asset_id in wanted.asset_ids
            and wanted.media_id in (None, each.original_media_id or each.media_id)
            and wanted.is_hidden in (None, is_hidden)
            and (wanted.assigned_to is None or is_todo)
        )

    found = [(each.written_at, each.comment_id, each.asset_id) for each in comments if is_wanted(each)]
    return [(asset_id, comment_id) for _at, comment_id, asset_id in sorted(found, reverse=True)]


def _place(comment: Comment, *, is_backward: bool = False) -> CommentPlace:
    return CommentPlace(
        written_at=comment.written_at,
        comment_id=comment.comment_id,
        asset_id=comment.asset_id,
        is_backward=is_backward,
    )


@pytest.mark.parametrize("accounts", [1, 3, 20])
async def test_pages_give_every_comment_once_forward_and_back(storage: Storage, accounts: int) -> None:
    comments, assets = await _crowd(storage, accounts=accounts)
    ids = [each.id for each in assets]
    for wanted in (
        WantedComments(asset_ids=ids),
        WantedComments(asset_ids=ids[:2], is_hidden=True),
        WantedComments(asset_ids=ids, is_hidden=False, media_id="2"),
        WantedComments(asset_ids=ids, assigned_to=ANA),
        WantedComments(asset_ids=[]),
    ):
        expected = _expected(comments, wanted)
        async with storage.read(NORTHLIGHT) as uow:
            pages: list[list[tuple[str, str]]] = []
            place = None
            while page := await uow.comment_pages.page(wanted, place=place, limit=7):
                pages.append([(each.asset_id, each.comment_id) for each in page])
                first, place = page[0], _place(page[-1])
            assert [each for page in pages for each in page] == expected
            for before in reversed(pages[:-1]):
                found = await uow.comment_pages.page(wanted, place=_place(first, is_backward=True), limit=7)
                assert [(each.asset_id, each.comment_id) for each in found] == before
                first = found[0]
        async with storage.read(ELSEWHERE) as uow:
            assert await uow.comment_pages.page(wanted, limit=7) == []
