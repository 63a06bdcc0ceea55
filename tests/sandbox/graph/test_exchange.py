"""From a code to a token and on: codes are good once, tokens end for Meta's reasons, and both clocks run."""

from __future__ import annotations

import httpx
import pytest

from tests.sandbox.graph.server import EDGE, VERSION, Graph, refusal
from tests.sandbox.graph.signing_in import BACK, answered, debug, prolong, sign_in, statuses, trade, world_of

DAY = 86_400
BASIC = "instagram_basic"


async def test_a_code_becomes_a_token_of_one_to_two_hours(graph: Graph) -> None:
    code = (await answered(graph))["code"]
    told = (await trade(graph, code=code, redirect_uri=BACK)).json()

    assert told["token_type"] == "bearer"
    assert 3_600 <= told["expires_in"] <= 7_200
    facts = await debug(graph, told["access_token"])
    assert (facts["type"], facts["is_valid"]) == ("USER", True)
    assert facts["expires_at"] == pytest.approx(facts["issued_at"] + told["expires_in"], abs=2)
    assert facts["data_access_expires_at"] == pytest.approx(facts["issued_at"] + 90 * DAY, abs=2)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_code_works_once(graph: Graph, method: str) -> None:
    world = await world_of(graph)
    params = {
        "client_id": world["app_id"],
        "client_secret": world["app_secret"],
        "redirect_uri": BACK,
        "code": (await answered(graph))["code"],
    }
    where, is_get = f"/{VERSION}/oauth/access_token", method == "GET"

    async def redeem() -> httpx.Response:
        return await (graph.http.get(where, params=params) if is_get else graph.http.post(where, data=params))

    assert (await redeem()).status_code == 200
    assert refusal(await redeem()) == (400, 100, 36009)


async def test_a_code_that_is_old_or_comes_with_another_address_or_was_never_made_is_refused(graph: Graph) -> None:
    code = (await answered(graph))["code"]

    assert refusal(await trade(graph, code=code, redirect_uri=f"{BACK}/")) == (400, 100, 36008)
    assert refusal(await trade(graph, code=code)) == (400, 191, None)
    assert refusal(await trade(graph, code="AQnever", redirect_uri=BACK)) == (400, 100, None)
    await graph.control("clock", advance_seconds=601)
    assert refusal(await trade(graph, code=code, redirect_uri=BACK)) == (400, 100, 36007)


async def test_another_app_or_a_wrong_secret_gets_nothing(graph: Graph) -> None:
    code = (await answered(graph))["code"]

    assert refusal(await trade(graph, client_id="1", code=code, redirect_uri=BACK)) == (400, 101, None)
    assert refusal(await trade(graph, client_secret="x", code=code, redirect_uri=BACK)) == (400, 1, None)
    assert refusal(await trade(graph, grant_type="password")) == (400, 100, None)


async def test_a_short_token_becomes_one_of_sixty_days_and_ends_by_the_clock(graph: Graph) -> None:
    short = await sign_in(graph)
    told = (await trade(graph, grant_type="fb_exchange_token", fb_exchange_token=short)).json()
    assert told["expires_in"] == pytest.approx(60 * DAY, abs=3_600)
    long = told["access_token"]

    await graph.control("clock", advance_seconds=2 * 3_600)
    assert refusal(await graph.get("me", token=short)) == (400, 190, 463)
    assert refusal(await trade(graph, grant_type="fb_exchange_token", fb_exchange_token=short)) == (400, 190, 463)
    assert (await graph.get("me", token=long)).json()["name"] == "Nora Lind"

    await graph.control("clock", advance_seconds=60 * DAY)
    assert refusal(await graph.get("me", token=long)) == (400, 190, 463)
    facts = await debug(graph, long)
    assert (facts["is_valid"], facts["error"]["subcode"]) == (False, 463)


@pytest.mark.parametrize(("rule", "gained"), [(False, 0), (True, 30 * DAY)])
async def test_whether_trading_a_long_token_again_prolongs_it_is_a_rule(graph: Graph, rule: bool, gained: int) -> None:
    await graph.control("rules", exchange_extends=rule)
    long = await prolong(graph, await sign_in(graph))
    before = (await debug(graph, long))["expires_at"]
    await graph.control("clock", advance_seconds=30 * DAY)

    after = (await debug(graph, await prolong(graph, long)))["expires_at"]

    assert after - before == pytest.approx(gained, abs=5)


async def test_data_access_runs_out_after_ninety_days_for_instagram_only(graph: Graph) -> None:
    await graph.control("rules", exchange_extends=True)
    token = await prolong(graph, await sign_in(graph))
    await graph.control("clock", advance_seconds=50 * DAY)
    token = await prolong(graph, token)
    await graph.control("clock", advance_seconds=41 * DAY)

    assert (await debug(graph, token))["is_valid"] is True
    said = await statuses(graph, token)
    assert (said[BASIC], said["pages_show_list"], said["business_management"]) == ("expired", "granted", "granted")
    answer = await graph.get(f"{graph.ig_id}/{EDGE}", token=token)
    assert refusal(answer) == (400, 10, None)

    again = await sign_in(graph, auth_type="reauthorize")
    assert (await statuses(graph, again))[BASIC] == "granted"
    assert (await graph.get(f"{graph.ig_id}/{EDGE}", token=token)).status_code == 200


async def test_a_new_login_revives_no_token_of_a_removed_app(graph: Graph) -> None:
    token = await sign_in(graph)
    await graph.http.delete(f"/{VERSION}/me/permissions", params=graph.signed({}, token=token))

    fresh = await sign_in(graph)

    assert refusal(await graph.get("me", token=token)) == (400, 190, 458)
    assert (await graph.get("me", token=fresh)).status_code == 200


async def test_a_code_of_somebody_who_removed_the_app_meanwhile_is_worth_nothing(graph: Graph) -> None:
    code = (await answered(graph))["code"]
    await graph.control("person", person="nora", event="app_removed")

    assert refusal(await trade(graph, code=code, redirect_uri=BACK)) == (400, 100, None)


async def test_the_app_gets_its_own_token(graph: Graph) -> None:
    world = await world_of(graph)

    told = (await trade(graph, grant_type="client_credentials")).json()

    assert told == {"access_token": f"{world['app_id']}|{world['app_secret']}", "token_type": "bearer"}


async def test_codes_and_tokens_are_masked_in_the_record(graph: Graph) -> None:
    code = (await answered(graph))["code"]
    short = (await trade(graph, code=code, redirect_uri=BACK)).json()["access_token"]
    await prolong(graph, short)

    record = str(await graph.read("calls"))
    assert record.count("oauth/access_token") == 2
    for secret in (code, short, (await world_of(graph))["app_secret"]):
        assert secret not in record
