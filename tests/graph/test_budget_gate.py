"""The gate: what a known limit forbids is never sent, and nobody waits for another's."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.graph import (
    Access,
    Addresses,
    CreatorById,
    GraphClient,
    GraphHeld,
    GraphThrottled,
    pooled_http,
)
from tests.graph.desk import ACCESS, BRAND, META_APP, TOKEN, Handler

OTHER = Access(ig_id="17841400000000002", token=SecretStr("EAAtokenOfAnotherBrand"))
SISTER = Access(ig_id="17841400000000003", token=SecretStr(TOKEN))
CREATOR = CreatorById("17841412345678901")


class Meta:
    """A double of Meta whose next answers a test decides, with a clock of its own, and what arrived."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
        self.arrived: list[httpx.Request] = []
        self.answer: Handler = lambda _request: httpx.Response(200, json={"data": [], "id": "7"})
        self.client = GraphClient(
            pooled_http(transport=httpx.MockTransport(self._handle)),
            app=META_APP,
            addresses=Addresses(version="v26.0", graph="https://graph.test"),
            now=lambda: self.now,
        )

    def refuses(self, code: int, **headers: str) -> None:
        self.answer = _always(400, {"error": {"message": "m", "code": code}}, headers)

    def tells(self, percent: float, *, of: str = BRAND, minutes: int = 0) -> None:
        entry = {"type": "ads_management", "call_count": percent, "estimated_time_to_regain_access": minutes}
        self.answer = _always(200, {"data": [], "id": "7"}, {"X-Business-Use-Case-Usage": json.dumps({of: [entry]})})

    def answers(self) -> None:
        self.answer = _always(200, {"data": [], "id": "7"}, {})

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.arrived.append(request)
        return self.answer(request)


def _always(status: int, body: object, headers: dict[str, str]) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, json=body, headers=headers)


async def look(client: GraphClient, access: Access = ACCESS) -> None:
    async for _each in client.permissions.listed(access):
        pass


async def held(meta: Meta, access: Access = ACCESS, *, client: GraphClient | None = None) -> GraphHeld:
    """See that a look is held back, and that nothing of it arrived."""
    before = len(meta.arrived)
    with pytest.raises(GraphHeld) as caught:
        await look(client or meta.client, access)
    assert len(meta.arrived) == before
    return caught.value


async def goes(meta: Meta, access: Access = ACCESS, *, client: GraphClient | None = None) -> None:
    before = len(meta.arrived)
    await look(client or meta.client, access)
    assert len(meta.arrived) == before + 1


async def refused(meta: Meta, code: int, access: Access = ACCESS) -> None:
    meta.refuses(code)
    with pytest.raises(GraphThrottled):
        await look(meta.client, access)
    meta.answers()


async def test_after_a_refusal_nothing_is_sent_until_it_lifts_and_the_wait_is_told() -> None:
    meta = Meta()
    await refused(meta, 80002)
    meta.now += timedelta(minutes=14)

    error = await held(meta)
    assert (error.wait_seconds, error.scope, error.may_have_happened) == (60, "business", False)
    assert "was not sent yet" in error.happened
    assert "a minute" in error.todo
    with pytest.raises(GraphHeld):
        await meta.client.permissions.revoke(ACCESS, CREATOR)

    meta.now += timedelta(minutes=1)
    await goes(meta)


@pytest.mark.parametrize(
    ("code", "other_waits", "sister_waits"),
    [(80002, False, False), (17, False, True), (4, True, True), (341, True, True)],
)
async def test_a_refusal_stops_the_account_the_login_or_the_app_and_no_more(
    code: int, other_waits: bool, sister_waits: bool
) -> None:
    meta = Meta()
    await refused(meta, code)
    await held(meta)
    for access, waits in ((OTHER, other_waits), (SISTER, sister_waits)):
        await (held(meta, access) if waits else goes(meta, access))


async def test_a_look_up_that_meets_the_apps_limit_stops_look_ups_and_no_asking() -> None:
    meta = Meta()
    meta.refuses(4)
    with pytest.raises(GraphThrottled):
        await meta.client.creators.discover(ACCESS, username="maya.makes")
    meta.answers()

    with pytest.raises(GraphHeld):
        await meta.client.creators.discover(OTHER, username="maya.makes")
    await goes(meta)
    assert await meta.client.permissions.request(ACCESS, CREATOR) == "7"


@given(percent=st.integers(0, 300), minutes=st.integers(0, 2000), later=st.timedeltas(timedelta(0), timedelta(days=1)))
async def test_however_noisy_one_brand_is_another_goes_on(percent: int, minutes: int, later: timedelta) -> None:
    meta = Meta()
    meta.tells(percent, minutes=minutes)
    await look(meta.client)
    meta.answers()
    meta.now += later
    await goes(meta, OTHER, client=meta.client.in_background())
    await goes(meta, SISTER, client=meta.client.in_background())


async def test_the_background_slows_first_then_people_and_writes_last() -> None:
    meta = Meta()
    background = meta.client.in_background()
    meta.tells(60)
    await look(meta.client)
    error = await held(meta, client=background)
    assert "slowing down by itself" in error.happened
    assert "nearly used up" in error.why
    await goes(meta)

    meta.tells(86)
    await look(meta.client)
    await held(meta)
    assert await meta.client.permissions.request(ACCESS, CREATOR) == "7"

    meta.tells(97)
    await meta.client.permissions.request(ACCESS, CREATOR)
    with pytest.raises(GraphHeld):
        await meta.client.permissions.request(ACCESS, CREATOR)


async def test_a_list_that_was_begun_in_the_background_is_read_to_its_end() -> None:
    meta = Meta()
    usage = {"X-Business-Use-Case-Usage": json.dumps({BRAND: [{"type": "instagram", "call_count": 70}]})}
    row = {"id": "1", "permission_status": "APPROVED"}

    def page(_request: httpx.Request) -> httpx.Response:
        cursors = {"after": f"c{len(meta.arrived)}"}
        more = {"next": "x", "cursors": cursors} if len(meta.arrived) < 3 else {"cursors": cursors}
        return httpx.Response(200, json={"data": [row], "paging": more}, headers=usage)

    meta.answer = page
    background = meta.client.in_background()
    await look(background)
    assert len(meta.arrived) == 3
    await held(meta, client=background)


async def test_once_a_wall_has_lifted_calls_go_one_by_one_and_then_faster() -> None:
    meta = Meta()
    await refused(meta, 80002)
    meta.now += timedelta(minutes=15)
    began, went = len(meta.arrived), []
    for _two_seconds in range(4):
        with pytest.raises(GraphHeld):
            while True:
                await look(meta.client)
        went.append(len(meta.arrived) - began)
        meta.now += timedelta(seconds=2)
    assert went == [1, 2, 4, 8]

    meta.now += timedelta(seconds=20)
    for _call in range(100):
        await goes(meta)


async def test_a_wait_of_less_than_a_second_is_waited_instead_of_told() -> None:
    meta = Meta()
    await refused(meta, 80002)
    meta.now += timedelta(minutes=15, seconds=-0.3)
    began = asyncio.get_running_loop().time()

    async def let_time_pass() -> None:
        await asyncio.sleep(0.2)
        meta.now += timedelta(seconds=0.3)

    passing = asyncio.create_task(let_time_pass())
    await goes(meta)
    await passing
    assert 0.25 < asyncio.get_running_loop().time() - began < 1


async def test_the_headers_of_any_answer_count_also_those_about_others() -> None:
    meta = Meta()
    meta.tells(100, of=OTHER.ig_id, minutes=30)
    await look(meta.client)
    await held(meta, OTHER)


async def test_a_refusal_that_was_not_sent_survives_being_stored_by_durable_work() -> None:
    meta = Meta()
    await refused(meta, 80002)
    error = pickle.loads(pickle.dumps(await held(meta)))  # noqa: S301 - our own, made on this line
    assert isinstance(error, GraphHeld)
    assert error.wait_seconds == 900
