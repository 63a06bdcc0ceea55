"""Permissions between Facebook Pages, and the allowlist, against a Meta with rules of its own for both."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.graph import (
    GraphClient,
    GraphError,
    GraphNonsense,
    GraphUnanswered,
    InputRefused,
    LoginDead,
    ScopeMissing,
)
from bot.graph.access import PageAccess
from bot.graph.pages.answers import PagePermission
from bot.graph.pages.calls import Direction, PageAction
from tests.sandbox.graph.making_posts import HOME_PAGE, JUNO_PAGE, MAYA_PAGE, SKIN_PAGE, token_of
from tests.sandbox.graph.server import Graph

EDGE = "fb-account-level-permissions"


@pytest.fixture
def brand(graph: Graph) -> PageAccess:
    return PageAccess(SKIN_PAGE, SecretStr(graph.token))


async def rows(meta: GraphClient, access: PageAccess, **filters: Any) -> list[PagePermission]:
    return [row async for row in meta.pages.listed(access, **filters)]


async def tap(graph: Graph, page: str, action: str) -> None:
    await graph.control("page_action", page_id=page, partner_page_id=SKIN_PAGE, action=action)


async def actions(graph: Graph) -> int:
    return sum(EDGE in call["path"] and call["method"] == "POST" for call in await graph.read("calls"))


async def test_a_request_is_sent_seen_accepted_and_ended(meta: GraphClient, graph: Graph, brand: PageAccess) -> None:
    (sent,) = await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})
    (row,) = await rows(meta, brand)
    assert (sent.is_done, sent.word, sent.permission_id) == (True, "PENDING_APPROVAL", row.id)
    assert (row.partner_page_id, row.direction, row.word) == (MAYA_PAGE, "sent", "PENDING_APPROVAL")
    assert row.created_at is not None

    await tap(graph, MAYA_PAGE, "accept-request")
    assert [row.word for row in await rows(meta, brand, words=["APPROVED"])] == ["APPROVED"]

    (ended,) = await meta.pages.act(brand, {MAYA_PAGE: PageAction.REMOVE})
    assert (ended.is_done, ended.word) == (True, "REVOKED")
    (again,) = await meta.pages.act(brand, {MAYA_PAGE: PageAction.REMOVE})
    assert again.had_nothing_to_end


async def test_each_action_stands_for_itself(meta: GraphClient, graph: Graph, brand: PageAccess) -> None:
    await tap(graph, JUNO_PAGE, "send-request")
    await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})

    results = await meta.pages.act(
        brand,
        {
            MAYA_PAGE: PageAction.CANCEL,
            JUNO_PAGE: PageAction.REJECT,
            HOME_PAGE: PageAction.ACCEPT,
            "999": PageAction.SEND,
        },
    )

    assert [(result.is_done, result.word) for result in results] == [
        (True, "CANCELED"),
        (True, "REJECTED"),
        (False, ""),
        (False, ""),
    ]
    assert results[2].error_message == "No pending request found for this partner."
    received = await rows(meta, brand, direction=Direction.RECEIVED)
    assert [(row.partner_page_id, row.word) for row in received] == [(JUNO_PAGE, "REJECTED")]
    assert [row.word for row in await rows(meta, brand, partner_page_ids=[MAYA_PAGE])] == ["CANCELED"]


@pytest.mark.parametrize("word", ["revoke-permission", "remove-permission", "both"])
async def test_either_spelling_of_the_end_works_and_is_remembered(
    meta: GraphClient, graph: Graph, brand: PageAccess, word: str
) -> None:
    await graph.control("rules", page_remove=word)
    for page in (MAYA_PAGE, JUNO_PAGE):
        await tap(graph, page, "send-request")
        await meta.pages.act(brand, {page: PageAction.ACCEPT})
    asked = await actions(graph)

    for page in (MAYA_PAGE, JUNO_PAGE):
        (result,) = await meta.pages.act(brand, {page: PageAction.REMOVE})
        assert result.is_done

    assert await actions(graph) - asked == (3 if word == "remove-permission" else 2)


@pytest.mark.parametrize("number", [2, 7])
async def test_both_numbers_of_an_approved_one_mean_so(
    meta: GraphClient, graph: Graph, brand: PageAccess, number: int
) -> None:
    await graph.control("rules", page_approved=number)
    await tap(graph, MAYA_PAGE, "send-request")
    await meta.pages.act(brand, {MAYA_PAGE: PageAction.ACCEPT})
    (row,) = await rows(meta, brand, words=["APPROVED"])
    assert (row.status, row.word) == (str(number), "APPROVED")


async def test_a_list_of_several_pages_is_read_whole(meta: GraphClient, graph: Graph, brand: PageAccess) -> None:
    for _ in range(7):
        await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})
        await tap(graph, MAYA_PAGE, "reject-request")
    found = await rows(meta, brand, page_size=3)
    assert len({row.id for row in found}) == len(found) == 7
    assert all(int(row.id) > 2**53 for row in found)


async def test_an_unknown_number_is_shown_as_it_came(meta: GraphClient, graph: Graph, brand: PageAccess) -> None:
    await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})
    await graph.control("fault", on=EDGE, kind="rewrite", key="status", value=99)
    assert [row.word for row in await rows(meta, brand)] == ["99"]


@pytest.mark.parametrize("shape", ["flat", "graph"])
async def test_a_refusal_is_read_in_either_shape(
    meta: GraphClient, graph: Graph, brand: PageAccess, shape: str
) -> None:
    await graph.control("rules", page_errors=shape)
    scopeless = await token_of(graph, "nora", without="facebook_branded_content_ads_brand")
    strangers = await token_of(graph, "maya")

    with pytest.raises(ScopeMissing) as missing:
        await rows(meta, PageAccess(SKIN_PAGE, SecretStr(scopeless)))
    assert missing.value.missing_scopes == ("facebook_branded_content_ads_brand",)
    with pytest.raises(ScopeMissing):
        await rows(meta, PageAccess(SKIN_PAGE, SecretStr(await token_of(graph, "ben"))))
    with pytest.raises(InputRefused, match="cannot find this Facebook Page"):
        await meta.pages.act(PageAccess(SKIN_PAGE, SecretStr(strangers)), {MAYA_PAGE: PageAction.SEND})
    with pytest.raises(LoginDead):
        await rows(meta, PageAccess(SKIN_PAGE, SecretStr("EAAnobodysToken0123456789")))


@pytest.mark.parametrize(("when", "lands"), [("after", 1), ("before", 0)])
async def test_a_lost_answer_may_have_happened_and_the_list_tells(
    meta: GraphClient, graph: Graph, brand: PageAccess, when: str, lands: int
) -> None:
    await graph.control("fault", on=EDGE, kind="lost", when=when)
    with pytest.raises(GraphUnanswered) as caught:
        await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})
    assert caught.value.may_have_happened
    assert len(await rows(meta, brand)) == lands


@pytest.mark.parametrize("kind", ["html", "malformed", "status", "drop"])
async def test_nonsense_is_a_typed_error(meta: GraphClient, graph: Graph, brand: PageAccess, kind: str) -> None:
    await meta.pages.act(brand, {MAYA_PAGE: PageAction.SEND})
    await graph.control("fault", on=EDGE, kind=kind, key="partner_page_id" if kind == "drop" else None, status=502 if kind != "drop" else None)  # fmt: skip
    with pytest.raises(GraphError) as caught:
        await rows(meta, brand)
    assert isinstance(caught.value, GraphNonsense | GraphUnanswered)


async def test_the_allowlist_is_switched_filled_and_emptied(meta: GraphClient, graph: Graph, brand: PageAccess) -> None:
    assert not await meta.allowlist.is_on(brand)
    assert await meta.allowlist.switch(brand, on=True)
    assert await meta.allowlist.is_on(brand)

    added = await meta.allowlist.add(brand, [MAYA_PAGE, "999", JUNO_PAGE])
    assert [(result.page_id, result.is_done) for result in added] == [
        (MAYA_PAGE, True),
        ("999", False),
        (JUNO_PAGE, True),
    ]
    assert {creator.page_id for creator in await meta.allowlist.creators(brand)} == {MAYA_PAGE, JUNO_PAGE}

    removed = await meta.allowlist.remove(brand, [MAYA_PAGE, HOME_PAGE])
    assert [result.status_code for result in removed] == [200, 404]
    assert removed[1].error_message
    assert [creator.page_id for creator in await meta.allowlist.creators(brand)] == [JUNO_PAGE]
    assert not await meta.allowlist.switch(brand, on=False)


async def test_the_allowlist_needs_its_scope_and_a_lost_change_may_have_happened(
    meta: GraphClient, graph: Graph, brand: PageAccess
) -> None:
    scopeless = await token_of(graph, "nora", without="facebook_branded_content_ads_brand")
    with pytest.raises(ScopeMissing):
        await meta.allowlist.is_on(PageAccess(SKIN_PAGE, SecretStr(scopeless)))

    await graph.control("fault", on="brand-allowlisted-creators", kind="lost", when="after", method="POST")
    with pytest.raises(GraphUnanswered) as caught:
        await meta.allowlist.add(brand, [MAYA_PAGE])
    assert caught.value.may_have_happened
    assert [creator.page_id for creator in await meta.allowlist.creators(brand)] == [MAYA_PAGE]
