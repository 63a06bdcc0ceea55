"""New comments reach the campaign's channel: together, in the thread of the creator's account, each once."""

from __future__ import annotations

import json

import pytest

from bot.comments.batching import SHOWN
from bot.influencers.wishes import Rules
from tests.influencers.house import CreatorsHouse
from tests.influencers.monitoring import CAROUSEL, REEL, Monitoring
from tests.stories.hands import PowerCut


@pytest.fixture
def monitoring(house: CreatorsHouse) -> Monitoring:
    """Somebody whose comments are heard and told."""
    return Monitoring(house)


async def test_comments_are_told_together_in_one_thread_and_each_once(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("What a colour!", username="passing.reader")
    await monitoring.write("Where from?")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.tell()
    head, news = await monitoring.told()
    assert news["thread_ts"] == head["ts"]
    assert "2 new comments" in news["text"]
    shown = json.dumps(news["blocks"], ensure_ascii=False)
    assert all(each in shown for each in ("What a colour!", "Where from?", "passing.reader", "Open the post"))
    await monitoring.write("Again")
    await monitoring.hear()
    await monitoring.tell()
    again = (await monitoring.told())[2]
    assert (again["thread_ts"], "1 new comment " in again["text"]) == (head["ts"], True)


async def test_each_post_is_shown_once_with_its_picture_also_after_an_edit(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    comment = await monitoring.write("two")
    await monitoring.write("three", on=CAROUSEL)
    await monitoring.hear()
    await monitoring.tell()
    before = (await monitoring.told())[1]
    await monitoring.house.meta.post("comment", comment_id=comment, text="two!")
    await monitoring.hear()
    await monitoring.tell()
    after = (await monitoring.told())[1]
    assert "two!" in json.dumps(after["blocks"])
    for news in (before, after):
        pictures = [each["accessory"] for each in news["blocks"] if each.get("accessory")]
        assert [each["alt_text"] for each in pictures] == ["A post by @maya.makes"] * 2


async def test_where_slack_cannot_fetch_a_picture_news_and_edits_come_without(monitoring: Monitoring) -> None:
    house = monitoring.house
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.tell()
    comment = await monitoring.write("two")
    await monitoring.hear()
    spoilt = {"kind": "error", "when": "before", "error": "invalid_blocks"}
    await house.slack.post("fault", on="chat.postMessage", **spoilt)
    await monitoring.tell()
    assert not [each for each in (await monitoring.told())[2]["blocks"] if each.get("accessory")]
    await house.meta.post("comment", comment_id=comment, text="two!")
    await monitoring.hear()
    await house.slack.post("fault", on="chat.update", **spoilt)
    await monitoring.tell()
    news = (await monitoring.told())[2]
    assert "two!" in json.dumps(news["blocks"])
    assert not [each for each in news["blocks"] if each.get("accessory")]


async def test_without_the_posts_the_news_comes_all_the_same(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.house.meta.post("fault", on="node", kind="error", when="before", code=100, subcode=33, times=9)
    await monitoring.tell()
    _head, news = await monitoring.told()
    assert ("one" in json.dumps(news["blocks"]), "image_url" in json.dumps(news["blocks"])) == (True, False)


async def test_what_is_written_in_the_very_second_of_connecting_is_told(monitoring: Monitoring) -> None:
    house = monitoring.house
    await house.wait(seconds=1.0 - house.now().microsecond / 1e6 + 0.2)  # a moment that has not just begun
    await monitoring.begin()
    await house.meta.post("comment", on=REEL, text="First!")
    await monitoring.hear()
    await monitoring.tell()
    assert "1 new comment" in (await monitoring.told())[1]["text"]


async def test_a_flood_is_one_message_that_counts_and_keywords_come_first(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.rule("scam*", most=10, minutes=5)
    await monitoring.write("This is a SCÁM!")
    for number in range(20):
        await monitoring.write(f"Number {number}")
    await monitoring.hear()
    await monitoring.tell()
    _head, news = await monitoring.told()
    assert "21 new comments" in news["text"]
    assert "keyword" in news["text"]
    assert "flood" in news["text"]
    assert news["subtype"] == "thread_broadcast"
    shown = json.dumps(news["blocks"], ensure_ascii=False)
    assert shown.index("SCÁM") < shown.index("Number 19")
    assert f"and {21 - SHOWN} more" in shown


async def test_what_people_write_pings_nobody_and_is_shown_to_the_letter(monitoring: Monitoring) -> None:
    nasty = "<!channel> <@U0ANA> <https://evil.example|click> *bold* \u202egnp.exe"
    await monitoring.begin()
    await monitoring.write(nasty)
    await monitoring.hear()
    await monitoring.tell()
    _head, news = await monitoring.told()
    texts = [each["elements"][0]["elements"][0] for each in news["blocks"] if each["type"] == "rich_text"]
    assert texts == [{"type": "text", "text": nasty}]
    assert "<!channel>" not in news["text"]


async def test_an_edit_is_followed_in_the_message(monitoring: Monitoring) -> None:
    await monitoring.begin()
    comment = await monitoring.write("first")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.meta.post("comment", comment_id=comment, text="second")
    await monitoring.hear()
    await monitoring.tell()
    _head, news = await monitoring.told()
    shown = json.dumps(news["blocks"])
    assert ("second" in shown, "first" in shown, "edited" in shown) == (True, False, True)


async def test_through_cuts_at_every_moment_each_comment_is_told_once(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.write("two")
    await monitoring.hear()
    house = monitoring.house

    async def tells() -> None:
        await house.engine.tick("comments-news")
        for job in [each for each in house.engine.jobs if each.workflow == "tell-comments"]:
            await house.engine.do(job)

    assert await house.through_cuts(tells) > 3
    told = await monitoring.told()
    assert len(told) == 2
    assert len({each["metadata"]["event_payload"]["key"] for each in told}) == 2


async def test_what_was_posted_before_a_cut_is_found_and_posted_no_second_time(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.house.engine.tick("comments-news")
    job = monitoring.house.engine.newest("tell-comments")
    monitoring.slack.deaths = 2
    for _thread_and_news in range(2):
        with pytest.raises(PowerCut):
            await monitoring.house.engine.do(job)
    await monitoring.house.engine.do(job)
    assert len(await monitoring.told()) == 2
    note = await monitoring.note(job.args[1])
    assert note.ts == (await monitoring.told())[1]["ts"]


async def test_what_was_posted_outside_of_a_thread_that_is_gone_is_found_there_after_a_cut(
    monitoring: Monitoring,
) -> None:
    await monitoring.begin()
    await monitoring.arrive("one")
    await monitoring.tell()
    await monitoring.house.wait(minutes=3)
    await monitoring.arrive("two")
    await monitoring.house.engine.tick("comments-news")
    job = monitoring.house.engine.newest("tell-comments")
    gone = {"kind": "error", "when": "before", "error": "thread_not_found"}
    await monitoring.house.slack.post("fault", on="chat.postMessage", **gone)
    monitoring.slack.deaths = 1
    with pytest.raises(PowerCut):
        await monitoring.house.engine.do(job)
    await monitoring.house.engine.do(job)
    keys = [each["metadata"]["event_payload"]["key"] for each in await monitoring.told()]
    assert keys.count(job.args[1]) == 1


async def test_what_was_posted_before_a_cut_shows_what_has_come_since(monitoring: Monitoring) -> None:
    await monitoring.begin()
    comment = await monitoring.write("before the cut")
    await monitoring.hear()
    await monitoring.house.engine.tick("comments-news")
    job = monitoring.house.engine.newest("tell-comments")
    monitoring.slack.deaths = 2
    for _thread_and_news in range(2):
        with pytest.raises(PowerCut):
            await monitoring.house.engine.do(job)
    await monitoring.house.meta.post("comment", comment_id=comment, text="after the cut")
    await monitoring.hear()
    await monitoring.house.engine.do(job)
    await monitoring.tell()
    news = (await monitoring.told())[1]
    assert "after the cut" in str(news["blocks"])
    assert "before the cut" not in str(news["blocks"])


async def test_while_the_channel_takes_nothing_comments_wait_and_are_told_once_it_does(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.house.slack.post("channel", id=monitoring.house.campaign.channel_id, is_archived=True)
    await monitoring.tell()
    await monitoring.write("two")
    await monitoring.hear()
    await monitoring.tell()
    assert await monitoring.told() == []
    await monitoring.house.slack.post("channel", id=monitoring.house.campaign.channel_id, is_archived=False)
    await monitoring.house.wait(minutes=11)
    await monitoring.tell()
    await monitoring.house.wait(minutes=3)
    await monitoring.tell()
    assert [each["text"].startswith("1 new comment") for each in (await monitoring.told())[1:]] == [True, True]


async def test_a_keyword_does_not_wait_for_the_pace_and_a_wave_of_them_is_told_together(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.rule("scam")
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.arrive("two")
    await monitoring.tell()
    assert len(await monitoring.told()) == 2
    await monitoring.arrive("a scam!")
    await monitoring.tell()
    alarm = (await monitoring.told())[2]
    assert ("2 new comments" in alarm["text"], alarm["subtype"]) == (True, "thread_broadcast")
    await monitoring.arrive("a scam again!")
    await monitoring.arrive("scam, scam")
    await monitoring.tell()
    assert len(await monitoring.told()) == 3
    await monitoring.house.wait(minutes=3)
    await monitoring.tell()
    assert "2 of them have keywords" in (await monitoring.told())[3]["text"]


async def test_nothing_is_told_once_the_connection_has_ended(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    house = monitoring.house
    await house.ending.stop(house.here, monitoring.asset.id, by=house.ana)
    await monitoring.tell()
    assert await monitoring.told() == []


async def test_the_thread_says_that_nothing_is_monitored_any_more_and_goes_on_when_it_is_again(
    monitoring: Monitoring,
) -> None:
    house = monitoring.house
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.tell()
    asset_id, both = monitoring.asset.id, Rules(hears_ads=True, hears_organic=True)
    for rules in (Rules(hears_organic=True), Rules()):  # it is told once nothing is left
        await house.ruling.change(house.here, asset_id, rules, by=house.ana)
    await monitoring.tell()
    head, _news, end = await monitoring.told()
    assert "Somebody of the team stopped the monitoring" in end["text"]
    assert end["thread_ts"] == head["ts"]
    assert "cannot be answered" not in json.dumps(end["blocks"])
    await house.wait(minutes=1)
    await house.ruling.change(house.here, asset_id, both, by=house.ana)
    await house.wait(minutes=1)
    await monitoring.write("two")
    await monitoring.hear()
    await monitoring.tell()
    assert "two" in json.dumps((await monitoring.told())[-1]["blocks"])
    await house.ending.stop(house.here, asset_id, by=house.ana)
    await monitoring.tell()
    ends = [each for each in await monitoring.told() if ":end:" in str(each["metadata"])]
    assert ["stopped the monitoring" in each["text"] for each in ends] == [True, False]


async def test_a_new_invite_that_asks_for_no_comments_ends_the_thread_in_words(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.write("one")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.begin(hears_ads=False, hears_organic=False)
    await monitoring.tell()
    assert "stopped the monitoring" in (await monitoring.told())[-1]["text"]


async def test_an_edit_that_brings_a_keyword_into_what_was_told_alarms_the_channel_once(monitoring: Monitoring) -> None:
    house = monitoring.house
    await monitoring.begin()
    await monitoring.rule("scam", "fraud")
    comment = await monitoring.write("Nice")
    await monitoring.write("Lovely")
    await monitoring.hear()
    await monitoring.tell()
    await house.meta.post("comment", comment_id=comment, text="Nice, but a scam")
    await monitoring.hear()
    await monitoring.tell()
    _head, news, alarm = await monitoring.told()
    assert "1 of them has a keyword" in news["text"]
    assert "`scam`" in json.dumps(news["blocks"])
    assert ("1 comment on posts" in alarm["text"], alarm["subtype"]) == (True, "thread_broadcast")
    (nobodys,) = (await monitoring.listed(is_nobodys=True)).rows
    assert nobodys.id == comment
    await house.meta.post("comment", comment_id=comment, text="A scam and a fraud")
    await monitoring.hear()
    await monitoring.tell()
    assert len(await monitoring.told()) == 3


async def test_what_was_only_counted_is_shown_first_once_an_edit_brings_a_keyword(monitoring: Monitoring) -> None:
    await monitoring.begin()
    await monitoring.rule("scam")
    counted, *_others = [await monitoring.write(f"No. {number}") for number in range(7)]
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.house.meta.post("comment", comment_id=counted, text="this is a scam")
    await monitoring.hear()
    await monitoring.tell()
    _head, news, _alarm = await monitoring.told()
    assert "this is a scam" in json.dumps(news["blocks"][1:3])
    assert "and 2 more" in json.dumps(news["blocks"])


async def test_an_edit_that_brings_a_keyword_before_its_message_is_posted_makes_that_the_alarm(
    monitoring: Monitoring,
) -> None:
    house = monitoring.house
    await monitoring.begin()
    await monitoring.rule("scam")
    comment = await monitoring.write("Nice")
    await monitoring.hear()
    await house.engine.tick("comments-news")
    await house.meta.post("comment", comment_id=comment, text="A scam")
    await monitoring.hear()
    await monitoring.tell()
    _head, news = await monitoring.told()
    assert ("It has a keyword" in news["text"], news["subtype"]) == (True, "thread_broadcast")


async def test_an_edit_of_what_had_the_keyword_already_alarms_nobody(monitoring: Monitoring) -> None:
    await monitoring.begin()
    comment = await monitoring.write("A scam")
    await monitoring.hear()
    await monitoring.tell()
    await monitoring.rule("scam")
    await monitoring.house.meta.post("comment", comment_id=comment, text="A scam!")
    await monitoring.hear()
    await monitoring.tell()
    _head, news = await monitoring.told()
    assert "A scam!" in json.dumps(news["blocks"])
    assert "keyword" not in news["text"]
