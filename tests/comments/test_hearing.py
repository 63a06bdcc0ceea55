"""Each comment that may be read is stored once, whatever Meta delivers, how often and in which order."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import timedelta
from typing import Any

import pytest

from storage.comments import CommentState, Reading
from storage.influencers import Asset
from tests.comments.conftest import Ear
from tests.comments.deliveries import MAYA, SENT, a_body, a_value, by_instagram_login, on_ad, signature
from tests.storage.builders import ELSEWHERE, NOW

EVERY_SCRIPT = (
    "Hello, Ἀθῆναι, Привет, שלום, مرحبا, नमस्ते, สวัสดี, 你好, こんにちは, 안녕, ሰላም, Բարեւ, გამარჯობა, 👩🏽\u200d🚀🏳️\u200d🌈 "
    "\u202egnp.exe <!channel> <@U0ANA> <https://evil.example|click> *bold* `code` @everyone"
)


async def test_both_shapes_and_both_names_of_the_id_are_one_comment(ear: Ear) -> None:
    asset = await ear.monitor()
    as_guide = {name: value for name, value in a_value("1").items() if name != "id"} | {"comment_id": "1"}
    await ear.deliver(a_body(a_value("1")), a_body(as_guide), by_instagram_login(a_value("1")))
    (comment,) = (await ear.comments(asset, "1")).values()
    assert (comment.author_name, comment.media_id, comment.is_on_ad) == ("passing.reader", "1790", False)
    assert comment.texts[-1][1] == "Lovely!"
    assert await ear.waiting() == 0


async def test_comments_on_ads_are_known_as_such(ear: Ear) -> None:
    asset = await ear.monitor()
    await ear.deliver(a_body(on_ad("1")))
    comment = (await ear.comments(asset, "1"))["1"]
    assert (comment.is_on_ad, comment.ad_id, comment.media_id, comment.original_media_id) == (
        True,
        "238",
        "1791",
        "1790",
    )


async def test_a_batch_of_a_thousand_is_stored_whole_and_replays_change_nothing(ear: Ear) -> None:
    asset = await ear.monitor()
    ids = [str(number) for number in range(1_000)]
    body = a_body(*(a_value(each) for each in ids))
    await ear.deliver(body)
    await ear.deliver(body, body)
    assert set(await ear.comments(asset, *ids)) == set(ids)


async def test_a_forged_delivery_is_not_kept(ear: Ear) -> None:
    body = a_body(a_value("1"))
    for wrong in (None, "", "sha256=", "sha256=" + "0" * 64, signature(body, secret="another"), signature(body + b" ")):
        assert not await ear.arriving.keep(body, signature=wrong)
    assert not await ear.arriving.keep(body + b" ", signature=signature(body))
    assert await ear.waiting() == 0


async def test_every_script_and_all_markup_is_kept_to_the_letter(ear: Ear) -> None:
    asset = await ear.monitor()
    await ear.deliver(a_body(a_value("1", EVERY_SCRIPT)))
    assert (await ear.comments(asset, "1"))["1"].texts[-1][1] == EVERY_SCRIPT


async def test_what_nobody_knows_is_passed_over_and_loses_nothing_beside_it(ear: Ear) -> None:
    asset = await ear.monitor()
    document = json.loads(a_body(a_value("1", surprise={"a": [1]}), more=True))
    document["entry"][0]["changes"] += [{"field": "poke", "value": {}}, {"field": "comments", "value": "?"}, None, 7]
    document["entry"] += [None, {"id": MAYA}, {"id": MAYA, "changes": "?"}]
    nonsense = (b"", b"null", b"[]", b"{", b'{"entry": 1}', b"\xff\xfe", b"[" * 100_000)
    await ear.deliver(*nonsense, json.dumps(document).encode(), json.dumps({"object": "page", "entry": []}).encode())
    assert set(await ear.comments(asset, "1")) == {"1"}
    assert await ear.waiting() == 0


async def test_whatever_the_order_of_deliveries_the_newest_text_stands(ear: Ear) -> None:
    asset = await ear.monitor()
    bodies = [a_body(a_value("1", f"text {time}"), time=SENT + time) for time in range(6)]
    chance = random.Random(6)  # noqa: S311 - the same order in each run
    chance.shuffle(bodies)
    for body in bodies:
        await ear.deliver(body)
    comment = (await ear.comments(asset, "1"))["1"]
    assert [text for _at, text in comment.texts] == [f"text {time}" for time in range(6)]
    assert comment.written_at.timestamp() == SENT


async def test_what_came_while_the_power_was_cut_is_read_again_and_stored_once(ear: Ear) -> None:
    asset = await ear.monitor()
    body = a_body(a_value("1"), a_value("2"))
    assert await ear.arriving.keep(body, signature=signature(body))
    async with ear.storage.incoming() as incoming:
        before = await incoming.arrivals.oldest(count=9, size=10**6)
    await ear.read()
    async with ear.storage.incoming() as incoming:  # as if the removal had not been written down
        await incoming.arrivals.add(before)
    await ear.engine.tick("arrivals-left-over")
    assert set(await ear.comments(asset, "1", "2")) == {"1", "2"}
    assert await ear.waiting() == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"post", "ad"}),
        ({"hears_ads": False}, {"post"}),
        ({"hears_organic": False}, {"ad"}),
        ({"hears_ads": False, "hears_organic": False}, set()),
        ({"ended_at": NOW}, set()),
        ({"ends_at": NOW}, set()),
        ({"ig_id": "another"}, set()),
    ],
)
async def test_only_what_is_monitored_is_stored(ear: Ear, given: dict[str, Any], expected: set[str]) -> None:
    asset = await ear.monitor(**given)
    await ear.deliver(a_body(a_value("post"), on_ad("ad")))
    assert set(await ear.comments(asset, "post", "ad")) == expected


@pytest.mark.parametrize(
    "filters", [{"caption_contains": "spring"}, {"link_contains": "sale"}, {"profile_ids": ["gone"]}]
)
async def test_nobody_reads_a_comment_while_what_the_creator_agreed_to_is_not_known(
    ear: Ear, filters: dict[str, Any]
) -> None:
    asset = await ear.monitor(**filters)
    await ear.deliver(a_body(on_ad("1")))
    assert (await ear.comments(asset, "1"))["1"].reading is Reading.OPEN


async def test_what_was_written_before_anybody_agreed_or_is_deleted_here_since_long_is_not_taken_in(ear: Ear) -> None:
    asset = await ear.monitor(connected_at=NOW - timedelta(days=200), organic_from=NOW - timedelta(days=100))
    moments = {"agreed": timedelta(days=101), "kept": timedelta(days=91), "new": timedelta(days=89)}
    sent = {each: int((NOW - age).timestamp()) for each, age in moments.items()}
    await ear.deliver(*(a_body(a_value(each), time=time) for each, time in sent.items()))
    assert set(await ear.comments(asset, *sent)) == {"new"}  # comments are kept for 90 days
    async with ear.storage.write(asset.workspace_id) as uow:
        await uow.comments.keep_for(100)
    await ear.deliver(*(a_body(a_value(each), time=time) for each, time in sent.items()))
    assert set(await ear.comments(asset, *sent)) == {"kept", "new"}


async def test_what_came_before_the_time_was_over_is_stored_although_it_is_read_later(ear: Ear) -> None:
    asset = await ear.monitor(ends_at=NOW + timedelta(seconds=1))
    for comment_id in ("in time", "too late"):
        body = a_body(a_value(comment_id))
        assert await ear.arriving.keep(body, signature=signature(body))
        ear.now += timedelta(seconds=2)
    await ear.read()
    assert set(await ear.comments(asset, "in time", "too late")) == {"in time"}


async def test_a_caption_that_was_read_before_decides_at_once(ear: Ear) -> None:
    asset = await ear.monitor(caption_contains="cranes")
    async with ear.storage.write(asset.workspace_id) as uow:
        for media_id, caption in (("1790", "Paper cranes"), ("1792", "Paper boats"), ("1793", "Paper " * 20)):
            await uow.comment_notes.keep_post(asset.id, media_id, permalink=None, caption=caption)
    on = {"let": "1790", "out": "1792", "cut": "1793"}
    await ear.deliver(a_body(*(a_value(each, media={"id": media_id}) for each, media_id in on.items())))
    found = await ear.comments(asset, *on)
    assert {key: each.reading for key, each in found.items()} == {"let": Reading.LET, "cut": Reading.OPEN}


async def test_what_is_known_is_followed_whenever_it_was_written(ear: Ear) -> None:
    asset = await ear.monitor()
    await ear.deliver(a_body(a_value("1", "first")))
    async with ear.storage.write(asset.workspace_id) as uow:
        standing = await uow.assets.get(asset.id, lock=True)
        assert standing is not None
        standing.organic_from = NOW + timedelta(days=1)
    await ear.deliver(a_body(a_value("1", "second"), time=SENT + 1))
    assert (await ear.comments(asset, "1"))["1"].texts[-1][1] == "second"


async def test_each_campaign_and_each_workspace_has_its_own(ear: Ear) -> None:
    ours: list[Asset] = [await ear.monitor(name="Maya"), await ear.monitor(name="Maya again")]
    theirs = await ear.monitor(ELSEWHERE)
    await ear.deliver(a_body(a_value("1")))
    for asset in (*ours, theirs):
        comment = (await ear.comments(asset, "1"))["1"]
        assert comment.workspace_id == asset.workspace_id
        assert comment.state is CommentState.LIVE


async def test_a_burst_costs_few_transactions_and_nothing_of_it_is_lost(ear: Ear) -> None:
    asset = await ear.monitor()
    bodies = [a_body(a_value(str(number))) for number in range(300)]
    kept = await asyncio.gather(
        *(ear.arriving.keep(body, signature=signature(body)) for body in [*bodies, *bodies[:50]])
    )
    assert all(kept)
    assert len(ear.engine.jobs) == 1
    await ear.read()
    assert len(await ear.comments(asset, *map(str, range(300)))) == 300


async def test_the_address_answers_the_handshake_to_whoever_knows_the_word(ear: Ear) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "a-word-for-meta"}
    assert ear.arriving.greet(asked) == "1158201444"
    assert ear.arriving.greet(asked | {"hub.verify_token": "guess"}) is None
    assert ear.arriving.greet({}) is None


LONG = "9" * 300
ODD = [
    a_value(LONG),
    a_value("2", media={"id": LONG}),
    a_value("3", parent_id=LONG),
    {"comment_id": "4", "from": {"id": LONG, "username": LONG}},
    a_value("5", media={"id": "1", "ad_id": LONG, "original_media_id": LONG}),
    a_value("6", "\ud800 \x00 half of a letter"),
    a_value("7") | {"from": {"id": 2**90, "username": "\x00\ud800"}},
    a_value(" \x00 "),
]


async def test_what_no_column_takes_keeps_nothing_else_from_being_read(ear: Ear) -> None:
    asset = await ear.monitor()
    changes = [{"field": "comments", "value": odd} for odd in ODD]
    times = [SENT, 10**15, -(10**11), 10**40, "soon", None]
    entries = [{"id": MAYA, "time": time, "changes": changes} for time in times]
    odd = json.dumps({"object": "instagram", "entry": [*entries, {"id": LONG, "changes": changes}]}).encode()
    await ear.deliver(odd, a_body(a_value("1")))
    kept = await ear.comments(asset, *"1234567")
    assert set(kept) == set("1234567")
    assert (kept["2"].media_id, kept["5"].ad_id, kept["6"].texts[-1][1]) == (None, None, "half of a letter")
    assert await ear.waiting() == 0
