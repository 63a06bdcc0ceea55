"""The creator's pages as they are served: what a stranger learns (nothing), what is counted, and every closed door."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.influencers.links import AT
from tests.influencers.house import CreatorsHouse


def form_key_of(page: httpx.Response) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def opens(house: CreatorsHouse) -> int:
    (facts,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    return facts.opens


async def test_the_page_says_who_asks_for_what_and_until_when_and_what_is_not_allowed(
    sqlite_house: CreatorsHouse,
) -> None:
    token = await sqlite_house.invite(
        handle="maya.makes", domains="https://www.northlight.example/shop", link_contains="spring", hears_organic=True
    )
    async with sqlite_house.web() as web:
        page = await web.get(f"{AT}/{token}")
    assert page.status_code == 200
    for words in (
        "Northlight",
        "Comments on partnership ads",
        "Comments on your other posts",
        "northlight.example",
        "spring",
        "50 days",
        "What it does not allow",
        "Sign in with Facebook",
        "Only @maya.makes",
    ):
        assert words in page.text
    assert "Maya<" not in page.text  # the team's own name for the creator


async def test_a_guessed_a_cut_and_a_replaced_link_look_the_same_to_a_stranger(house: CreatorsHouse) -> None:
    old = await house.invite()
    (facts,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    await house.inviting.resend(house.here, facts.id, by=house.ana)
    seen = set()
    async with house.web() as web:
        for token in (old, old[:-1], old[:20], "A" * 43, "%00", "é" * 43, "a" * 5000, "account"):
            page = await web.get(f"{AT}/{token}")
            seen.add((page.status_code, re.sub(r'value="[0-9a-f]+"', "", page.text)))
    assert len(seen) == 1
    assert {status for status, _text in seen} == {404}


async def test_previews_and_scanners_are_not_counted_and_use_nothing_up(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    robots = (
        "facebookexternalhit/1.1",
        "WhatsApp/2.24",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "",
    )
    async with sqlite_house.web() as web:
        for agent in robots:
            assert (await web.get(f"{AT}/{token}", headers={"User-Agent": agent})).status_code == 200
        await web.get(f"{AT}/{token}", headers={"Sec-Purpose": "prefetch"})
        assert (await web.head(f"{AT}/{token}")).status_code == 200
        assert await opens(sqlite_house) == 0
        await web.get(f"{AT}/{token}")
        assert await opens(sqlite_house) == 1


async def test_no_form_is_taken_without_its_key_or_from_another_browser(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    async with sqlite_house.web() as web:
        key = form_key_of(await web.get(f"{AT}/{token}"))
        for path in ("", "/decline", "/question"):
            for given in ("", "0" * 64, key[:-1]):
                answer = await web.post(f"{AT}/{token}{path}", data={"form_key": given, "text": "x"})
                assert answer.status_code == 403
    async with sqlite_house.web() as another:
        for path in ("", "/decline", "/question"):
            answer = await another.post(f"{AT}/{token}{path}", data={"form_key": key, "text": "x"})
            assert answer.status_code == 403
    assert await sqlite_house.told() == []


async def test_every_page_closes_the_doors_it_does_not_need(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    async with sqlite_house.web() as web:
        for path in (f"{AT}/{token}", f"{AT}/unknown", f"{AT}/account/of/x", f"{AT}/account/done/x"):
            headers = (await web.get(path)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "script" not in policy
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert headers["x-frame-options"] == "DENY"


async def test_the_sign_in_sends_to_facebook_and_carries_no_token_of_the_link(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    async with sqlite_house.web() as web:
        key = form_key_of(await web.get(f"{AT}/{token}"))
        answer = await web.post(f"{AT}/{token}", data={"form_key": key})
    assert answer.status_code == 303
    assert "/dialog/oauth" in answer.headers["location"]
    assert token not in answer.headers["location"]


async def test_a_creator_declines_and_the_channel_reads_why_harmlessly_and_once(house: CreatorsHouse) -> None:
    token = await house.invite(name="<b>Maya</b>")
    reason = "<!channel> <https://evil.example|click> & no"
    async with house.web() as web:
        key = form_key_of(await web.get(f"{AT}/{token}"))
        answer = await web.post(f"{AT}/{token}/decline", data={"form_key": key, "text": reason})
        assert answer.status_code == 200
        again = await web.post(f"{AT}/{token}/decline", data={"form_key": key, "text": reason})
        assert again.status_code == 410
    await house.told()
    (message,) = await house.slack.messages(house.campaign.channel_id)
    assert "&lt;b&gt;Maya&lt;/b&gt; declined" in message["text"]
    assert "<!channel>" not in message["text"]
    quoted = next(block for block in message["blocks"] if block["type"] == "rich_text")
    assert quoted["elements"][0]["type"] == "rich_text_preformatted"  # nothing in it is a mention or a link


async def test_questions_reach_the_channel_once_each_and_not_without_end(house: CreatorsHouse) -> None:
    token = await house.invite()
    async with house.web() as web:
        page = await web.get(f"{AT}/{token}")
        sent = {"form_key": form_key_of(page), "key": "k1", "text": "Which posts?"}
        for _press in range(3):
            assert (await web.post(f"{AT}/{token}/question", data=sent)).status_code == 200
        assert len(await house.told()) == 1
        empty = await web.post(f"{AT}/{token}/question", data=sent | {"text": "  "})
        assert (empty.status_code, "Write your question first." in empty.text) == (422, True)
        statuses = [
            (await web.post(f"{AT}/{token}/question", data=sent | {"key": f"n{turn}"})).status_code for turn in range(6)
        ]
    assert statuses == [200, 200, 200, 200, 429, 429]
    assert len(await house.told()) == 5


async def test_a_thousand_tries_meet_a_measure(sqlite_house: CreatorsHouse) -> None:
    async with sqlite_house.web() as web:
        statuses = [(await web.get(f"{AT}/{number:043}")).status_code for number in range(1000)]
    assert set(statuses) == {404, 429}
    assert statuses.count(404) == 120


@pytest.mark.parametrize("act", ["used", "declined", "revoked", "expired"])
async def test_every_other_state_has_a_page_of_its_own(house: CreatorsHouse, act: str) -> None:
    token = await house.invite()
    (facts,) = await house.inviting.all(house.here, house.campaign.id, person_id=house.ana)
    match act:
        case "used":
            await house.join(token)
        case "declined":
            await house.visiting.decline(token, text="")
        case "revoked":
            await house.inviting.revoke(house.here, facts.id, by=house.ana)
        case "expired":
            await house.wait(days=15)
    words = {
        "used": "This invite was used already.",
        "declined": "This invite was declined.",
        "revoked": "This invite was taken back.",
        "expired": "The time of this invite is over.",
    }
    async with house.web() as web:
        page = await web.get(f"{AT}/{token}")
    assert page.status_code == 410
    assert words[act] in page.text


async def test_what_people_typed_is_shown_as_it_is_and_never_run(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite(caption_contains="<script>alert(1)</script>", link_contains='"><img src=x>')
    async with sqlite_house.web() as web:
        page = await web.get(f"{AT}/{token}")
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_a_creator_chooses_among_several_accounts_in_the_browser(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    async with sqlite_house.web() as web:
        await web.get(f"{AT}/{token}")
        browser = next(iter(web.cookies.values()))
        sign_in_id = await sqlite_house.returned(token, who="nora", browser=browser)
        page = await web.get(f"{AT}/account/of/{sign_in_id}")
        assert page.text.count('type="radio"') > 1
        assert 'value="page:' not in page.text
        none = await web.post(f"{AT}/account/of/{sign_in_id}", data={"form_key": form_key_of(page)})
        assert none.headers["location"].endswith("?chosen=none")
        assert (await web.get(none.headers["location"])).status_code == 422
        chosen = {"form_key": form_key_of(page), "account": "instagram:17841405309211845"}
        done = await web.post(f"{AT}/account/of/{sign_in_id}", data=chosen)
        joined = await web.get(done.headers["location"])
        assert "@northlight.skin is connected" in joined.text
        back = await web.get(f"{AT}/account/of/{sign_in_id}")
        assert back.headers["location"].endswith(f"/account/done/{sign_in_id}")


async def test_meta_that_is_down_has_a_page_and_loses_nothing(sqlite_house: CreatorsHouse) -> None:
    token = await sqlite_house.invite()
    async with sqlite_house.web() as web:
        await web.get(f"{AT}/{token}")
        browser = next(iter(web.cookies.values()))
        sign_in_id = await sqlite_house.returned(token, browser=browser)
        await sqlite_house.meta.post("fault", on="debug_token", kind="status", status=503, times=5)
        page = await web.get(f"{AT}/account/of/{sign_in_id}")
        assert page.status_code == 502
        statuses = [(await web.get(f"{AT}/account/of/{sign_in_id}")).status_code for _look in range(5)]
        assert statuses[-1] == 200
