"""Tag approval against a Meta that changes a whole list or nothing of it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.graph import Access, GraphClient, GraphNonsense, GraphTransient, GraphUnanswered, InputRefused, ScopeMissing
from tests.sandbox.graph.making_posts import token_of
from tests.sandbox.graph.server import Graph

EDGE = "branded_content_tag_approval"


@pytest.fixture
def brand(graph: Graph) -> Access:
    return Access(graph.ig_id, SecretStr(graph.token))


def ids(graph: Graph, *names: str) -> list[str]:
    return [str(graph.creators[name]["ig_id"]) for name in names]


async def changes(graph: Graph) -> list[str]:
    """The ids of each change that was asked for, as control lists the calls."""
    calls = await graph.read("calls")
    return [call["params"]["user_ids"] for call in calls if EDGE in call["path"] and call["method"] != "GET"]


async def test_creators_are_approved_checked_and_taken_off(meta: GraphClient, graph: Graph, brand: Access) -> None:
    maya, juno = ids(graph, "maya.makes", "juno.skates")

    added = await meta.tags.add(brand, [maya, juno])
    again = await meta.tags.add(brand, [juno])

    assert added.is_whole
    assert added.changed == {maya, juno}
    assert (again.changed, again.already) == (frozenset(), frozenset({juno}))
    assert await meta.tags.approved(brand, [maya, juno, "17841400000000000"]) == {maya, juno}
    removed = await meta.tags.remove(brand, [maya, "17841400000000000"])
    assert (removed.changed, removed.already) == (frozenset({maya}), frozenset({"17841400000000000"}))
    assert await meta.tags.approved(brand, [maya, juno]) == {juno}


async def test_a_personal_account_among_others_is_named_and_the_others_are_approved_if_told(
    meta: GraphClient, graph: Graph, brand: Access
) -> None:
    maya, pebble, juno, finch = ids(graph, "maya.makes", "private.pebble", "juno.skates", "fickle.finch")

    untouched = await meta.tags.add(brand, [maya, pebble, juno, finch])
    assert untouched.untouched == {maya, pebble, juno, finch}
    assert await meta.tags.approved(brand, [maya, juno, finch]) == frozenset()

    outcome = await meta.tags.add(brand, [maya, pebble, juno, finch], apply_rest=True)

    assert outcome.failed == {pebble}
    assert outcome.changed == {maya, juno, finch}
    assert await meta.tags.approved(brand, [maya, pebble, juno, finch]) == {maya, juno, finch}


async def test_among_a_hundred_the_two_that_fail_are_found_in_few_calls(
    meta: GraphClient, graph: Graph, brand: Access
) -> None:
    for number in range(98):
        await graph.control("creator", username=f"helper{number}", professional=True, behaviour="manual")
    creators = {each["username"]: str(each["ig_id"]) for each in (await graph.read("world"))["creators"]}
    asked = [creators[f"helper{number}"] for number in range(98)]
    asked[30:30], asked[77:77] = [creators["private.pebble"]], ["17841400000000000"]

    outcome = await meta.tags.add(brand, asked, apply_rest=True)

    assert outcome.failed == {creators["private.pebble"], "17841400000000000"}
    assert len(outcome.changed) == 98
    assert len(await changes(graph)) <= 1 + 2 * (7 + 2)


@pytest.mark.parametrize("scope", ["instagram_basic", "instagram_branded_content_brand"])
async def test_a_scope_that_was_declined_is_named(meta: GraphClient, graph: Graph, scope: str) -> None:
    nora = Access(graph.ig_id, SecretStr(await token_of(graph, "nora", without=scope)))
    for ask in (meta.tags.approved, meta.tags.add, meta.tags.remove):
        with pytest.raises(ScopeMissing) as caught:
            await ask(nora, ids(graph, "maya.makes"))
        assert caught.value.missing_scopes == (scope,)


async def test_another_brands_list_is_closed(meta: GraphClient, graph: Graph, brand: Access) -> None:
    with pytest.raises(InputRefused, match="cannot find"):
        await meta.tags.approved(Access(graph.profiles[1]["ig_id"], brand.token), ["1"])


@pytest.mark.parametrize(("when", "lands"), [("after", True), ("before", False)])
async def test_a_lost_answer_is_read_back(
    meta: GraphClient, graph: Graph, brand: Access, when: str, lands: bool
) -> None:
    (maya,) = ids(graph, "maya.makes")
    await graph.control("fault", on=EDGE, kind="lost", when=when, method="POST")

    if not lands:
        with pytest.raises(GraphUnanswered):
            await meta.tags.add(brand, [maya])

    assert (await meta.tags.add(brand, [maya])).changed == {maya}
    assert len(await changes(graph)) == (1 if lands else 2)


@pytest.mark.parametrize("kind", ["html", "malformed"])
async def test_nonsense_on_a_check_is_told_so(meta: GraphClient, graph: Graph, brand: Access, kind: str) -> None:
    await graph.control("fault", on=EDGE, kind=kind, status=200)
    with pytest.raises(GraphNonsense):
        await meta.tags.approved(brand, ["1"])


async def test_an_outage_at_a_change_is_read_back_too(meta: GraphClient, graph: Graph, brand: Access) -> None:
    await graph.control("fault", on=EDGE, kind="error", code=2, method="POST")
    with pytest.raises(GraphTransient) as caught:
        await meta.tags.add(brand, ids(graph, "maya.makes"))
    assert caught.value.may_have_happened
