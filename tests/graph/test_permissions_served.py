"""Account-level permissions over real HTTP: asked, listed, ended, of one brand and of a whole business, many at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.graph import (
    Access,
    CreatorById,
    CreatorByUsername,
    CreatorNotFound,
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphThrottled,
    GraphUnanswered,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.permissions.probe import Choice, Memory, choose, learn, outcome_of
from tests.sandbox.graph.server import Graph

NORTHLIGHT = "1122334455667701"


@pytest.fixture
def brand(graph: Graph) -> Access:
    """The seeded brand."""
    return Access(graph.ig_id, SecretStr(graph.token))


async def status(meta: GraphClient, brand: Access, creator: str) -> list[str]:
    return [row.status async for row in meta.permissions.listed(brand, creator_username=creator)]


async def test_a_request_is_listed_and_ended(meta: GraphClient, brand: Access) -> None:
    asked = await meta.permissions.request(brand, CreatorByUsername("@Maya.Makes"))
    (row,) = [row async for row in meta.permissions.listed(brand, creator_username="maya.makes")]
    assert (row.id, row.status) == (asked, "PENDING")
    assert row.creator_ig_id is not None

    assert await meta.permissions.revoke(brand, CreatorById(row.creator_ig_id)) == asked
    assert await status(meta, brand, "maya.makes") == ["CANCELED"]


@pytest.mark.parametrize("names", ["guide", "reference"])
@pytest.mark.parametrize("says_next", [True, False])
async def test_a_long_list_is_whole_in_every_form(
    meta: GraphClient, graph: Graph, brand: Access, names: str, says_next: bool
) -> None:
    await graph.control("rules", names=names, paging_next=says_next, max_limit=3)
    professional = [creator for creator in graph.creators.values() if creator["professional"]]
    for creator in professional:
        await meta.permissions.request(brand, CreatorById(creator["ig_id"]))

    listed = [row async for row in meta.permissions.listed(brand)]

    assert {row.creator_ig_id for row in listed} == {creator["ig_id"] for creator in professional}
    assert len({row.id for row in listed}) == len(professional) == len(listed)


async def test_a_creator_is_found_and_a_personal_account_is_not(meta: GraphClient, graph: Graph, brand: Access) -> None:
    found = await meta.creators.discover(brand, username="@Maya.Makes")
    assert found.ig_id == graph.creators["maya.makes"]["ig_id"]
    for nobody in ("private.pebble", "nobody.at.all"):
        with pytest.raises(CreatorNotFound):
            await meta.creators.discover(brand, username=nobody)


async def test_a_lost_answer_is_read_back(meta: GraphClient, graph: Graph, brand: Access) -> None:
    await graph.control("fault", on="request", kind="lost", when="after")
    with pytest.raises(GraphUnanswered) as lost:
        await meta.permissions.request(brand, CreatorByUsername("maya.makes"))
    assert lost.value.may_have_happened
    assert await status(meta, brand, "maya.makes") == ["PENDING"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "expired"}, LoginDead),
        ({"kind": "error", "code": 10}, ScopeMissing),
        ({"kind": "throttle", "code": 80002, "minutes": 7}, GraphThrottled),
        ({"kind": "garbage"}, GraphUnanswered),
        ({"kind": "status", "status": 502}, GraphUnanswered),
    ],
)
async def test_every_fault_of_a_request_is_a_typed_error(
    meta: GraphClient, graph: Graph, brand: Access, fault: dict[str, object], kind: type[GraphError]
) -> None:
    await graph.control("fault", on="request", **fault)
    with pytest.raises(kind) as caught:
        await meta.permissions.request(brand, CreatorByUsername("maya.makes"))
    if isinstance(caught.value, GraphThrottled):
        assert caught.value.wait_seconds == 7 * 60


# Nonsense


@pytest.fixture
async def three(meta: GraphClient, graph: Graph, brand: Access) -> list[str]:
    """Three requests on two pages that say `next`; gives the ids, newest first."""
    await graph.control("rules", names="reference", max_limit=2)
    asked = [
        await meta.permissions.request(brand, CreatorByUsername(creator))
        for creator in ("maya.makes", "juno.skates", "slow.sundays")
    ]
    return asked[::-1]


async def ids(meta: GraphClient, brand: Access) -> list[str]:
    return [row.id async for row in meta.permissions.listed(brand)]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "malformed"}, GraphNonsense),
        ({"kind": "html", "status": 200}, GraphNonsense),
        ({"kind": "html", "status": 502}, GraphUnanswered),
        ({"kind": "cyclic", "times": 9}, GraphNonsense),
        ({"kind": "dead_cursor", "times": 2}, InputRefused),
        ({"kind": "rewrite", "key": "data", "value": {}}, GraphNonsense),
        ({"kind": "drop", "key": "data"}, GraphNonsense),
    ],
)
async def test_a_list_that_makes_no_sense_is_a_typed_error(
    meta: GraphClient,
    graph: Graph,
    brand: Access,
    three: list[str],
    fault: dict[str, object],
    kind: type[GraphError],
) -> None:
    await graph.control("fault", on="list", **fault)
    with pytest.raises(kind) as caught:
        await ids(meta, brand)
    assert not caught.value.may_have_happened


async def test_the_list_of_another_brand_is_not_taken_for_ours(
    meta: GraphClient, graph: Graph, brand: Access, three: list[str]
) -> None:
    await graph.control("rules", names="guide")
    await graph.control("fault", on="list", kind="rewrite", key="brand_ig_user", value={"id": "17841400000000099"})
    with pytest.raises(GraphNonsense):
        await ids(meta, brand)
    assert await ids(meta, brand) == three


@pytest.mark.parametrize("kind", ["empty_page", "dead_cursor"])
async def test_an_empty_page_or_a_cursor_that_dies_once_loses_and_doubles_nothing(
    meta: GraphClient, graph: Graph, brand: Access, three: list[str], kind: str
) -> None:
    await graph.control("fault", on="list", kind=kind)
    assert await ids(meta, brand) == three


@pytest.mark.parametrize(
    ("change", "field", "read"),
    [
        ({"kind": "rewrite", "key": "permission_status", "value": "ON_THE_MOON"}, "status", "ON_THE_MOON"),
        ({"kind": "rewrite", "key": "permission_status", "value": None}, "status", ""),
        ({"kind": "rewrite", "key": "creator_ig_id", "value": 2**60 + 1}, "creator_ig_id", str(2**60 + 1)),
        ({"kind": "rewrite", "key": "creator_username", "value": 31415926}, "creator_username", "31415926"),
        ({"kind": "drop", "key": "creator_username"}, "creator_username", None),
    ],
)
async def test_values_nobody_has_seen_before_are_kept_or_left_out(
    meta: GraphClient,
    graph: Graph,
    brand: Access,
    three: list[str],
    change: dict[str, object],
    field: str,
    read: object,
) -> None:
    await graph.control("fault", on="list", times=2, **change)
    rows = [row async for row in meta.permissions.listed(brand)]
    assert {getattr(row, field) for row in rows} == {read}


@pytest.mark.parametrize("kind", ["malformed", "html"])
async def test_a_request_that_was_answered_with_nonsense_may_have_happened(
    meta: GraphClient, graph: Graph, brand: Access, kind: str
) -> None:
    await graph.control("fault", on="request", kind=kind, when="after")
    with pytest.raises(GraphUnanswered) as caught:
        await meta.permissions.request(brand, CreatorByUsername("maya.makes"))
    assert caught.value.may_have_happened
    assert await status(meta, brand, "maya.makes") == ["PENDING"]


# The whole business at once


@pytest.mark.parametrize("form", ["integers", "strings"])
async def test_a_business_lists_what_its_brands_list(meta: GraphClient, graph: Graph, brand: Access, form: str) -> None:
    await graph.control("rules", business_permissions=form)
    for creator in ("maya.makes", "slow.sundays"):
        await meta.permissions.request(brand, CreatorByUsername(creator))

    rows = [row async for row in meta.permissions.across(NORTHLIGHT, token=brand.token, brand_ig_ids=[brand.ig_id])]

    own = [row async for row in meta.permissions.listed(brand)]
    assert {row.creator_ig_id for row in rows} == {row.creator_ig_id for row in own}
    assert {row.brand_ig_id for row in rows} == {brand.ig_id}
    assert {row.status for row in rows} == ({"1"} if form == "integers" else {"PENDING"})
    assert all(row.created_at for row in rows)
    assert await meta.permissions.count_pending(NORTHLIGHT, token=brand.token) == 2


async def test_where_the_business_does_not_list_the_brands_own_list_stands_in(
    meta: GraphClient, graph: Graph, brand: Access
) -> None:
    await graph.control("rules", business_permissions="off")
    now = datetime.now(UTC)
    assert choose(Memory(), now=now) is Choice.COMPARE
    with pytest.raises(InputRefused) as refused:
        [row async for row in meta.permissions.across(NORTHLIGHT, token=brand.token)]
    assert choose(learn(Memory(), outcome_of(refused.value), now=now), now=now) is Choice.SKIP
    assert [row async for row in meta.permissions.listed(brand)] == []
