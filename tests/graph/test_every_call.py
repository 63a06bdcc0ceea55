"""Every call there is, at the sandbox: answered, unanswered, answered with nonsense, and with a login that is dead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.connections.scopes import ASKED
from bot.graph import (
    Addresses,
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphUnanswered,
    LoginDead,
    MetaApp,
    ScopeMissing,
    pooled_http,
)
from bot.influencers.scopes import asked_of_creator
from tests.graph.every_call import CALLS, EveryCall, Kind, Scene, scene_of
from tests.graph.test_docs import methods, uses
from tests.sandbox.graph.listening import Ear, listening
from tests.sandbox.graph.server import VERSION, Graph

NO_CALLS = {"login.dialog"}
"""An address for a browser."""
BEYOND = {"comments.surfaces": "ads_read"}
"""What no sign-in asks for: docs/setup.md says who gives it."""
by_name = pytest.mark.parametrize("name", CALLS)


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture
async def scene(meta: GraphClient, graph: Graph, ear: Ear) -> Scene:
    return await scene_of(meta, graph, hook=f"{ear.url}/hook")


def test_no_call_is_left_out() -> None:
    assert set(CALLS) == methods() - NO_CALLS


@by_name
async def test_each_call_is_answered(meta: GraphClient, scene: Scene, name: str) -> None:
    call = CALLS[name]

    await call.act(meta, scene, await call.about(scene))


@by_name
async def test_each_call_whose_answer_is_lost_says_whether_it_may_have_happened(
    meta: GraphClient, scene: Scene, name: str
) -> None:
    call = CALLS[name]
    about = await call.about(scene)
    await scene.graph.control("fault", kind="lost", when="after", times=9)

    with pytest.raises(GraphUnanswered) as caught:
        await call.act(meta, scene, about)

    assert caught.value.may_have_happened == (call.kind is Kind.WRITES)
    assert caught.value.todo


@by_name
async def test_each_call_that_is_answered_with_a_page_for_people_is_not_understood(
    meta: GraphClient, scene: Scene, name: str
) -> None:
    call = CALLS[name]
    about = await call.about(scene)
    await scene.graph.control("fault", kind="html", status=200, times=9)

    with pytest.raises(GraphUnanswered if call.kind is Kind.WRITES else GraphNonsense) as caught:
        await call.act(meta, scene, about)

    assert caught.value.may_have_happened == (call.kind is Kind.WRITES)


@by_name
async def test_each_call_with_a_login_that_is_dead_says_so(meta: GraphClient, scene: Scene, name: str) -> None:
    call = CALLS[name]
    about = await call.about(scene)
    if call.is_the_apps:
        await _refused_for_its_secret(call, scene, about)
        return
    for person in ("nora", "maya"):
        await scene.graph.control("person", person=person, event="password")

    with pytest.raises(LoginDead) as caught:
        await call.act(meta, scene, about)

    assert not caught.value.may_have_happened


@pytest.mark.parametrize("name", [each for each in CALLS if not uses()[each].startswith("not yet")])
async def test_what_people_are_asked_for_is_enough_for_each_call_that_is_made_with_their_login(
    meta: GraphClient, graph: Graph, ear: Ear, name: str
) -> None:
    of_maya = asked_of_creator(hears_something=name.startswith(("comments.", "webhooks.")))  # all else by any invite
    scene = await scene_of(meta, graph, hook=f"{ear.url}/hook", of_nora=ASKED, of_maya=of_maya)
    call = CALLS[name]
    about = await call.about(scene)

    if name in BEYOND:
        with pytest.raises(ScopeMissing, match=BEYOND[name]):
            await call.act(meta, scene, about)
    else:
        await call.act(meta, scene, about)


async def _refused_for_its_secret(call: EveryCall, scene: Scene, about: str) -> None:
    """What our app does by itself needs no login; with a secret that is not its own it is refused."""
    app_id = (await scene.graph.read("world"))["app_id"]
    addresses = Addresses(version=VERSION, graph=scene.graph.url, pages=scene.graph.url, login=scene.graph.url)
    async with pooled_http() as http:
        other = GraphClient(http, app=MetaApp(id=app_id, secret=SecretStr("not-ours")), addresses=addresses)
        with pytest.raises(GraphError) as caught:
            await call.act(other, scene, about)
    assert not isinstance(caught.value, GraphUnanswered)
    assert "not-ours" not in str(caught.value)
